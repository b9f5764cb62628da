from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from fastscaffold import __version__, queries
from fastscaffold.cli.catalogue import CALLED, COMMANDS
from fastscaffold.cli.new import default_python
from fastscaffold.errors import (
    CommitError,
    ConflictError,
    EditRefusedError,
    ExitCode,
    Message,
    ProjectError,
    SpecError,
    VerificationError,
)
from fastscaffold.requests import (
    AddFeature,
    Conflict,
    ConflictPolicy,
    Diagnosis,
    NewProject,
    Options,
    Result,
    VerifyLevel,
)
from fastscaffold.tree.plan import Plan

KEYS = {"status", "dry_run", "actions", "issues", "warnings", "notices", "next"}
WRITING = [
    ["new", "api"],
    ["add-feature", "orders", "--fields", "a:str"],
    ["add", "cors"],
    ["add", "tests", "orders"],
    ["remove-feature", "orders"],
]


class TestNew:
    def test_defaults(self, run, fake):
        assert run("new", "api").code == 0
        request, options, _ = fake.call
        assert request == NewProject(name="api", parent=Path(), python=default_python())
        assert options == Options(on_conflict=ConflictPolicy.FAIL)

    def test_every_flag(self, run, fake):
        flags = (
            "--profile minimal --with a,b --with c,a --without d --database postgres --package shop"
            " --dest there --python 3.12 --template mine --no-git --install --dry-run --verify none"
        )
        assert run("new", "api", *flags.split()).code == 0
        request, options, _ = fake.call
        assert request == NewProject(
            name="api",
            parent=Path("there"),
            profile="minimal",
            with_capabilities=("a", "b", "c"),
            without_capabilities=("d",),
            database="postgres",
            package="shop",
            python="3.12",
            template="mine",
            git=False,
            install=True,
        )
        assert options.dry_run
        assert options.verify is VerifyLevel.NONE

    def test_answers_file_and_flags_that_win(self, run, fake, tmp_path):
        path = tmp_path / "answers.yaml"
        path.write_text(
            "name: api\ndatabase: postgres\nwith: [a, b]\nwithout: c\npython: 3.12\ngit: false\n"
            "package: shop\n"
        )
        assert run("new", "--answers", str(path), "--package", "store").code == 0
        request, *_ = fake.call
        assert request == NewProject(
            name="api",
            parent=Path(),
            with_capabilities=("a", "b"),
            without_capabilities=("c",),
            database="postgres",
            package="store",
            python="3.12",
            git=False,
        )

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"databse: sqlite", "answers.yaml:1:1: `databse` is not an answer."),
            (b"name: api\nname: b", "answers.yaml:2:1: "),
            (b"git: maybe", "answers.yaml:1:6: `git` is true or false."),
            (b"with: {a: b}", "answers.yaml:1:7: `with` is a list of names."),
            (b"name: [a]", "answers.yaml:1:7: `name` is a single value."),
            (b"name:", "`name` is a single value."),
            (b"- a", "answers.yaml:1:1: Answers are a mapping."),
            (b"a: [", "answers.yaml:"),
            (b"\xff", "answers.yaml:1:1: The file is not UTF-8."),
            (b"a: &x [*x]", "answers.yaml:"),
            (b"name: api\ndatabase: oracle", "--database cannot be 'oracle'."),
            (b"name: api\nprofile: big", "--profile cannot be 'big'."),
            (b"name: api\npython: 3.10", "--python cannot be '3.10'."),
            (b"", "The project's name is needed: give NAME."),
        ],
    )
    def test_bad_answers(self, run, fake, tmp_path, content, told):
        path = tmp_path / "answers.yaml"
        path.write_bytes(content)
        outcome = run("new", "--answers", str(path))
        assert outcome.code == 2
        assert told in outcome.err
        assert not fake.calls

    def test_all_bad_answers_at_once_in_their_order(self, run, fake, tmp_path):
        path = tmp_path / "answers.yaml"
        path.write_text("zzz: 1\ngit: 1\nname: x\nname: y\n")
        issues = run("new", "--answers", str(path), "--json").document["issues"]
        assert [issue["line"] for issue in issues] == [1, 2, 4]

    def test_python_of_the_interpreter_within_what_is_supported(self, monkeypatch):
        versions = {}
        for minor in (9, 11, 14, 15):
            monkeypatch.setattr(sys, "version_info", SimpleNamespace(minor=minor))
            versions[minor] = default_python()
        assert versions == {9: "3.11", 11: "3.11", 14: "3.14", 15: "3.14"}


