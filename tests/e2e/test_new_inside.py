"""A project that is made inside another one, which is seldom what was meant."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import Nobody

from fastscaffold import pipeline
from fastscaffold.requests import NewProject, Options

pytestmark = pytest.mark.any_python


def warnings(parent, **options):
    request = NewProject(name="inner", parent=parent, git=False, profile="minimal")
    return pipeline.new_project(request, Options(**options), Nobody()).warnings


@pytest.mark.parametrize("folder", [".", "src", "services"])
def test_it_is_said_and_where_it_would_be_beside_it(tmp_path, monkeypatch, folder):
    outer = projects.new(tmp_path, "outer", profile="minimal")
    (outer / folder).mkdir(exist_ok=True)
    monkeypatch.chdir(outer)

    (shown,) = warnings(outer / folder, dry_run=True)
    (warning,) = warnings(outer / folder)

    assert shown == warning
    assert (warning.code, warning.path) == ("new.inside", str(outer))
    assert "inside another project, outer" in warning.message
    assert (warning.hint or "").endswith("--dest ..")
    assert (outer / folder / "inner/.fastscaffold/project.json").is_file()


def test_a_folder_that_is_not_there_yet_is_inside_too(tmp_path):
    outer = projects.new(tmp_path, "outer", profile="minimal")
    assert [each.code for each in warnings(outer / "more" / "services")] == ["new.inside"]


def test_beside_another_project_nothing_is_said(tmp_path):
    projects.new(tmp_path, "outer", profile="minimal")
    assert warnings(tmp_path) == ()


def test_inside_a_project_of_somebody_else_nothing_is_said(tmp_path):
    (tmp_path / "main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")
    assert warnings(tmp_path) == ()
