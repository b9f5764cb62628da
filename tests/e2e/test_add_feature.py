from __future__ import annotations

import os
import subprocess

import pytest
from support import projects
from support.projects import EXAMPLES, Nobody

from fastscaffold import pipeline, verify
from fastscaffold.errors import (
    ConflictError,
    EditRefusedError,
    Message,
    ProjectError,
    SpecError,
    VerificationError,
)
from fastscaffold.requests import AddFeature, ConflictPolicy, Options, VerifyLevel

pytestmark = pytest.mark.any_python

NOTES = "version: 1\nfeature: notes\nfields:\n  title: str(80)\n  body: text?\n"
MAIN = "src/app/main.py"
SERVICE = "src/app/features/notes/service.py"


def test_the_same_command_twice_changes_nothing(project):
    assert projects.add(project, NOTES).status == "ok"
    before = projects.content(project)

    result = projects.add(project, NOTES)

    assert result.status == "unchanged"
    assert projects.content(project) == before


def test_the_same_feature_inline_and_as_yaml_is_the_same(project):
    projects.add(project, NOTES)

    assert (
        projects.add_inline(project, "notes", "title:str(80)", "body:text?").status == "unchanged"
    )


def test_a_changed_spec_is_refused_and_says_what_changed(project):
    projects.add(project, NOTES)
    before = projects.content(project)

    with pytest.raises(ConflictError) as refusal:
        projects.add(project, NOTES.replace("80", "90"))

    assert "title" in str(refusal.value)
    assert projects.content(project) == before


class TestOneOfASpec:
    """A feature that is named beside a spec, which has the other ends of its relations."""

    SPEC = """\
version: 1
features:
  branches:
    fields: {name: str}
  cars:
    fields: {plate: str(20)}
    relations: {branch: {kind: many_to_one, to: branches, back: cars}}
"""

    @pytest.fixture
    def project(self, project):
        projects.add(project, self.SPEC)
        return project

    def add(self, project, spec):
        request = AddFeature(name="cars", spec_text=spec.encode(), spec_source="spec.yaml")
        return pipeline.add_features(project, request, Options(), Nobody())

    def test_that_is_there_is_left(self, project):
        assert self.add(project, self.SPEC).status == "unchanged"

    def test_that_was_changed_is_told_and_nothing_else(self, project):
        with pytest.raises(ConflictError) as refusal:
            self.add(project, self.SPEC.replace("20", "30"))

        assert [each.code for each in refusal.value.messages] == ["feature.changed"]


class TestErrorsAtOnce:
    """What the project refuses is told with all else that is wrong with a spec, and where."""

    SPEC = """\
version: 1
features:
  users:
    fields: {name: str}
  notes:
    fields: {title: str}
  remarks:
    fields: {text: strr}
    naming: {table: login_sessions}
  Not a name:
    fields: {text: floot}
"""

    @pytest.fixture
    def project(self, tmp_path):
        project = projects.new(tmp_path, profile="minimal", with_capabilities=("auth",))
        projects.add(project, NOTES)
        return project

    def test_of_a_spec(self, project):
        before = projects.content(project)

        with pytest.raises(SpecError) as refusal:
            projects.add(project, self.SPEC)

        assert [(each.code, each.location) for each in refusal.value.messages] == [
            ("feature.of-capability", "spec.yaml:3:3"),
            ("feature.changed", "spec.yaml:5:3"),
            ("spec.unknown-type", "spec.yaml:8:20"),
            ("feature.of-capability", "spec.yaml:9:21"),
            ("spec.name", "spec.yaml:10:3"),
            ("spec.unknown-type", "spec.yaml:11:20"),
        ]
        assert all(each.excerpt is not None for each in refusal.value.messages)
        assert projects.content(project) == before

    def test_of_the_name_and_the_fields(self, project):
        with pytest.raises(SpecError) as taken:
            projects.add_inline(project, "users", "name:strr")
        with pytest.raises(SpecError) as refused:
            projects.add_inline(project, "my notes", "1x:str", "name:strr")

        assert [(each.code, each.location) for each in taken.value.messages] == [
            ("feature.of-capability", "NAME"),
            ("spec.unknown-type", "--fields:1:6"),
        ]
        assert [(each.code, each.location) for each in refused.value.messages] == [
            ("spec.name", "NAME"),
            ("spec.name", "--fields:1:1"),
            ("spec.unknown-type", "--fields:2:6"),
        ]

    def test_a_feature_that_cannot_be_read_is_not_said_to_be_changed(self, project):
        with pytest.raises(SpecError) as refusal:
            projects.add(project, "features:\n  notes:\n    fields: {title: strr}\n")

        assert [each.code for each in refusal.value.messages] == ["spec.unknown-type"]

    def test_a_feature_that_is_there_has_a_place(self, project):
        with pytest.raises(ConflictError) as refusal:
            projects.add(
                project,
                "features:\n"
                "  notes:\n    fields: {title: str(80), body: text?}\n"
                "  tags:\n    fields: {name: str}\n"
                "    relations: {note: {kind: many_to_one, to: notes, back: tags}}\n",
            )

        (message,) = refusal.value.messages
        assert (message.code, message.location) == ("feature.other-end", "spec.yaml:6:60")