class TestAddFeature:
    def test_fields_may_be_repeated(self, run, fake):
        run("add-feature", "orders", "--fields", "a:str b:int", "--fields", "c:date")
        project, request, _, _ = fake.call
        assert project is None
        assert request == AddFeature("orders", ("a:str b:int", "c:date"))

    def test_spec_file(self, run, fake, tmp_path):
        path = tmp_path / "shop.yaml"
        path.write_bytes(b"feature: orders\r\n")
        run("add-feature", "--spec", str(path), "--project", "there")
        project, request, _, _ = fake.call
        assert project == Path("there")
        assert request == AddFeature(spec_text=b"feature: orders\r\n", spec_source=str(path))

    def test_stdin(self, run, fake):
        run("add-feature", "orders", "--spec", "-", stdin=b"\xff\x00")
        assert fake.call[1] == AddFeature("orders", (), b"\xff\x00", "<stdin>")

    @pytest.mark.parametrize("source", ["file", "stdin"])
    def test_more_than_a_mebibyte_is_refused(self, run, fake, tmp_path, source):
        path = tmp_path / "big.yaml"
        path.write_bytes(b"#" * (1024 * 1024 + 1))
        where = "-" if source == "stdin" else str(path)
        outcome = run("add-feature", "--spec", where, stdin=path.read_bytes())
        assert outcome.code == 2
        assert "larger than 1 MiB" in outcome.err
        assert not fake.calls

    def test_a_mebibyte_is_accepted(self, run, fake):
        assert run("add-feature", "--spec", "-", stdin=b"#" * 1024 * 1024).code == 0

    def test_missing_file(self, run, fake, tmp_path):
        outcome = run("add-feature", "--spec", str(tmp_path / "no.yaml"), "--json")
        assert outcome.code == 2
        [issue] = outcome.document["issues"]
        assert issue["message"] == "There is no such file."
        assert issue["path"] == str(tmp_path / "no.yaml")

    def test_directory(self, run, fake, tmp_path):
        outcome = run("add-feature", "--spec", str(tmp_path))
        assert outcome.code == 2
        assert f"error: {tmp_path}: This is a directory, not a file.\n" in outcome.err

    def test_unreadable_file(self, run, fake, monkeypatch, tmp_path):
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError

        monkeypatch.setattr(Path, "open", refuse)
        outcome = run("add-feature", "--spec", str(tmp_path / "a.yaml"))
        assert outcome.code == 2
        assert "may not be read" in outcome.err

    def test_fields_and_spec_exclude_each_other(self, run, fake):
        outcome = run("add-feature", "orders", "--spec", "a.yaml", "--fields", "a:str")
        assert outcome.code == 2
        assert "exclude each other" in outcome.err

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["orders"], "give --fields or --spec"),
            ([], "give NAME and --fields, or --spec"),
            (["--fields", "a:str"], "give NAME before --fields"),
        ],
    )
    def test_what_is_missing_is_named_without_a_terminal(self, run, fake, arguments, told):
        outcome = run("add-feature", *arguments)
        assert outcome.code == 2
        assert told in outcome.err

    def test_shared_flags_reach_the_pipeline(self, run, fake):
        run(
            *("add-feature", "orders", "--fields", "a:str", "--on-conflict", "theirs"),
            *("--verify", "tests", "--allow-dirty", "--dry-run"),
        )
        assert fake.call[2] == Options(
            dry_run=True,
            on_conflict=ConflictPolicy.THEIRS,
            verify=VerifyLevel.TESTS,
            allow_dirty=True,
        )


