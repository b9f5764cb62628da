"""What is told of a new feature is told where the user wrote it, not of the project's own copy."""

from __future__ import annotations

import pytest
from support import projects

SPEC = """\
version: 1
features:
  owners:
    fields:
      name: str(80)
    behaviours: {soft_delete: true}
  users:
    fields:
      api_key: str(40)
    relations:
      owner: {kind: many_to_one, to: owners, on_delete: cascade}
    api:
      cache: {ttl: 60}
  visits:
    fields:
      token: {type: str}
"""


@pytest.fixture
def project(tmp_path):
    return projects.new(tmp_path, profile="minimal")


def test_of_a_spec_it_is_the_line_and_the_column(project):
    result = projects.add(project, SPEC)

    assert {(each.code, each.location) for each in (*result.warnings, *result.notices)} >= {
        ("feature.secret-sent", "spec.yaml:9:7"),
        ("feature.secret-sent", "spec.yaml:16:7"),
        ("feature.not-restored", "spec.yaml:7:3"),
        ("feature.of-capability", "spec.yaml:7:3"),
        ("feature.uncached", "spec.yaml:13:7"),
    }


def test_of_a_name_that_is_given_it_is_that_name(project):
    result = projects.add(
        project, "feature: people\nnaming:\n  table: users\nfields:\n  name: str(80)\n"
    )

    found = [each.location for each in result.warnings if each.code == "feature.of-capability"]
    assert "spec.yaml:3:3" in found


def test_of_fields_it_is_the_option(project):
    result = projects.add_inline(project, "users", "name:str(80)", "age:int token:str")

    assert {(each.code, each.location) for each in result.warnings} >= {
        ("feature.secret-sent", "--fields:2:9"),
        ("feature.of-capability", "NAME"),
    }


def test_nothing_points_at_a_file_that_the_project_does_not_have(project):
    result = projects.add(project, SPEC, dry_run=True)

    told = [each.path for each in (*result.warnings, *result.notices) if each.path is not None]
    assert told
    assert all(path == "spec.yaml" for path in told)