@pytest.mark.parametrize(
    ("naming", "what"),
    [
        ("feature: users", "`auth` has a feature `users`"),
        ("feature: realtime", "`websocket` has a feature `realtime`"),
        ("feature: login_sessions", "`auth` has a feature `login_sessions`"),
        ("feature: people\nnaming: {table: uploads}", "`uploads` has a table `uploads`"),
        ("feature: people\nnaming: {path: /users}", "`auth` has a path `/users`"),
    ],
)
def test_names_of_a_capability_are_refused(project, naming, what):
    before = projects.content(project)

    with pytest.raises(SpecError, match=what):
        projects.add(project, f"version: 1\n{naming}\nfields:\n  title: str(80)\n")

    assert projects.content(project) == before


def test_a_feature_of_a_capability_is_no_target_and_that_is_said(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("uploads",))

    with pytest.raises(SpecError) as refused:
        projects.add_inline(
            project, "photos", "upload:ref(uploads)", "of:ref(photoz)", "by:ref(users)"
        )

    upload, of, by = refused.value.messages
    assert upload.code == of.code == by.code == "spec.unknown-target"
    assert upload.message == (
        "`uploads` is of the capability `uploads`: no feature can refer to it."
    )
    assert "`upload_key:uuid`" in (upload.hint or "")
    assert of.hint is not None
    assert "Did you mean" not in of.hint, "the feature itself is not what was meant"
    assert "ownership: true" in (by.hint or "")


LONG = "name_of_thirty_letters_at_most"
LONG_NAMES = f"""
version: 1
features:
  feature_with_a_{LONG[:24]}s:
    fields:
      field_with_a_{LONG}_on_each_line: {{type: str, max_length: 40, unique: true, sort: true}}
      secret_with_a_{LONG}_on_each_line: {{type: secret}}
    relations:
      relation_with_a_{LONG}_on_line: {{kind: many_to_one, to: feature_with_a_{LONG[:24]}s, nullable: true}}
    behaviours: {{soft_delete: true, optimistic_lock: true}}
"""


def test_what_long_names_leave_no_place_to_break_is_marked(project):
    result = projects.add(project, LONG_NAMES)

    assert result.status == "ok"
    marked = [line for line in _generated_lines(project) if line.endswith("  # noqa: E501")]
    assert marked
    assert all(len(line) > 100 for line in marked)


def test_nothing_is_marked_where_the_project_does_not_ask_for_it(project):
    pyproject = project / "pyproject.toml"
    text = pyproject.read_text()
    pyproject.write_text(text.replace("ignore = [", 'ignore = [\n    "E501",', 1))
    assert pyproject.read_text() != text

    result = projects.add(project, LONG_NAMES)

    assert result.status == "ok"
    lines = list(_generated_lines(project))
    assert max(map(len, lines)) > 100
    assert not any("E501" in line for line in lines)


def _generated_lines(project):
    for path in project.rglob("feature_with_a*/*.py"):
        yield from path.read_text().splitlines()


PARTS = """
version: 1
features:
  wholes: {{fields: {{name: str(80)}}, behaviours: {{soft_delete: {whole}}}}}
  parts:
    fields: {{name: str(80)}}
    relations: {{whole: {{kind: many_to_one, to: wholes, on_delete: {on_delete}}}}}
    behaviours: {{soft_delete: {part}}}
"""


