"""Tests: whether they try the application as it runs, and whether it is known what they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.facts.testing.skipped_tests import skipped
from fastscaffold.audit.facts.testing.suites import is_sync_application
from fastscaffold.audit.verdicts import Judgement, met, not_met, partial, some

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_UNMEASURED = "coverage is not measured"


def judge(facts: Facts) -> Judgement:
    """Met by tests that await and coverage that is measured.

    Tests that block are right for an application that blocks, and no more than half of it: what
    such an application waits for is never tried. For one that awaits they are none, but where a
    few await beside them. Coroutines that no runner awaits are half of it at most.
    """
    found = facts.suite
    if not found.tests:
        return not_met(*_nowhere(facts), because="there are no tests")
    if not found.trying and not found.used_clients:
        return not_met(*found.evidence, because="no test tries anything of the application")
    if found.is_async:
        unrun = set(skipped(facts))
        if found.awaiting and all(each in unrun for each in found.awaiting):
            unmeasured = "" if found.measured else f", and {_UNMEASURED}"
            return partial(*found.evidence, because=f"nothing runs the coroutines{unmeasured}")
        if found.measured:
            return met(*found.evidence, *some(found.measured, 1))
        return partial(*found.evidence, because=_UNMEASURED)
    unmeasured = "" if found.measured else f", and {_UNMEASURED}"
    if found.awaiting:
        why = f"few tests await the application{unmeasured}"
        return partial(*found.evidence, *some(found.measured, 1), because=why)
    if is_sync_application(facts):
        why = f"the application blocks as its tests do{unmeasured}"
        return partial(*found.evidence, *some(found.measured, 1), because=why)
    return not_met(*found.evidence, because=f"the application awaits, its tests block{unmeasured}")


def _nowhere(facts: Facts) -> list[Place]:
    place = application(facts)
    return [Place(place.path, place.line, "no tests of this application")] if place else []
