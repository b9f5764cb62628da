from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.one_assertion_per_test import RULE


def test_it_is_off():
    assert not RULE.on


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_it():\n    assert a\n    assert b\n", [1]),
        ("def test_it():\n    assert a\n", []),
        ("def check_it():\n    assert a\n    assert b\n", []),
    ],
)
def test_it_counts(source, found):
    assert lines(RULE, {"tests/test_it.py": source}) == found