@pytest.mark.parametrize(
    ("whole", "part", "on_delete", "told"),
    [
        ("true", "false", "cascade", True),
        ("true", "true", "cascade", False),
        ("true", "false", "restrict", False),
        ("false", "false", "cascade", False),
    ],
)
def test_rows_that_would_not_be_restored_are_told(project, whole, part, on_delete, told):
    result = projects.add(project, PARTS.format(whole=whole, part=part, on_delete=on_delete))

    told_at = [each.location for each in result.warnings if each.code == "feature.not-restored"]
    assert told_at == ["spec.yaml:5:3"] * told


def test_names_of_a_capability_that_is_not_there_keep_it_away(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    result = projects.add_inline(project, "users", "name:str(80)")

    assert result.status == "ok"
    assert "feature.of-capability" in [warning.code for warning in result.warnings]
    before = projects.content(project)
    with pytest.raises(ConflictError) as refusal:
        pipeline.add_capabilities(project, ["websocket"], Options(), Nobody())
    assert [(message.code, message.path) for message in refusal.value.messages] == [
        ("capability.feature", "specs/users.yaml")
    ]
    assert projects.content(project) == before

    projects.remove(project, "users")
    pipeline.add_capabilities(project, ["auth"], Options(), Nobody())


def test_many_features_at_once_equal_the_same_features_again(project):
    projects.add(project, EXAMPLES / "shop.yaml")
    before = projects.content(project)

    assert projects.add(project, EXAMPLES / "shop.yaml").status == "unchanged"
    assert projects.content(project) == before


def test_a_second_spec_may_refer_to_features_that_are_there(project):
    projects.add(project, NOTES)

    projects.add_inline(project, "remarks", "note:ref(notes) text:str(20)")

    model = (project / "src/app/features/remarks/models.py").read_text()
    assert 'ForeignKey("notes.id"' in model


def test_a_dry_run_writes_nothing_and_plans_everything(project):
    before = projects.content(project)

    result = projects.add(project, NOTES, dry_run=True)

    assert projects.content(project) == before
    assert result.plan is not None
    assert {SERVICE, MAIN} <= {action.path for action in result.plan.changes}


def test_files_in_the_way_are_a_conflict(project):
    mine = project / SERVICE
    mine.parent.mkdir(parents=True)
    mine.write_text("mine = 1\n")
    before = projects.content(project)

    with pytest.raises(ConflictError) as refusal:
        projects.add(project, NOTES)

    assert [message.path for message in refusal.value.messages] == [SERVICE]
    assert projects.content(project) == before


@pytest.mark.parametrize(
    ("policy", "kept", "taken"),
    [
        (ConflictPolicy.OURS, True, False),
        (ConflictPolicy.THEIRS, False, True),
        (ConflictPolicy.MARKERS, True, True),
    ],
)
def test_what_becomes_of_a_conflict(project, policy, kept, taken):
    mine = project / SERVICE
    mine.parent.mkdir(parents=True)
    mine.write_text("mine = 1\n")

    projects.add(project, NOTES, on_conflict=policy, verify=VerifyLevel.NONE)

    text = mine.read_text()
    assert ("mine = 1" in text) is kept
    assert ("class NoteService" in text) is taken


def test_main_that_cannot_be_edited_is_refused_with_the_lines_to_paste(project):
    (project / MAIN).write_text("app = make()\n")
    before = projects.content(project)

    with pytest.raises(EditRefusedError) as refusal:
        projects.add(project, NOTES)

    told, *lines = (refusal.value.messages[0].hint or "").splitlines()
    assert told == "Put these lines in by hand, and run the command again:"
    assert "include_router(notes_router" in lines[-1]
    assert projects.content(project) == before

    main = project / MAIN
    main.write_text("\n".join([main.read_text(), *lines, ""]))
    assert projects.add(project, NOTES, verify=VerifyLevel.NONE).status == "ok"


def test_main_that_is_no_python_is_to_be_mended_first(project):
    (project / MAIN).write_text("app = make(\n")

    with pytest.raises(EditRefusedError) as refusal:
        projects.add(project, NOTES)

    hint = refusal.value.messages[0].hint or ""
    assert hint.startswith("Mend the file, and run the command again; these lines are to be added:")
    assert "include_router(notes_router" in hint


def test_two_heads_are_refused_with_the_command_that_merges_them(project):
    versions = project / "migrations" / "versions"
    for name in ("aaa", "bbb"):
        (versions / f"{name}.py").write_text(
            f'revision = "{name}"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n'
        )
    before = projects.content(project)

    with pytest.raises(ProjectError) as refusal:
        projects.add(project, NOTES)

    assert "alembic merge" in (refusal.value.messages[0].hint or "")
    assert projects.content(project) == before


def test_a_directory_that_is_no_project(tmp_path):
    with pytest.raises(ProjectError) as refusal:
        projects.add(tmp_path, NOTES)

    assert refusal.value.messages[0].code == "project.not-found"


def test_a_fastapi_project_of_somebody_else(tmp_path):
    (tmp_path / "main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n")

    with pytest.raises(ProjectError) as refusal:
        projects.add(tmp_path, NOTES)

    assert refusal.value.messages[0].code == "project.foreign"


def test_it_is_found_from_a_directory_inside(project):
    assert projects.add(project / "src" / "app", NOTES).status == "ok"


@pytest.mark.parametrize(
    "name",
    ["../../x", "class", "__import__('os')", '"""', "{{ x }}", "оrders", "ﬁles", "", "health"],
)
def test_names_that_would_break_something_are_refused(project, name):
    before = projects.content(project)

    with pytest.raises(SpecError):
        projects.add_inline(project, name, "title:str")

    assert projects.content(project) == before


def test_hostile_text_stays_text(project):
    texts = [
        '"""\nimport os',
        "{{ 7 * 7 }}",
        "\\",
        "'\"",
        "{% raw %}",
        "# noqa\r\nx = 1",
        "\\N{DIGIT ONE}",
    ]
    fields = "\n".join(
        f"  field_{number}: {{type: str, default: {_yaml(text)}, description: {_yaml(text)}}}"
        for number, text in enumerate(texts)
    )

    result = projects.add(project, f"version: 1\nfeature: traps\nfields:\n{fields}\n")

    assert result.status == "ok"
    generated = "".join(
        path.read_text() for path in (project / "src/app/features/traps").glob("*.py")
    )
    assert "49" not in generated
    assert "\nimport os" not in generated


def _yaml(text: str) -> str:
    import json  # noqa: PLC0415

    return json.dumps(text)


def test_a_read_only_main_is_refused(project):
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    (project / MAIN).chmod(0o444)
    before = projects.content(project)

    with pytest.raises(ProjectError):
        projects.add(project, NOTES)

    assert projects.content(project) == before


def test_a_main_that_leads_out_of_the_project_is_refused(project, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_bytes((project / MAIN).read_bytes())
    (project / MAIN).unlink()
    (project / MAIN).symlink_to(outside)
    before = outside.read_bytes()

    with pytest.raises(ProjectError):
        projects.add(project, NOTES)

    assert outside.read_bytes() == before


def test_a_main_that_is_not_utf8_is_refused_or_left_readable(project):
    main = project / MAIN
    main.write_bytes(b"# caf\xe9\n" + main.read_bytes())
    before = projects.content(project)

    with pytest.raises((ProjectError, EditRefusedError)):
        projects.add(project, NOTES)

    assert projects.content(project) == before


class TestGit:
    """Uncommitted work of the user's is in the way; our own is not."""

    @pytest.fixture
    def repository(self, project):
        subprocess.run(["git", "init", "-q"], cwd=project, check=True)
        self.commit(project)
        return project

    @staticmethod
    def commit(project):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        for command in (["add", "-A"], [*identity, "commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=project, check=True)

    def test_two_features_in_a_row_need_no_commit_between(self, repository):
        assert projects.add(repository, NOTES).status == "ok"
        assert projects.add_inline(repository, "tags", "name:str(20)").status == "ok"
        assert projects.remove(repository, "notes").status == "ok"

    def test_nor_do_a_removal_and_another_feature(self, repository):
        assert projects.add(repository, NOTES).status == "ok"
        self.commit(repository)
        assert projects.remove(repository, "notes").status == "ok"
        assert projects.add_inline(repository, "tags", "name:str(20)").status == "ok"

        main = repository / MAIN
        main.write_text(main.read_text() + "\n# not committed\n")
        with pytest.raises(ProjectError):
            projects.add_inline(repository, "labels", "name:str(20)")

    def test_the_users_changes_are_in_the_way(self, repository):
        main = repository / MAIN
        main.write_text(main.read_text() + "\n# not committed\n")

        with pytest.raises(ProjectError) as refusal:
            projects.add(repository, NOTES)

        assert refusal.value.messages[0].code == "project.dirty"
        assert projects.add(repository, NOTES, allow_dirty=True).status == "ok"

    def test_a_dry_run_only_says_that_they_will_be(self, repository):
        main = repository / MAIN
        main.write_text(main.read_text() + "\n# not committed\n")
        before = projects.content(repository)

        result = projects.add(repository, NOTES, dry_run=True)

        assert (result.status, result.exit_code) == ("ok", 0)
        assert MAIN in {action.path for action in result.plan.changes}
        (warning,) = [each for each in result.warnings if each.code == "project.dirty"]
        assert warning.path == MAIN
        assert projects.content(repository) == before
        allowed = projects.add(repository, NOTES, dry_run=True, allow_dirty=True)
        assert "project.dirty" not in {each.code for each in allowed.warnings}

    def test_a_new_repository_without_a_commit_is_no_obstacle(self, project):
        subprocess.run(["git", "init", "-q"], cwd=project, check=True)

        assert projects.add(project, NOTES).status == "ok"
        assert projects.add_inline(project, "tags", "name:str(20)").status == "ok"


def test_a_hundred_features_at_once(project):
    features = "".join(
        f"  things_{number}:\n"
        "    fields:\n"
        "      code: {type: str, max_length: 40, unique: true, index: true}\n"
        "      due_on: {type: date, index: true}\n"
        for number in range(100)
    )

    assert projects.add(project, f"version: 1\nfeatures:\n{features}").status == "ok"


@pytest.mark.wide
@pytest.mark.slow
def test_a_hundred_related_features_can_be_described(project):
    features = "".join(
        f"  things_{number}:\n"
        "    fields: {code: str(40)}\n"
        "    relations: {other: {kind: many_to_one, to: things_0, nullable: true}}\n"
        for number in range(100)
    )
    assert projects.add(project, f"version: 1\nfeatures:\n{features}").status == "ok"

    code = "from app.main import create_app; print(len(create_app().openapi()['paths']))"
    told = projects.Tools(project).run("python", "-c", code)

    assert int(told.split()[-1]) > 200


def test_a_feature_that_has_lost_a_part_is_told_of_and_left_alone(project):
    projects.add_inline(project, "notes", "title:str(80)", "body:text?")
    main = project / "src/app/main.py"
    kept = [line for line in main.read_text().splitlines(keepends=True) if "notes" not in line]
    main.write_text("".join(kept))
    (project / "tests/e2e/notes/test_router.py").unlink()
    before = projects.content(project)

    result = projects.add_inline(project, "notes", "title:str(80)", "body:text?")

    assert result.status == "unchanged"
    assert [(warning.code, warning.path) for warning in result.warnings] == [
        ("project.missing-file", "tests/e2e/notes/test_router.py"),
        ("registration.missing", "src/app/main.py"),
    ]
    assert projects.content(project) == before


TWO_HEADS = Message("verify.heads", "There are 2 heads.")


def test_a_fault_is_told(project, monkeypatch):
    monkeypatch.setattr(verify, "verify_static", lambda _: [TWO_HEADS])

    with pytest.raises(VerificationError, match="2 heads"):
        projects.add(project, NOTES)


def test_what_another_run_writes_meanwhile_is_no_fault_of_this_one(project, monkeypatch):
    def after_another_run(_):
        (project / MAIN).write_text("# Another run was here.\n")
        return [TWO_HEADS]

    monkeypatch.setattr(verify, "verify_static", after_another_run)

    with pytest.raises(ProjectError, match="was changed while the command ran"):
        projects.add(project, NOTES)
