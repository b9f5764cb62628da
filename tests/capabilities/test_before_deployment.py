"""``add`` says what the next deployment needs that no default can be right for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import Nobody
from typer.testing import CliRunner

from fastscaffold import pipeline
from fastscaffold.capabilities.capability import Capability
from fastscaffold.cli.app import app
from fastscaffold.generators.deployments import CODE, before_deployment, needed_variables
from fastscaffold.generators.workspace import catalogue
from fastscaffold.requests import Options

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

CATALOGUE = catalogue()


def told(project: Path, *names: str) -> list[str]:
    """What is said of the next deployment."""
    result = pipeline.add_capabilities(project, names, Options(), Nobody())
    return [each.message for each in result.notices if each.code == CODE]


def test_variables_without_which_nothing_starts_are_told_once(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    (message,) = told(project, "trusted-hosts", "auth")
    assert message.startswith(
        "Before the next deployment set JWT_SECRET, REGISTRATION and TRUSTED_HOSTS (see "
    )
    assert told(project, "trusted-hosts", "auth", "cors") == []


def test_pages_that_are_to_be_read_are_told_with_those_of_what_is_required(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    docker, kubernetes = told(project, "kubernetes")

    assert docker.startswith("Before the next deployment read docs/docker.md: ")
    assert kubernetes.startswith("Before the next deployment read docs/kubernetes.md: ")


def test_what_capabilities_name_is_in_the_project(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=CATALOGUE.names())
    example = (project / ".env.example").read_text()

    for capability in CATALOGUE.all():
        assert all(f"\n{each}=" in example for each in needed_variables(capability))
        page = capability.deployment_page
        assert page is None or (project / page.path).is_file()


def test_it_is_told_as_text_and_as_json(tmp_path, monkeypatch):
    project = projects.new(tmp_path, profile="minimal")
    monkeypatch.chdir(project)

    document = CliRunner().invoke(app, ["add", "auth", "--yes", "--dry-run", "--json"])
    text = CliRunner().invoke(app, ["add", "auth", "--yes"])

    (notice,) = json.loads(document.stdout)["notices"]
    assert notice["code"] == CODE
    assert f"note: {notice['message']}\n" in text.stdout


def test_settings_that_are_no_python_say_nothing():
    settings = {"lines": ["a b"]}
    own = Capability.model_validate(
        {"version": 1, "name": "own", "summary": "", "settings": settings}
    )

    assert list(before_deployment([own])) == []
