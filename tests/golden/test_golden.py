"""What is generated, kept as files: a change of generated code shows in review as a diff."""

from __future__ import annotations

import difflib
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import EXAMPLES, Nobody

from fastscaffold import pipeline
from fastscaffold.requests import Options

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent
RECORDS = ".fastscaffold/"
# Git obeys a `.gitignore` wherever it stands, and many ignore `.env` everywhere.
DOT = "dot-"
FEATURES = {"minimal": "minimal", "every_type": "everything", "relations": "shop"}


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Callable[[str], Path]:
    """Gives a project without features, for a Python; not to be changed."""

    @cache
    def make(python: str) -> Path:
        return projects.new(tmp_path_factory.mktemp("base"), profile="minimal", python=python)

    return make


def generated(project: Path) -> dict[str, bytes]:
    """All files but the records, which repeat what they were made from."""
    files = projects.content(project)
    return {path: content for path, content in files.items() if not path.startswith(RECORDS)}


def new_or_changed(after: dict[str, bytes], before: dict[str, bytes]) -> dict[str, bytes]:
    assert before.keys() <= after.keys()
    return {path: content for path, content in after.items() if before.get(path) != content}


def compare(case: str, files: dict[str, bytes], request: pytest.FixtureRequest) -> None:
    """Hold files to those that are stored, or store them where that is asked for."""
    directory = GOLDEN / case
    incoming = {_stored(path): content for path, content in files.items()}
    if request.config.getoption("--rewrite-golden"):
        _rewrite(directory, incoming)
    # What our own tools leave behind begins with a dot; nothing that is stored does.
    stored = {
        path: content
        for path, content in projects.content(directory).items()
        if not path.startswith(".")
    }
    differing = [
        path
        for path in sorted(stored.keys() | incoming.keys())
        if stored.get(path) != incoming.get(path)
    ]
    if differing:
        count = f"{len(differing)} of {len(stored)} files differ from tests/golden/{case}."
        advice = "Where that is what you want: `make golden`, and read the diff."
        diffs = [_diff(path, stored.get(path), incoming.get(path)) for path in differing]
        pytest.fail("\n".join([f"{count} {advice}", *diffs]), pytrace=False)


def _stored(path: str) -> str:
    return "/".join(
        DOT + part.removeprefix(".") if part.startswith(".") else part for part in path.split("/")
    )


def _rewrite(directory: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _diff(path: str, stored: bytes | None, incoming: bytes | None) -> str:
    before, after = (
        None
        if content is None
        else content.decode(errors="backslashreplace").splitlines(keepends=True)
        for content in (stored, incoming)
    )
    lines = difflib.unified_diff(
        before or [],
        after or [],
        "/dev/null" if before is None else f"stored/{path}",
        "/dev/null" if after is None else f"generated/{path}",
    )
    return "".join(lines) or f"{path}: empty, and on one side only"


def test_a_new_project(base, request):
    compare("project", generated(base("3.11")), request)


def test_what_a_new_project_for_newer_pythons_has_otherwise(base, request):
    differing = new_or_changed(generated(base("3.12")), generated(base("3.11")))

    compare("project_python_3_12", differing, request)


@pytest.mark.parametrize("case", FEATURES)
def test_what_features_add_and_change(base, request, tmp_path, case):
    project = projects.copied(base("3.11"), tmp_path / "api")

    projects.add(project, EXAMPLES / f"{FEATURES[case]}.yaml")

    compare(case, new_or_changed(generated(project), generated(base("3.11"))), request)


def test_what_features_of_users_add_and_change(base, request, tmp_path):
    project = projects.copied(base("3.11"), tmp_path / "api")
    pipeline.add_capabilities(project, ["auth"], Options(), Nobody())
    before = generated(project)

    projects.add(project, EXAMPLES / "owned.yaml")

    compare("owned", new_or_changed(generated(project), before), request)


def test_features_are_the_same_for_newer_pythons(base, tmp_path):
    added = []
    for python in ("3.11", "3.12"):
        project = projects.copied(base(python), tmp_path / python / "api")
        projects.add(project, EXAMPLES / "everything.yaml")
        added.append(new_or_changed(generated(project), generated(base(python))))

    assert added[0] == added[1]