class TestAdd:
    def test_names_and_comma_lists(self, run, fake):
        run("add", "a,b", "c", "a")
        assert fake.call[1] == ("a", "b", "c")

    def test_list(self, run, fake):
        outcome = run("add", "--list")
        assert outcome.code == 0
        assert outcome.out == (
            "Capabilities\n  cors    in  Lets browsers in.\n  limits  -   Limits rates.\n"
        )

    @pytest.mark.parametrize(
        ("flags", "expected"),
        [
            ((), False),
            (("--yes",), False),
            (("--json",), False),
            (("--protect-features",), True),
            (("--no-protect-features",), False),
        ],
    )
    def test_features_are_protected_where_that_is_asked_for(self, run, fake, flags, expected):
        assert run("add", "auth", *flags).code == 0
        assert fake.flags == {"protect": expected}

    def test_list_takes_no_names(self, run, fake):
        assert run("add", "--list", "cors").code == 2

    def test_tests_of_features(self, run, fake):
        assert run("add", "tests", "orders", "labels", "--project", "there").code == 0
        assert fake.calls[0][0] == "add_tests"
        assert fake.call[:2] == (Path("there"), ("orders", "labels"))

    def test_tests_of_none_are_left_to_the_pipeline_which_knows_the_features(self, run, fake):
        assert run("add", "tests").code == 0
        assert fake.call[1] == ()

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("cors", "tests"), "Write `fastscaffold add tests FEATURE`"),
            (("tests", "orders", "--protect-features"), "for `add auth`, not for tests"),
            (("tests", "--list"), "--list takes no capabilities"),
        ],
    )
    def test_tests_go_with_nothing_else(self, run, fake, arguments, told):
        outcome = run("add", *arguments)
        assert outcome.code == 2
        assert told in outcome.err
        assert not fake.calls

    def test_nothing_to_add(self, run, fake):
        outcome = run("add")
        assert outcome.code == 2
        assert "give CAPABILITY" in outcome.err


class TestRemoveFeature:
    def test_names(self, run, fake):
        run("remove-feature", "orders", "labels", "--project", "there")
        assert fake.call[:2] == (Path("there"), ["orders", "labels"])

    def test_no_name(self, run, fake):
        outcome = run("remove-feature")
        assert outcome.code == 2
        assert "give NAME" in outcome.err


class TestReading:
    def test_list(self, run, fake):
        outcome = run("list")
        assert outcome.out == (
            "Features\n"
            "  orders  Order  /orders  3 fields  2 files edited by hand\n"
            "\n"
            "Capabilities\n"
            "  cors    in  Lets browsers in.\n"
            "  limits  -   Limits rates.\n"
        )

    def test_list_as_json(self, run, fake):
        assert run("list", "--json").document == {
            "status": "ok",
            "features": [
                {
                    "name": "orders",
                    "class_name": "Order",
                    "path": "/orders",
                    "fields": 3,
                    "edited_files": 2,
                }
            ],
            "capabilities": [
                {"name": "cors", "summary": "Lets browsers in.", "installed": True},
                {"name": "limits", "summary": "Limits rates.", "installed": False},
            ],
        }

    def test_doctor_finds_nothing(self, run, fake):
        outcome = run("doctor")
        assert (outcome.code, outcome.out) == (0, "Nothing is wrong with this project.\n")

    def test_drift_is_no_error(self, run, fake, monkeypatch):
        drift = Diagnosis(Path(), warnings=(Message("drift", "Changed by hand.", "a.py"),))
        monkeypatch.setattr(queries, "diagnose", lambda _: drift)
        outcome = run("doctor")
        assert (outcome.code, outcome.err) == (0, "warning: a.py: Changed by hand.\n")

    def test_issues_exit_with_four(self, run, fake, monkeypatch):
        broken = Diagnosis(Path(), issues=(Message("heads", "There are two heads."),))
        monkeypatch.setattr(queries, "diagnose", lambda _: broken)
        outcome = run("doctor", "--json")
        assert outcome.code == 4
        assert outcome.document == {
            "status": "refused",
            "issues": [
                {
                    "code": "heads",
                    "message": "There are two heads.",
                    "path": None,
                    "line": None,
                    "hint": None,
                }
            ],
            "warnings": [],
            "notices": [],
        }

    @pytest.mark.parametrize("flags", [[], ["--format", "json"], ["--json"]])
    def test_schema(self, run, fake, flags):
        assert run("schema", *flags).document == {"title": "Spec"}

    def test_recover(self, run, fake):
        fake.result = Result("unchanged", None)
        outcome = run("recover")
        assert (outcome.code, outcome.out) == (
            0,
            "Nothing to do.\n",
        )

    def test_version(self, run):
        assert run("--version").out == f"fastscaffold {__version__}\n"


