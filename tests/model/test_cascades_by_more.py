"""Rows that go with others which more users may delete are told of, and where."""

from __future__ import annotations

import pytest
from support import projects

from fastscaffold.model.permissions import lets_in_more, parse_permission, permission_text

SPEC = """\
version: 1
features:
  authors:
    fields: {{name: str}}
{authors}
  posts:
    fields: {{title: str}}
    relations:
      author: {{kind: many_to_one, to: authors, on_delete: {on_delete}}}
    api: {{permissions: {{delete: admin}}}}
    behaviours: {{soft_delete: true}}
"""
ADMINS = "    api: {permissions: {delete: admin}}"
NOBODY = "    api: {operations: [list, get, create]}"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cascades")
    return projects.new(folder, profile="minimal", with_capabilities=("auth",))


def warned(project, on_delete="cascade", authors=""):
    spec = SPEC.format(on_delete=on_delete, authors=authors)
    return told(projects.add(project, spec, dry_run=True))


def told(result):
    assert result.status in {"ok", "planned"}, result.issues
    return [each for each in result.warnings if each.code == "feature.deleted-by-more"]


def test_who_may_delete_what_takes_rows_of_others_along_is_told(project):
    (warning,) = warned(project)

    assert warning.location == "spec.yaml:9:48"
    assert "Who deletes one of authors deletes its posts" in warning.message
    assert "that is `authenticated` there, and `admin` here" in warning.message
    assert "Give authors `permissions: {delete: admin}`" in (warning.hint or "")


@pytest.mark.parametrize(
    ("on_delete", "authors"),
    [("restrict", ""), ("cascade", ADMINS), ("cascade", NOBODY)],
    ids=["refused", "as strict", "never deleted"],
)
def test_nothing_is_told_where_nobody_else_deletes_them(project, on_delete, authors):
    assert warned(project, on_delete, authors) == []


def test_it_is_told_of_a_feature_that_the_project_has(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
    projects.add_inline(project, "authors", "name:str")
    spec = (
        "feature: posts\nfields: {title: str}\n"
        "relations: {author: {kind: many_to_one, to: authors, on_delete: cascade}}\n"
        "behaviours: {ownership: true}\n"
    )
    (warning,) = told(projects.add(project, spec, dry_run=True))

    assert "that is `authenticated` there, and `owner` here" in warning.message


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("public", "authenticated", True),
        ("authenticated", "owner", True),
        ("owner", "role:sales", True),
        ("role:sales", "admin", True),
        ("role:sales", "role:support", True),
        ("admin", "role:sales", False),
        ("role:sales", "role:sales", False),
        ("admin", "owner", False),
        ("authenticated", "public", False),
        ("owner", "owner", False),
    ],
)
def test_a_permission_lets_in_more_than_another(one, other, more):
    first, second = parse_permission(one), parse_permission(other)

    assert first is not None
    assert second is not None
    assert (permission_text(first), permission_text(second)) == (one, other)
    assert lets_in_more(first, second) is more
