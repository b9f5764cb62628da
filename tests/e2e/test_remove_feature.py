from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import EXAMPLES, Tools

from fastscaffold import tasks
from fastscaffold.errors import (
    ConflictError,
    EditRefusedError,
    ProjectError,
    UsageError,
    VerificationError,
)
from fastscaffold.requests import ConflictPolicy

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"
MAIN = "src/app/main.py"
AUTHOR = ("-c", "user.name=x", "-c", "user.email=x@example.com")


def test_removing_restores_every_byte(project):
    before = projects.content(project)
    projects.add(project, NOTES)
    assert projects.content(project) != before

    projects.remove(project, "notes")

    assert projects.content(project) == before


def test_features_of_one_migration_go_one_by_one(project):
    before = projects.content(project)
    projects.add(project, one_way(EXAMPLES / "shop.yaml"))

    for name in ("order_lines", "orders", "labels", "products", "customers"):
        projects.remove(project, name)

    assert projects.content(project) == before


def one_way(spec: Path) -> str:
    """A spec without the other directions of its relations, which keep features together."""
    text = re.sub(r", back: \w+", "", spec.read_text())
    return re.sub(r"\n.*one_to_many.*", "", text)


CIRCLE = ("customers", "labels", "order_lines", "orders", "products")


def test_features_that_know_each_other_go_together(project):
    before = projects.content(project)
    projects.add(project, EXAMPLES / "shop.yaml")

    with pytest.raises(ConflictError, match="orders refers to order_lines") as refusal:
        projects.remove(project, "order_lines")

    (message,) = refusal.value.messages
    together = (message.hint or "").partition("remove-feature ")[2].split()
    projects.remove(project, *together)
    left = [path for path in project.glob("src/app/features/*/") if path.name in CIRCLE]
    assert {path.name for path in left} == set(CIRCLE) - set(together)

    projects.remove(project, *(path.name for path in left))
    assert projects.content(project) == before


def test_what_several_refer_to_is_refused_for_all_of_them(project):
    projects.add(project, EXAMPLES / "shop.yaml")
    before = projects.content(project)

    with pytest.raises(ConflictError) as refusal:
        projects.remove(project, "products", "customers")

    assert [message.message for message in refusal.value.messages] == [
        "orders refers to customers.",
        "order_lines refers to products.",
    ]
    assert projects.content(project) == before


def test_features_of_several_migrations_go_together(project):
    before = projects.content(project)
    projects.add_inline(project, "authors", "name:str(80)")
    projects.add_inline(project, "books", "title:str(80)", "author:ref(authors)")

    projects.remove(project, "authors", "books")

    assert projects.content(project) == before


def test_applied_tables_that_refer_to_each_other_are_dropped_together(project):
    projects.add(project, EXAMPLES / "shop.yaml")
    tools = Tools(project)
    tools.run("alembic", "upgrade", "head")
    versions = project / "migrations" / "versions"
    before = set(versions.glob("*.py"))

    projects.remove(project, *CIRCLE)

    assert len(set(versions.glob("*.py")) - before) == 1
    tools.run("alembic", "upgrade", "head")
    assert "No new upgrade operations detected" in tools.run("alembic", "check")
    tools.run("alembic", "downgrade", "base")


SERVICE = "src/app/features/notes/service.py"


@pytest.fixture
def service(project) -> Path:
    projects.add(project, NOTES)
    service = project / SERVICE
    service.write_text(service.read_text() + "\n# mine\n")
    return service


def test_a_file_that_the_user_changed_and_that_would_break_is_refused(project, service):
    before = projects.content(project)

    with pytest.raises(ConflictError) as refusal:
        projects.remove(project, "notes")

    (message,) = refusal.value.messages
    lines = service.read_text().splitlines()
    assert (message.code, message.path) == ("remove.broken", SERVICE)
    assert "app.features.notes" in lines[(message.line or 0) - 1]
    named = (message.hint or "").splitlines()
    assert any("app.features.notes.repository.NoteRepository is imported" in line for line in named)
    assert "--on-conflict theirs" in named[-1]
    assert projects.content(project) == before


def test_all_that_is_in_the_way_is_told_at_once(project, service):
    tasks.git_init(project)
    _commit(project)
    mine = project / "src/app/core/mine.py"
    mine.write_text("from app.features.notes.models import Note\n\nNOTE = Note\n")
    main = project / "src/app/main.py"
    main.write_text(main.read_text() + "# not committed\n")

    with pytest.raises(ConflictError) as refusal:
        projects.remove(project, "notes")

    assert [(each.code, each.path) for each in refusal.value.messages] == [
        ("remove.broken", SERVICE),
        ("verify.import", "src/app/core/mine.py"),
        ("project.dirty", "src/app/main.py"),
    ]


def test_all_names_that_are_unknown_are_told_at_once(project):
    with pytest.raises(UsageError) as refusal:
        projects.remove(project, "notes", "tags")

    assert [each.code for each in refusal.value.messages] == ["feature.unknown"] * 2


