"""A generated project measures its own endpoints."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import Tools

pytestmark = pytest.mark.slow

FIELDS = "title:str(40):unique body:text? rank:int"


@pytest.mark.parametrize("profile", ["minimal", "production"])
def test_every_endpoint_of_a_feature_is_measured_on_a_database_of_its_own(tmp_path, profile):
    project = projects.new(tmp_path, profile=profile)
    projects.add_inline(project, "notes", FIELDS)
    before = set(projects.content(project))

    options = ("--sqlite", "--seconds", "0.2", "--rounds", "1", "--connections", "2")
    printed = Tools(project).run("env", "PYTHONPATH=src:.", "python", "-m", "benchmarks", *options)

    for name in ("GET /api/v1/notes ", "GET /api/v1/notes/{note_id} ", "POST /api/v1/notes "):
        assert f"\n{name}" in printed, printed
    assert set(projects.content(project)) == before
