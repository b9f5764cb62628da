"""From a project without a finding: what breaks a rule is found, what changes nothing is not."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.forgetting import forget_audited
from support.projects import EXAMPLES, add, new

from audit.mutants import (
    broken_api,
    broken_configuration,
    broken_database,
    broken_errors,
    broken_operations,
    broken_security,
    harmless_code,
    harmless_operations,
)
from audit.mutants.cases import (
    Mutant,
    Refactoring,
    after,
    changed,
    files_of,
    line_of,
    whole,
    write,
)
from fastscaffold.audit.audit import Audit, audit
from fastscaffold.audit.rules import all_rules
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.mutants.cases import Files

pytestmark = pytest.mark.any_python

BROKEN = (broken_api, broken_configuration, broken_database, broken_errors)
MUTANTS: list[Mutant] = [
    mutant for module in (*BROKEN, broken_operations, broken_security) for mutant in module.MUTANTS
]
REFACTORINGS: list[Refactoring] = [
    *harmless_code.REFACTORINGS,
    *harmless_operations.REFACTORINGS,
]
# So many findings are shown where something is wrong.
MOST = 60


@cache
def base() -> Files:
    """The files of a project with everything in it, and the features of the example."""
    with tempfile.TemporaryDirectory() as directory:
        root = new(Path(directory))
        add(root, EXAMPLES / "shop.yaml")
        return files_of(root)


def audited(files: Files, only: Sequence[str] = ()) -> Audit:
    """The audit of a project of these files."""
    forget_audited()
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / ".git").mkdir()
        write(files, root)
        return audit(root, only)


def not_met(found: Audit) -> set[str]:
    """The signals and checkpoints that are not met."""
    verdicts = {**found.health, **found.security}
    return {name for name, each in verdicts.items() if each.verdict is not Verdict.MET}


def apart(first: Mutant | Refactoring, second: Mutant | Refactoring) -> bool:
    """Whether two mutants can be told apart in one project."""
    if not isinstance(first, Mutant) or not isinstance(second, Mutant):
        return True
    of_first = {first.rule, *first.also, *first.breaks}
    alone = first.alone or second.alone or first.at == second.at
    return not alone and of_first.isdisjoint({second.rule, *second.also, *second.breaks})


def together(cases: Iterable[Mutant | Refactoring]) -> list[list[Mutant | Refactoring]]:
    """As few projects as will do, so that the whole matrix does not take minutes."""
    groups: list[tuple[list[Mutant | Refactoring], Files]] = []
    for case in cases:
        for number, (group, files) in enumerate(groups):
            changed_too = after(files, case) if all(apart(case, each) for each in group) else None
            if changed_too is not None:
                groups[number] = [*group, case], changed_too
                break
        else:
            groups.append(([case], changed(base(), case)))
    return [group for group, _ in groups]


def problems(mutants: Sequence[Mutant]) -> list[str]:
    """What is not found, at another place, not by its verdict, or found beside."""
    files = changed(base(), *mutants)
    found = audited(files, [each.rule for each in mutants if not each.on])
    said = [f"{each.rule}: {each.path}:{each.line}" for each in found.findings]
    wrong: list[str] = []
    for mutant in mutants:
        place = f"{mutant.rule}: {whole(mutant.at[0])}:"
        if len(mutant.at) > 1:
            place += str(line_of(files[whole(mutant.at[0])], mutant.at[1]))
        if not any(
            each == place or (len(mutant.at) == 1 and each.startswith(place)) for each in said
        ):
            wrong.append(f"not found: {place}")
    expected = {rule for mutant in mutants for rule in (mutant.rule, *mutant.also)}
    wrong += [f"beside: {each}" for each in said if each.partition(":")[0] not in expected]
    broken = {name for mutant in mutants for name in mutant.breaks}
    wrong += [f"not met: {name}" for name in sorted(not_met(found) - broken)]
    wrong += [f"met: {name}" for name in sorted(broken - not_met(found))]
    if wrong:
        wrong += [each for each in said if each.partition(":")[0] in expected][:MOST]
    return wrong


def check_refactorings(cases: Sequence[Refactoring]) -> None:
    """Nothing is found, and all is met."""
    found = audited(changed(base(), *cases))
    assert [(each.rule, each.path, each.line) for each in found.findings] == []
    assert not_met(found) == set()


def test_the_project_itself_has_no_finding():
    found = audited(base())

    assert found.findings == []
    assert not_met(found) == set()
    assert (found.health_score, found.security_met, found.quality.score) == (16, 10, 100)


@pytest.mark.parametrize("cases", [MUTANTS, REFACTORINGS], ids=["mutants", "refactorings"])
def test_there_is_one_for_every_rule(cases):
    assert sorted(case.rule for case in cases) == [rule.id for rule in all_rules()]


def test_every_mutant_is_found():
    groups = together(MUTANTS)

    assert [wrong for group in groups for wrong in problems(group)] == []


def test_no_refactoring_is_found():
    for group in together(REFACTORINGS):
        check_refactorings(group)


@pytest.mark.wide
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.rule)
def test_a_mutant_is_found_alone(mutant):
    assert problems([mutant]) == []


@pytest.mark.wide
@pytest.mark.parametrize("case", REFACTORINGS, ids=lambda each: each.rule)
def test_a_refactoring_is_not_found_alone(case):
    check_refactorings([case])
