"""Features that were there before a cache: ``add cache`` lets them keep what their spec says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import Nobody, Tools

from fastscaffold import pipeline, queries
from fastscaffold.requests import Options

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.requests import Result

pytestmark = pytest.mark.any_python

SPEC = """
version: 1
features:
  customers:
    fields: {name: "str(40):unique"}
    api: {cache: {ttl: 30}}
  tags:
    fields: {name: str}
    relations: {customer: {kind: many_to_one, to: customers, on_delete: cascade}}
    api: {cache: {ttl: 5}, pagination: cursor}
  notes:
    fields: {body: text}
"""
ROUTER = "src/app/features/{}/router.py"


def add(project: Path, *names: str, protect: bool = False) -> Result:
    return pipeline.add_capabilities(project, names, Options(), Nobody(), protect=protect)


def routers(project: Path) -> dict[str, str]:
    return {
        name: (project / ROUTER.format(name)).read_text() for name in ("customers", "tags", "notes")
    }


@pytest.fixture
def uncached(tmp_path):
    """A project with features of which two would keep what they answer."""
    project = projects.new(tmp_path, profile="minimal")
    result = projects.add(project, SPEC)
    assert [(note.code, note.location) for note in result.notices] == [
        ("feature.uncached", "spec.yaml:6:11"),
        ("feature.uncached", "spec.yaml:10:11"),
    ]
    return project


@pytest.mark.parametrize("others", [(), ("auth",)])
def test_they_become_what_they_would_be_had_there_been_a_cache_before(uncached, tmp_path, others):
    cached = projects.new(tmp_path / "cached", profile="minimal", with_capabilities=("cache",))
    projects.add(cached, SPEC)

    add(uncached, *others)
    result = add(uncached, "cache")

    assert result.status == "ok"
    assert result.warnings == ()
    assert routers(uncached) == routers(cached)
    assert queries.diagnose(uncached).issues == ()
    assert queries.diagnose(uncached).notices == ()


def test_with_users_at_the_same_time(uncached, tmp_path):
    cached = projects.new(
        tmp_path / "cached", profile="minimal", with_capabilities=("auth", "cache")
    )
    projects.add(cached, SPEC)

    add(uncached, "auth", "cache", protect=True)

    assert routers(uncached) == routers(cached)


def test_a_second_time_there_is_nothing_to_do(uncached):
    add(uncached, "cache")
    before = projects.content(uncached)

    assert add(uncached, "cache").status == "unchanged"
    assert projects.content(uncached) == before


def test_a_router_that_was_changed_stays_and_its_lines_are_shown(uncached):
    file = uncached / ROUTER.format("tags")
    file.write_text(file.read_text() + "\n# ours\n")

    result = add(uncached, "cache")

    assert file.read_text().endswith("# ours\n")
    (warning,) = result.warnings
    assert (warning.code, warning.path) == ("feature.uncached", ROUTER.format("tags"))
    assert "nothing is kept of what tags answers" in warning.message
    assert "cached_rows(" in (warning.hint or "")
    assert "cached_rows(" in routers(uncached)["customers"]


def test_what_differs_from_reader_to_reader_is_not_kept(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth", "cache"))

    projects.add(
        project,
        "version: 1\nfeature: notes\nfields: {body: text}\nbehaviours: {ownership: true}\n"
        "api: {cache: {ttl: 5}, permissions: {get: authenticated}}\n",
    )

    router = (project / ROUTER.format("notes")).read_text()
    assert "RESPONSES = cached_rows(" in router
    assert "PAGES" not in router


@pytest.mark.wide
@pytest.mark.slow
def test_what_comes_out_passes_its_tests(uncached):
    add(uncached, "cache")

    Tools(uncached).check_style()
    Tools(uncached).check_types()
    Tools(uncached).test("--cov", "--cov-fail-under=95")
