"""Keys that stand where they are given."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('api_secret="qLw7mZ3xTt-0vBn_A9"', [3]),
        ('secret_key="9f1c2b7a8e4d5f60"', [3]),
        ('api_secret="the-name-of-one-of-them"', []),
        ('api_key="MAIL_API_KEY"', []),
        ('api_secret_name="qLw7mZ3xTt-0vBn_A9"', []),
        ("api_secret=settings.api_secret", []),
    ],
)
def test_a_key_that_a_call_is_given(given, found):
    source = f"from somewhere import Client\ndef connect(settings):\n    return Client({given})\n"
    assert lines(RULE, source) == found
