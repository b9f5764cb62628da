"""Reports in SARIF, read by a library that holds them to the standard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from sarif_pydantic import Sarif
from typer.testing import CliRunner

from fastscaffold.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

PRINTS = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef read():\n    print(1)\n"
ACCEPTED = PRINTS.replace(
    "print(1)", "print(1)  # fastscaffold: ignore[OBS001] the log of this one is the terminal"
)


def run(root: Path, *arguments: str) -> dict[str, object]:
    """The report on a project, which is valid."""
    report = root.parent / "report.sarif"
    command = ["audit", str(root), "--format", "sarif", "--output", str(report), *arguments]
    result = CliRunner().invoke(app, [*command, "--fail-on", "never"])
    assert result.exit_code in {0, 3}, result.output
    check(report)
    return json.loads(report.read_text())["runs"][0]


def check(report: Path) -> None:
    """See that all of a report is in the standard: what is not would not be read."""
    told = json.loads(report.read_text())
    read = Sarif.model_validate(told)
    names = {"$schema": told["$schema"]} if "$schema" in told else {}
    assert names | read.model_dump(mode="json", by_alias=True, exclude_unset=True) == told


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / ".git").mkdir()
    return root


def test_a_project_with_findings(root):
    (root / "main.py").write_text(PRINTS)

    assert "OBS001" in {result["ruleId"] for result in run(root)["results"]}


def test_a_project_without_findings(root):
    (root / "main.py").write_text("VALUE = 1\n")

    assert run(root)["results"] == []


def test_what_a_comment_accepts_is_there_and_suppressed(root):
    (root / "main.py").write_text(ACCEPTED)

    suppressed = [each for each in run(root)["results"] if "suppressions" in each]
    assert [each["ruleId"] for each in suppressed] == ["OBS001"]


def test_what_a_baseline_holds_is_left_out(root):
    (root / "main.py").write_text(PRINTS)
    baseline = root.parent / "baseline.json"
    before = run(root, "--write-baseline", str(baseline))["results"]

    assert before
    assert run(root, "--baseline", str(baseline))["results"] == []


def test_a_file_that_cannot_be_read_and_names_that_no_uri_has(root):
    (root / "my app").mkdir()
    (root / "my app" / "größe [1].py").write_text("def broken(:\n")

    found = run(root)
    assert [result["ruleId"] for result in found["results"]] == ["GEN001"]
    assert found["invocations"][0]["toolExecutionNotifications"]


@pytest.mark.parametrize(
    "results", ['[{"message": {"text": "x"}, "level": "high"}]', "[{}]", '[{"texts": []}]']
)
def test_the_check_finds_what_is_wrong(tmp_path, results):
    report = tmp_path / "report.sarif"
    runs = f'[{{"tool": {{"driver": {{"name": "x"}}}}, "results": {results}}}]'
    report.write_text(f'{{"version": "2.1.0", "runs": {runs}}}')

    with pytest.raises((AssertionError, ValidationError)):
        check(report)
