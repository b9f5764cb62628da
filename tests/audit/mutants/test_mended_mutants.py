"""What ``audit --fix`` makes of broken projects passes their own tests."""

from __future__ import annotations

import re
import shlex
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import pytest
from support.projects import Tools

from audit.mutants.cases import changed, write
from audit.mutants.test_mutants import MUTANTS, base
from fastscaffold.audit.mending import mend
from fastscaffold.audit.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What these ask for cannot be told from the source of this project: its settings are read anew by
# tests, its tokens are decoded by options of its own. They are skipped, and the reason is told.
UNCERTAIN = {"CONF004", "SEC012", "SEC013"}
# A column less, and settings of nobody's: what breaks these breaks most tests as well.
DESTRUCTIVE = {"CONF006", "MIG005"}
MENDED = [
    each for each in MUTANTS if rule(each.rule).cure and each.rule not in UNCERTAIN | DESTRUCTIVE
]


@pytest.mark.slow
@pytest.mark.wide
def test_what_is_mended_breaks_no_test(tmp_path):
    write(changed(base(), *MENDED), tmp_path)
    (tmp_path / ".git").mkdir()
    broken_before = failing(tmp_path)

    mended = mend(tmp_path, [], lambda path: (tmp_path / path).read_bytes())
    for path, content in mended.files.items():
        (tmp_path / path).write_bytes(content)
    carry_out(mended.next, tmp_path)

    assert {each.rule for each in mended.before.findings} >= {each.rule for each in MENDED}
    assert mended.after.findings == []
    assert failing(tmp_path) <= broken_before


def carry_out(commands: Iterable[str], project: Path) -> None:
    """Do what is left to the user: an index needs a revision, which needs a database."""
    required = {name: token_urlsafe(48) for name in ("SECRET_KEY", "JWT_SECRET")}
    tools = Tools(project, variables=required)
    tools.run("alembic", "upgrade", "head")
    for command in commands:
        tools.run(*shlex.split(command))


def failing(project: Path) -> set[str]:
    """The tests that fail; what is broken on purpose may break some."""
    try:
        Tools(project).test("--ignore=tests/contract", "--deselect=tests/security/test_texts.py")
    except AssertionError as failure:
        return set(re.findall(r"^(?:FAILED|ERROR) (\S+)", str(failure), re.MULTILINE))
    return set()


@pytest.mark.parametrize("mutant", [each for each in MUTANTS if each.rule in UNCERTAIN])
def test_what_is_uncertain_is_left_and_told(mutant, tmp_path):
    write(changed(base(), mutant), tmp_path)

    mended = mend(tmp_path, [mutant.rule], lambda path: (tmp_path / path).read_bytes())

    assert mended.files == {}
    assert [each.rule for each in mended.skipped] == [mutant.rule]
    assert all(mended.skipped.values())
