"""The lists of attacks are whole, name tests that a project has, and hold on one that runs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from attacks import registry, report
from attacks.stack import running
from support import projects

if TYPE_CHECKING:
    from pathlib import Path

ATTACKS = 55
PAGE = projects.ROOT / "docs" / "attacks.md"


def test_every_attack_stands_once() -> None:
    ids = Counter(re.findall(r"^\| ([A-Z]+-\d+) \|", PAGE.read_text(), re.MULTILINE))

    assert len(ids) == ids.total() == ATTACKS


def test_every_test_exists(tmp_path: Path) -> None:
    project = projects.new(tmp_path)
    projects.add_inline(project, "orders", "number:str")

    for path, name in re.findall(r"`(tests/[\w/.]+)::(\w+)`", PAGE.read_text()):
        assert f"def {name}(" in (project / path).read_text(), path


def test_every_attack_is_carried_out_or_said_why_not() -> None:
    ids = Counter(item.id for item in registry.all_attacks())

    assert ids.total() == len(ids)
    assert ids.keys() | registry.ELSEWHERE.keys() == registry.listed().keys()
    assert not ids.keys() & registry.ELSEWHERE.keys()


def test_the_page_shows_every_attack_and_no_failure() -> None:
    text = report.PAGE.read_text()
    ids = Counter(re.findall(r"^\| ([A-Z]+-\d+) \|", text, re.MULTILINE))

    assert len(ids) == ids.total() == ATTACKS
    assert "| failed |" not in text


@pytest.mark.wide
@pytest.mark.slow
def test_a_running_project_withstands_them() -> None:
    with running() as target:
        outcomes = list(registry.carry_out(target))

    assert [outcome for outcome in outcomes if outcome.state == "failed"] == []