class TestResults:
    @pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
    def test_document(self, run, fake, command):
        fake.result = Result(
            "ok",
            fake.result.plan,
            warnings=(Message("w", "Take care.", "a.py", 3, 7, "Do so."),),
            notices=(Message("n", "By the way."),),
            next=("make test",),
        )
        outcome = run(*command, "--json")
        assert outcome.code == 0
        assert outcome.err == ""
        document = outcome.document
        assert set(document) == KEYS
        assert document["status"] == "ok"
        assert document["dry_run"] is False
        assert document["actions"][:2] == [
            {"action": "create", "path": "src/app/features/orders/router.py"},
            {"action": "edit", "path": "src/app/main.py"},
        ]
        assert document["warnings"] == [
            {
                "code": "w",
                "message": "a.py:3:7: Take care.",
                "path": "a.py",
                "line": 3,
                "hint": "Do so.",
            }
        ]
        assert document["next"] == ["make test"]

    @pytest.mark.parametrize(
        ("error", "code", "status"),
        [
            (SpecError, 2, "refused"),
            (ConflictError, 4, "refused"),
            (EditRefusedError, 4, "refused"),
            (ProjectError, 5, "refused"),
            (CommitError, 5, "failed"),
            (VerificationError, 6, "failed"),
        ],
    )
    def test_errors(self, run, fake, error, code, status):
        fake.result = error(Message("c", "It is wrong.", "a.py", 2, 3, "Paste:\n    x = 1"))
        text = run("add", "cors")
        assert text.code == code
        assert text.out == ""
        assert text.err == "error: a.py:2:3: It is wrong.\n    Paste:\n        x = 1\n"
        document = run("add", "cors", "--json")
        assert document.code == code
        assert set(document.document) == KEYS
        assert document.document["status"] == status
        assert document.err == ""

    @pytest.mark.parametrize("command", ["add-feature", "add"])
    def test_check_says_that_changes_are_pending(self, run, fake, command):
        arguments = {"add": ["cors"], "add-feature": ["a", "--fields", "b:str"]}[command]
        assert run(command, *arguments, "--check").code == ExitCode.PENDING
        assert fake.call[2].dry_run

    def test_check_finds_nothing_pending(self, run, fake):
        fake.result = Result("unchanged", Plan(Path()))
        assert run("add", "cors", "--check").code == 0

    def test_a_failed_check_keeps_its_exit_code(self, run, fake):
        fake.result = Result("refused", fake.result.plan, exit_code=ExitCode.CONFLICT)
        assert run("add", "cors", "--check").code == 4

    def test_yes_decides_no_conflict(self, run, fake):
        run("add", "cors", "--yes")
        assert fake.call[2].on_conflict is ConflictPolicy.FAIL

    def test_nobody_is_asked_without_a_terminal(self, run, fake):
        run("add", "cors", "--on-conflict", "ask")
        _, _, options, interaction = fake.call
        assert options.on_conflict is ConflictPolicy.ASK
        assert interaction.confirm(fake.result.plan)
        with pytest.raises(ConflictError) as caught:
            interaction.resolve(_conflict())
        assert "--on-conflict" in caught.value.messages[0].hint


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_every_writing_command_takes_the_shared_flags(run, fake, command):
    flags = "--dry-run --yes --on-conflict ours --verify none --allow-dirty --quiet --verbose"
    assert run(*command, *flags.split()).code == 0
    assert fake.call[-2] == Options(
        dry_run=True,
        on_conflict=ConflictPolicy.OURS,
        verify=VerifyLevel.NONE,
        allow_dirty=True,
        agreed=True,
    )


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["nope"], "There is no command 'nope'."),
            (["nope"], 'or say what you want: fastscaffold do "…"'),
            (["remove", "auth"], "Did you mean 'remove-feature'?"),
            (["remove", "cors"], "the capability `cors` stays once it was added."),
            (["undo"], "`fastscaffold remove-feature NAME` takes a feature out again; git takes"),
            (["rollback"], "git takes back all else."),
            (["resume"], "Did you mean 'recover'?"),
            (["init", "api"], "Did you mean 'new'?"),
            (["ad-feature"], "Did you mean 'add-feature'?"),
            (["new", "--nope"], "No such option: --nope"),
            (["new", "--dry-rum", "x"], "--dry-run"),
            (["new", "a", "b"], "unexpected extra argument(s) (b)"),
            (["add-feature", "a", "b:str"], "Fields go behind --fields, all of them in quotes"),
            (["add-feature", "a", "--soft-delete"], "`behaviours: {soft_delete: true}`"),
            (["add-feature", "a", "--bulk-create"], "delete, bulk_create]}`"),
            (["add-feature", "a", "--softly"], "Try: fastscaffold add-feature --help"),
            (["new", "a", "--limits"], "Did you mean --with limits?"),
            (["new", "a", "--no-cors"], "Did you mean --without cors?"),
            (["add", "feature", "pets"], "Did you mean `fastscaffold add-feature pets`?"),
            (["add", "feature"], "Did you mean `fastscaffold add-feature`?"),
            (["add", "cors", "--verify", "x"], "'x' is not one of 'none', 'static', 'tests'"),
            (["add", "cors", "--on-conflict", "x"], "'x' is not one of 'ask'"),
            (["new", "api", "--database", "x"], "'x' is not one of 'sqlite', 'postgres'"),
            (["new", "api", "--python", "2.7"], "--python cannot be '2.7'."),
            (["add", "cors", "--project"], "requires an argument"),
        ],
    )
    def test_message_and_document(self, run, fake, arguments, told):
        text = run(*arguments)
        assert text.code == 2
        assert text.out == ""
        assert told in text.err
        assert "Value error" not in text.err
        document = run(arguments[0], "--json", *arguments[1:])
        assert document.code == 2
        assert set(document.document) == KEYS
        assert document.document["status"] == "refused"
        assert told in document.document["issues"][0]["message"] + str(
            document.document["issues"][0]["hint"]
        )
        assert not fake.calls

    def test_what_other_tools_call_commands_is_no_command_itself(self):
        said = [word for words in CALLED.values() for word in words]

        assert len(said) == len(set(said))
        assert set(CALLED) <= set(COMMANDS)
        assert not set(said) & set(COMMANDS)

    def test_json_after_two_dashes_is_no_flag(self, run, fake):
        assert run("new", "--nope", "--", "--json").out == ""

    def test_no_command_shows_the_help(self, run):
        outcome = run()
        assert outcome.code == 2
        assert outcome.err.startswith("Usage: fastscaffold [OPTIONS] COMMAND")


