"""A generated project measures its own endpoints."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import Tools

pytestmark = pytest.mark.slow

FIELDS = "title:str(40):unique body:text? rank:int pin:secret"
ENDPOINTS = ("GET /api/v1/notes", "GET /api/v1/notes/{note_id}", "POST /api/v1/notes")


@pytest.mark.parametrize("profile", ["minimal", "production"])
def test_every_endpoint_of_a_feature_is_measured_on_a_database_of_its_own(tmp_path, profile):
    project = projects.new(tmp_path, profile=profile)
    projects.add_inline(project, "notes", FIELDS)
    before = set(projects.content(project))

    options = ("--sqlite", "--seconds", "0.2", "--rounds", "1", "--connections", "2")
    printed = Tools(project).run("env", "PYTHONPATH=src:.", "python", "-m", "benchmarks", *options)

    lines = [line for line in printed.splitlines() if not line.startswith("Upgraded to ")]
    first, yardstick, _, length, turn, head, *rows = lines
    assert first.startswith("Making a database")
    assert yardstick.startswith("The yardstick is a bare ASGI response")
    assert length.startswith("Measuring takes about ")
    assert turn == "Round 1 of 1."
    assert head.split() == ["requests/s", "p50", "ms", "p99", "ms", "of", "yardstick"]
    names = ["yardstick ", *(f"{name} " for name in ENDPOINTS)]
    assert all(row.startswith(name) for row, name in zip(rows, names, strict=True)), printed
    hashing = [row for row in rows if row.endswith("hashes a secret with each request")]
    assert hashing == [rows[-1]]
    assert set(projects.content(project)) == before
