from __future__ import annotations

import pytest
from support import projects

from fastscaffold import queries
from fastscaffold.errors import ProjectError
from fastscaffold.requests import ConflictPolicy

pytestmark = pytest.mark.any_python

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n"
MAIN = "src/app/main.py"
SERVICE = "src/app/features/notes/service.py"
RECORD = ".fastscaffold/features/notes.json"
PRISTINE = ".fastscaffold/pristine/features/notes.json"


@pytest.fixture
def grown(project):
    projects.add(project, NOTES)
    return project


def issues(project):
    return [(issue.code, issue.path) for issue in queries.diagnose(project).issues]


def test_a_grown_project_is_in_order(grown):
    diagnosis = queries.diagnose(grown)
    assert (diagnosis.issues, diagnosis.warnings, diagnosis.notices) == ((), (), ())


def test_what_the_user_changed_is_a_notice(grown):
    (grown / SERVICE).write_text((grown / SERVICE).read_text() + "\n# mine\n")
    diagnosis = queries.diagnose(grown)
    assert diagnosis.issues == ()
    assert [(note.code, note.path) for note in diagnosis.notices] == [("doctor.changed", SERVICE)]


def test_a_missing_file_and_those_that_import_it(grown):
    (grown / SERVICE).unlink()
    (issue,) = queries.diagnose(grown).issues
    assert (issue.code, issue.path) == ("project.missing-file", SERVICE)
    hint = issue.hint or ""
    assert "It is imported by " in hint
    assert hint.count("src/app/features/notes/dependencies.py") == 1


def test_of_missing_tests_it_names_the_command_that_writes_them_again(grown):
    (grown / SERVICE).unlink()
    tests = sorted((grown / "tests").glob("*/notes/test_*.py"))
    for path in tests:
        path.unlink()
    hints = {issue.path: issue.hint or "" for issue in queries.diagnose(grown).issues}

    assert tests
    for path in tests:
        assert "`fastscaffold add tests notes`" in hints[path.relative_to(grown).as_posix()]
    assert "add tests" not in hints[SERVICE]


def test_a_missing_module_that_nobody_generated(grown):
    (grown / SERVICE).write_text("from app.features.notes.lost import a, b\n")
    (told,) = [each for each in queries.diagnose(grown).issues if each.path == SERVICE]
    assert (told.code, told.line) == ("doctor.import", 1)
    assert told.message.endswith("but there is no module app.features.notes.lost.")


def test_a_name_that_a_module_has_lost(grown):
    text = (grown / SERVICE).read_text()
    (grown / SERVICE).write_text(text.replace("class NoteService", "class Renamed"))
    messages = {each.message for each in queries.diagnose(grown).issues}
    assert messages == {
        "app.features.notes.service.NoteService is imported, but the module has no such name."
    }


@pytest.mark.parametrize(
    ("path", "code"), [(RECORD, "project.damaged"), (PRISTINE, "project.damaged")]
)
@pytest.mark.parametrize("content", ["[]", "{", "\0"])
def test_a_damaged_record(grown, path, code, content):
    (grown / path).write_text(content)
    assert issues(grown) == [(code, path)]


@pytest.mark.parametrize(
    ("path", "code"), [(RECORD, "project.no-record"), (PRISTINE, "project.no-pristine")]
)
def test_a_missing_record(grown, path, code):
    (grown / path).unlink()
    assert issues(grown) == [(code, path)]


def test_a_damaged_record_of_the_project(grown):
    (grown / ".fastscaffold/project.json").write_text("{}")
    with pytest.raises(ProjectError) as refusal:
        queries.diagnose(grown)
    assert refusal.value.messages[0].path == ".fastscaffold/project.json"


def test_conflict_markers(grown):
    text = (grown / SERVICE).read_text()
    (grown / SERVICE).write_text(f"{text}<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n")
    found = queries.diagnose(grown).issues
    assert [(issue.code, issue.path) for issue in found] == [("doctor.conflict", SERVICE)]
    assert found[0].line == text.count("\n") + 1


def test_a_syntax_error_in_main_without_features(project):
    (project / MAIN).write_text((project / MAIN).read_text() + "def (:\n")
    (issue,) = queries.diagnose(project).issues
    assert (issue.code, issue.path) == ("doctor.syntax", MAIN)
    assert issue.message.startswith("The file does not parse: ")


def test_a_syntax_error_is_told_once_where_tools_place_it_differently(grown):
    text = (grown / MAIN).read_text()
    (grown / MAIN).write_text(text.replace("def create_app(", "def create_app", 1))
    assert issues(grown) == [("doctor.syntax", MAIN)]


def test_a_missing_main(grown):
    (grown / MAIN).unlink()
    assert ("registration.no-main", MAIN) in issues(grown)


def test_a_router_that_is_not_included_comes_with_its_lines(grown):
    main = grown / MAIN
    kept = [line for line in main.read_text().splitlines(keepends=True) if "notes" not in line]
    complete = main.read_text()
    main.write_text("".join(kept))

    (issue,) = queries.diagnose(grown).issues

    assert (issue.code, issue.path) == ("registration.missing", MAIN)
    for line in (issue.hint or "").splitlines()[1:]:
        assert line in complete.splitlines()


def test_modules_that_lost_what_they_import(grown):
    mine = grown / SERVICE
    mine.write_text(mine.read_text() + "\n# mine\n")
    projects.remove(grown, "notes", on_conflict=ConflictPolicy.OURS)
    found = issues(grown)
    assert found
    assert set(found) == {("doctor.import", SERVICE)}


def test_a_file_that_is_not_utf8(grown):
    (grown / SERVICE).write_bytes(b"x = '\xff'\n")
    assert issues(grown) == [("doctor.syntax", SERVICE)]


def test_two_heads(grown):
    versions = grown / "migrations/versions"
    (versions / "0009_other.py").write_text('revision = "other"\ndown_revision = None\n')
    assert [code for code, _ in issues(grown)] == ["migrations.heads"]