class TestFailures:
    def test_interrupt(self, run, fake):
        fake.result = KeyboardInterrupt()
        outcome = run("add", "cors")
        assert (outcome.code, outcome.err) == (130, "\naborted; nothing was changed\n")

    def test_interrupt_as_json(self, run, fake):
        fake.result = KeyboardInterrupt()
        outcome = run("add", "cors", "--json")
        assert outcome.code == 130
        assert outcome.document["status"] == "failed"

    @pytest.mark.parametrize("flags", [[], ["--json"]])
    def test_crash(self, run, fake, flags, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        fake.result = RuntimeError("a\nbug \x1b[31m")
        outcome = run("add", "cors", *flags)
        assert outcome.code == 1
        assert "Traceback" not in outcome.out + outcome.err
        [report] = tmp_path.iterdir()
        told = outcome.document["issues"][0]["message"] if flags else outcome.err
        assert "internal error: RuntimeError: a bug" in told
        assert str(report) in told
        assert "\x1b" not in outcome.err
        content = report.read_text()
        assert f"fastscaffold {__version__}\n" in content
        assert "Traceback (most recent call last)" in content
        if flags:
            assert outcome.document["status"] == "failed"

    def test_crash_with_nowhere_to_write(self, run, fake, monkeypatch):
        def refuse(*_: object, **__: object) -> None:
            raise OSError

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
        fake.result = RuntimeError("bug")
        assert "no report could be written" in run("add", "cors").err


def _conflict():
    return Conflict("a.py", b"a\n", b"b\n")
