"""What the points of an audit ask for, and the rules that are about the same."""

from __future__ import annotations

import pytest

from audit.mutants.test_mutants import MUTANTS
from fastscaffold.audit.checkpoints import CHECKPOINTS
from fastscaffold.audit.points import RULES, point, points
from fastscaffold.audit.rules import rule
from fastscaffold.audit.signals import SIGNALS


def test_there_is_one_for_every_signal_and_checkpoint():
    assert [each.name for each in points()] == [*SIGNALS, *CHECKPOINTS]
    assert set(RULES) == {*SIGNALS, *CHECKPOINTS}


@pytest.mark.parametrize("each", points(), ids=lambda each: each.name)
def test_it_is_told_well(each):
    assert point(each.name) == point(each.title.upper()) == each
    for text in (each.what, each.verdict):
        assert text.endswith(".")
        assert "``" not in text
        assert "\n" not in text
    assert each.verdict.startswith("Met ")
    assert [found.id for found in each.rules] == list(RULES[each.name])
    assert all(rule(name) is not None for name in RULES[each.name])


def test_what_takes_a_point_away_is_a_rule_about_it():
    missing = [
        (mutant.rule, name)
        for mutant in MUTANTS
        for name in mutant.breaks
        if not {mutant.rule, *mutant.also} & set(RULES[name])
    ]

    assert missing == []
