"""The methodology's lines point at files and tests that a generated project has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support import projects

if TYPE_CHECKING:
    from pathlib import Path

PAGE = projects.ROOT / "docs" / "methodology.md"
# How many lines the methodology has in each of its parts.
LINES = {
    "Health check": 8,
    "Phase 1: architecture": 7,
    "Phase 2: configuration": 5,
    "Phase 3: schemas": 8,
    "Phase 4: errors": 6,
    "Phase 5: authentication, and the ten points of security": 10,
    "Phase 9: performance": 8,
    "Phase 10: production": 11 + 8,
    "Phase 12: ten mistakes, and what stands against each": 10,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = projects.new(tmp_path_factory.mktemp("methodology"))
    projects.add_inline(project, "orders", "number:str:unique", "customer_name:str?:filter")
    return project


def rows(title: str) -> list[str]:
    part = PAGE.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [
        line
        for line in lines
        if not re.match(r"\| (signal|rule|point|technique|P[01]|mistake) \|", line)
    ]


@pytest.mark.parametrize("title", LINES)
def test_every_line_stands_there(title: str) -> None:
    assert len(rows(title)) == LINES[title]


def test_every_file_exists(project: Path) -> None:
    named = set(re.findall(r"`([\w./-]+\.\w+|Dockerfile|Makefile|\.[\w.]+)`", PAGE.read_text()))

    assert [path for path in sorted(named) if not (project / path).is_file()] == []
    assert len(named) > 45


def test_every_test_exists(project: Path) -> None:
    for path, name in re.findall(r"`(tests/[\w/.]+)::(\w+)`", PAGE.read_text()):
        assert f"def {name}(" in (project / path).read_text(), f"{path}::{name}"
