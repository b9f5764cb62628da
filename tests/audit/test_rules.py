"""What holds for every rule: it is told well, and its own examples show it."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import all_rules, rule

every_rule = pytest.mark.parametrize("each", all_rules(), ids=lambda each: each.name)


@every_rule
def test_its_bad_example_breaks_it_and_its_good_one_does_not(each):
    assert findings(each, each.bad)
    assert findings(each, each.good) == []


@every_rule
def test_it_is_told_well(each):
    for text in (each.what, each.why, each.fix):
        assert text.endswith(".")
        assert text[0].isupper() or text[0] == "`"
    assert each.name == each.name.lower()
    assert each.seed
    assert rule(each.id) is rule(each.name) is each
