"""What is read like an attribute."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.modules import is_property


@pytest.mark.parametrize(
    ("decorator", "found"),
    [
        ("property", True),
        ("functools.cached_property", True),
        ("hybrid_property", True),
        ("cached_property(once=True)", True),
        ("counts_property", False),
        ("needs(of='property')", False),
        ("property_of.setter", False),
    ],
)
def test_a_property_is_told_by_the_whole_name_of_its_decorator(decorator, found):
    project = facts(f"class Item:\n    @{decorator}\n    def name(self): ...\n")
    item = project.index.modules["app.main"].classes["Item"]
    assert is_property(item.functions["name"]) is found
