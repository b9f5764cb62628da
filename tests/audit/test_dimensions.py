"""What lowers a dimension of quality: what is not there, and rules that are broken about it."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.audit import audit
from fastscaffold.audit.dimensions import Assessment
from fastscaffold.audit.findings import Finding, Severity
from fastscaffold.audit.rules import all_rules, rule

APP = "from fastapi import FastAPI\n\napp = FastAPI()\n"


def assessment(*rules: str) -> Assessment:
    """Of a project that breaks some rules, the first of them twice."""
    found = [
        Finding(name, rule(name).severity, "app/main.py", line, "Wrong.", "Right.")
        for line, name in enumerate((*rules[:1], *rules), 1)
    ]
    return Assessment(facts(APP), {}, {}, found)


def about_security(severity: Severity) -> list[str]:
    return [
        each.id
        for each in all_rules()
        if each.id.startswith(("SEC", "PYD002")) and each.severity is severity
    ]


def highest(*broken: str) -> int:
    given = assessment(*broken)
    return max((level for level in (25, 50, 75, 100) if given.bears("security", level)), default=0)


@pytest.mark.parametrize(("urgent", "level"), [(0, 100), (1, 50), (2, 25), (3, 25), (4, 0), (9, 0)])
def test_the_number_of_urgent_rules_that_are_broken_bounds_the_level(urgent, level):
    assert highest(*about_security(Severity.P0)[:urgent]) == level


@pytest.mark.parametrize(
    ("share", "level"), [(0.04, 75), (0.1, 75), (0.13, 50), (0.25, 50), (0.3, 25)]
)
def test_the_share_of_rules_that_are_broken_bounds_it_too(share, level):
    grave = about_security(Severity.P1)
    count = len(grave) + len(about_security(Severity.P0))

    assert highest(*grave[: int(share * count + 0.01)]) == level


def test_what_belongs_to_two_dimensions_lowers_both():
    given = assessment("SEC009")

    assert not given.bears("database", 75)
    assert not given.bears("security", 75)
    assert given.bears("deployment", 100)


@pytest.mark.parametrize(("share", "level"), [(0.07, 100), (0.1, 75), (0.2, 50), (0.4, 25)])
def test_the_share_of_all_rules_that_are_broken_bounds_what_they_are_not_about(share, level):
    scored = ("API001", "API004", "BG", "CACHE", "DB", "ERR", "MIG", "OBS", "OPS", "PERF")
    scored += ("PYD", "SEC", "TEST", "TYP")
    grave = [
        each.id
        for each in all_rules()
        if each.severity in {Severity.P0, Severity.P1} and each.id.startswith(scored)
    ]
    others = [name for name in grave if not name.startswith("TEST")]
    given = assessment(*others[: int(share * len(grave))])

    bears = [each for each in (25, 50, 75, 100) if given.bears("testing", each)]
    assert max(bears) == level


def test_advice_and_architecture_lower_nothing():
    unscored = [
        each.id
        for each in all_rules()
        if each.severity in {Severity.P2, Severity.P3} or each.id.startswith(("ARCH", "CONF"))
    ]
    given = assessment(*unscored)

    for dimension in ("type_safety", "testing", "security", "performance", "database"):
        assert given.bears(dimension, 100)


@pytest.mark.parametrize(
    ("source", "asked"), [("", "Log what happens."), ("print(1)\n", "Log, instead of printing.")]
)
def test_whoever_prints_nothing_is_not_asked_to_stop(tmp_path, source, asked):
    (tmp_path / "main.py").write_text(APP + source)

    assert audit(tmp_path).quality.dimensions["observability"].why == asked
