"""Tokens that the other package called jwt decodes without a look at them."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.jwt_decoded_strictly import RULE


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("token, do_verify=False", [4]),
        ("token, key, False", [4]),
        ("token, key, do_time_check=False", [4]),
        ("token, key", []),
        ("token, key, do_verify=True, algorithms={'HS256'}", []),
    ],
)
def test_what_is_switched_off(arguments, expected):
    source = f"from jwt import JWT\nreader = JWT()\ndef read(token, key):\n    reader.decode({arguments})\n"
    assert lines(RULE, source) == expected
