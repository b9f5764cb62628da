from __future__ import annotations

import os
import subprocess
import sys

import pytest

from fastscaffold.cli.completion import complete_capability, complete_feature, complete_field
from fastscaffold.cli.fieldtypes import field_type_names, kinds
from fastscaffold.fields.loader import field_types

# typer itself converts what was typed by pydantic.
HEAVY = ("libcst", "jinja2", "copier", "ruamel", "yaml", "questionary", "rich.")


@pytest.fixture
def project(tmp_path, monkeypatch):
    records = tmp_path / ".fastscaffold" / "features"
    records.mkdir(parents=True)
    (records.parent / "project.json").write_text("{}")
    for name in ("orders", "order_lines", "customers"):
        (records / f"{name}.json").write_text("not read")
    below = tmp_path / "src" / "app"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return tmp_path


def test_features_of_the_project_above(project):
    assert complete_feature("") == ["customers", "order_lines", "orders"]
    assert complete_feature("order") == ["order_lines", "orders"]


def test_no_project_has_no_features(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert complete_feature("") == []


def test_capabilities_of_the_tool_and_of_the_project(project):
    own = project / ".fastscaffold" / "capabilities-local" / "own-thing"
    own.mkdir(parents=True)
    (own / "capability.yaml").write_text("not read")
    assert "security-headers" in complete_capability("")
    assert complete_capability("own") == ["own-thing"]


def test_capabilities_after_a_comma(project):
    assert complete_capability("cors,secu") == ["cors,security-headers"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("total:dec", ["total:decimal"]),
        ("a:str b:ti", ["a:str b:time", "a:str b:timedelta"]),
        ("a", []),
        ("a:str:uni", []),
        ("", []),
    ],
)
def test_field_types(typed, offered):
    assert complete_field(typed) == offered


def test_every_field_type_is_offered():
    assert set(field_type_names()) == set(field_types())
    assert {kind.name for kind in kinds() if not kind.relation} == set(field_types())
    assert "ref" in {kind.name for kind in kinds() if kind.relation}
    assert all(kind.summary for kind in kinds())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fastscaffold rem", "remove-feature"),
        ("fastscaffold remove-feature cust", "customers"),
        ("fastscaffold add secu", "security-headers"),
        ("fastscaffold add tes", "tests"),
        ("fastscaffold add tests cust", "customers"),
        ("fastscaffold add cors tes", ""),
        ("fastscaffold new api --with secu", "security-headers"),
        ("fastscaffold add-feature x --fields a:deci", "a:decimal"),
        ("fastscaffold add cors --verify st", "static"),
        ("fastscaffold nope x", ""),
    ],
)
def test_bash_asks_through_the_environment(project, words, expected):
    environment = {
        **os.environ,
        "_FASTSCAFFOLD_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-c",
            "from fastscaffold.__main__ import main; main()",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == expected.split()
    times = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    others = [line for line in done.stderr.splitlines() if line not in times]
    assert others == []
    imported = {line.rpartition("|")[2].strip() for line in times}
    assert not [name for name in imported if name.startswith(HEAVY)]
