"""A kept row that goes for good with a row that is not kept is told of, and where."""

from __future__ import annotations

import pytest
from support import projects

SPEC = """\
version: 1
features:
  vessels:
    fields:
      name: str(80)
  voyages:
    fields:
      number: str(40)
    relations:
      vessel: {{kind: many_to_one, to: vessels, on_delete: {on_delete}}}
    behaviours: {{soft_delete: {kept}}}
"""


@pytest.fixture
def project(tmp_path):
    return projects.new(tmp_path, profile="minimal")


def not_kept(result):
    assert result.status in {"ok", "planned"}, result.issues
    return [each for each in result.warnings if each.code == "feature.not-kept"]


def test_a_cascade_from_kept_rows_to_rows_that_are_not_is_told(project):
    (told,) = not_kept(projects.add(project, SPEC.format(on_delete="cascade", kept="true")))

    assert told.location == "spec.yaml:10:48"
    assert "vessels" in told.message
    assert "voyages for good" in told.message
    assert "`behaviours: {soft_delete: true}` at vessels" in (told.hint or "")


@pytest.mark.parametrize(("on_delete", "kept"), [("restrict", "true"), ("cascade", "false")])
def test_nothing_is_told_where_none_is_lost(project, on_delete, kept):
    result = projects.add(project, SPEC.format(on_delete=on_delete, kept=kept), dry_run=True)

    assert not_kept(result) == []


def test_nothing_is_told_where_both_are_kept_or_a_row_refers_to_its_own_feature(project):
    both = SPEC.format(on_delete="cascade", kept="true").replace(
        "  voyages:", "    behaviours: {soft_delete: true}\n  voyages:"
    )
    itself = both.replace("to: vessels", "to: voyages, nullable: true")

    assert not_kept(projects.add(project, both, dry_run=True)) == []
    assert not_kept(projects.add(project, itself, dry_run=True)) == []


def test_it_is_told_of_a_feature_that_the_project_has_and_of_each_relation(project):
    projects.add_inline(project, "vessels", "name:str(80)")
    spec = (
        "feature: voyages\nfields:\n  number: str(40)\nrelations:\n"
        "  vessel: ref(vessels):on_delete=cascade\n  class: ref(vessels)?:on_delete=cascade\n"
        "behaviours: {soft_delete: true}\n"
    )

    found = not_kept(projects.add(project, spec, dry_run=True))

    assert [each.location for each in found] == ["spec.yaml:5:24", "spec.yaml:6:24"]