def test_a_file_that_the_user_wants_to_keep_stays_and_its_imports_are_named(project, service):
    mine = service.read_bytes()

    result = projects.remove(project, "notes", on_conflict=ConflictPolicy.OURS)

    assert service.read_bytes() == mine
    assert {warning.path for warning in result.warnings} == {SERVICE}
    codes = [warning.code for warning in result.warnings]
    assert codes.count("remove.kept") == 1
    assert codes.count("remove.broken") == len(codes) - 1 > 0


def test_a_file_that_the_user_changed_goes_where_that_is_wanted(project, service):
    result = projects.remove(project, "notes", on_conflict=ConflictPolicy.THEIRS)

    assert not service.exists()
    assert not result.warnings


def test_a_file_that_imports_nothing_stays_and_is_named(project):
    projects.add(project, NOTES)
    spec = project / "specs/notes.yaml"
    spec.write_text(spec.read_text() + "# mine\n")

    result = projects.remove(project, "notes")

    assert spec.exists()
    assert [warning.path for warning in result.warnings] == ["specs/notes.yaml"]


def test_edits_around_the_registration_stay(project):
    projects.add(project, NOTES)
    main = project / MAIN
    edited = main.read_text().replace('"""', '"""Mine. ', 1) + "\n# the end"
    main.write_text(edited)

    projects.remove(project, "notes")

    text = main.read_text()
    assert "notes" not in text
    assert "Mine. " in text
    assert text.endswith("\n# the end")


def test_an_applied_migration_stays_and_a_new_one_drops_the_table(project):
    projects.add(project, NOTES)
    Tools(project).run("alembic", "upgrade", "head")
    versions = project / "migrations" / "versions"
    before = {path.name for path in versions.glob("*.py")}

    result = projects.remove(project, "notes")

    after = {path.name for path in versions.glob("*.py")}
    assert before < after
    assert len(after - before) == 1
    assert [notice.code for notice in result.notices] == ["migration.drop"]
    tools = Tools(project)
    tools.run("alembic", "upgrade", "head")
    assert "No new upgrade operations detected" in tools.run("alembic", "check")
    tools.run("alembic", "downgrade", "base")


def test_an_unknown_feature_is_refused(project):
    with pytest.raises(UsageError):
        projects.remove(project, "nothing")


def test_add_remove_add_gives_the_same_bytes(project):
    projects.add(project, NOTES)
    once = projects.content(project)
    projects.remove(project, "notes")

    projects.add(project, NOTES)

    assert projects.content(project) == once


def test_an_include_that_the_user_added_to_goes_and_is_shown(project):
    projects.add(project, NOTES)
    main = project / MAIN
    line = 'app.include_router(notes_router, prefix="/api/v1", tags=["mine"])'
    plain = 'app.include_router(notes_router, prefix="/api/v1")'
    assert plain in main.read_text()
    main.write_text(main.read_text().replace(plain, line))

    result = projects.remove(project, "notes")

    assert "notes" not in main.read_text()
    assert [warning.code for warning in result.warnings] == ["edit.dropped"]
    assert line in result.warnings[0].message


def test_an_include_with_an_uncommitted_addition_is_refused(project):
    projects.add(project, NOTES)
    tasks.git_init(project)
    _commit(project)
    main = project / MAIN
    plain = 'app.include_router(notes_router, prefix="/api/v1")'
    line = plain.replace(")", ', tags=["mine"])')
    main.write_text(main.read_text().replace(plain, line))

    with pytest.raises(ProjectError) as refusal:
        projects.remove(project, "notes")

    assert [(each.code, each.path) for each in refusal.value.messages] == [("project.dirty", MAIN)]
    assert line in main.read_text()

    _commit(project)
    projects.remove(project, "notes")

    assert "notes" not in main.read_text()


def test_a_router_that_is_used_otherwise_is_refused(project):
    projects.add(project, NOTES)
    main = project / MAIN
    main.write_text(main.read_text() + "\nprint(notes_router.routes)\n")
    before = projects.content(project)

    with pytest.raises(EditRefusedError) as refusal:
        projects.remove(project, "notes")

    (message,) = refusal.value.messages
    told, *lines = (message.hint or "").splitlines()
    assert told == "Take these lines out by hand, and run the command again:"
    assert "include_router(notes_router" in lines[-1]
    assert projects.content(project) == before


def test_code_of_the_users_that_imports_the_feature_is_refused(project):
    projects.add(project, NOTES)
    mine = project / "src/app/core/report.py"
    mine.write_text("x = 1\n\nfrom app.features.notes.repository import NoteRepository\n")
    before = projects.content(project)

    with pytest.raises(VerificationError) as refusal:
        projects.remove(project, "notes")

    (message,) = refusal.value.messages
    assert (message.path, message.line) == ("src/app/core/report.py", 3)
    assert projects.content(project) == before


def _commit(project):
    for command in (["add", "-A"], [*AUTHOR, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=project, check=True)
