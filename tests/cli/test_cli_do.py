"""``fastscaffold do``: what it shows, asks, runs and exits with."""

from __future__ import annotations

import sys

import pytest
from cli.pseudo_terminal import CONTROL_C, Terminal
from cli.test_cli_audit import APP

from fastscaffold import queries
from fastscaffold.errors import ConflictError, Message
from fastscaffold.intents.find import find
from fastscaffold.intents.surroundings import Ability, Surroundings

WHERE = Surroundings(
    (
        Ability("cors", "Lets browsers in.", deployment="browsers", usual=True),
        Ability("cache", "Keeps values.", ("caching",)),
    ),
    features=("orders",),
    inside=True,
)


@pytest.fixture
def project(tmp_path, monkeypatch, fake):
    """A directory to be in, which is no project; what there is comes from above."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(queries, "find_command", lambda _, sentence: find(sentence, WHERE))
    (tmp_path / "main.py").write_text(APP)
    return tmp_path


class TestCertain:
    def test_what_reads_runs_after_it_was_shown(self, run, project):
        result = run("do", "audit my FastAPI project", "--no-input")

        assert result.out.startswith("fastscaffold audit\n")
        assert "Health check" in result.out
        assert result.code == run("audit").code

    def test_what_writes_is_shown_and_not_run_without_a_terminal(self, run, project, fake):
        result = run("do", "add caching to my API")

        assert result.code == 2
        assert result.out.startswith(
            "fastscaffold add cache\n    cache: Keeps values.\n    `caching` is the capability cache.\n"
        )
        assert "Give --yes to run it" in result.err
        assert fake.calls == []

    def test_yes_runs_it(self, run, project, fake):
        result = run("do", "add caching to my API", "--yes")

        assert result.code == 0
        assert fake.call[1] == ("cache",)
        assert "create  src/app/features/orders/router.py" in result.out

    def test_words_need_no_quotes(self, run, project, fake):
        assert run("do", "add", "caching", "--yes").code == 0
        assert fake.call[1] == ("cache",)

    def test_dry_run_runs_nothing(self, run, project, fake):
        for sentence in ("add caching", "audit my project"):
            result = run("do", sentence, "--dry-run", "--yes")
            assert result.code == 0
            assert result.out.startswith("fastscaffold a")
            assert result.out.endswith("Dry run: nothing was run.\n")
        assert fake.calls == []

    def test_the_project_is_passed_on(self, run, project, fake):
        run("do", "add caching", "--yes", "--project", str(project))
        assert fake.call[0] == project

        (project / "a b").mkdir()
        (project / "a b" / "main.py").touch()
        result = run("do", "audit my project", "--project", "a b")
        assert result.out.startswith("fastscaffold audit 'a b'\n")
        assert "a b  1 Python file read" in result.out

    def test_what_the_command_needs_is_an_error_of_the_command(self, run, project):
        result = run("do", "create a CRUD feature for invoices", "--yes")

        assert result.code == 2
        assert "--fields or --spec" in result.err

    def test_an_error_of_the_command_is_told_with_its_exit_code(self, run, project, fake):
        fake.result = ConflictError(Message("conflict", "The file was changed.", "main.py"))
        result = run("do", "add caching", "--yes")

        assert result.code == 4
        assert "main.py: The file was changed." in result.err

    def test_of_two_commands_what_reads_is_run_without_a_terminal(self, run, project, fake):
        result = run("do", "prepare for production deployment")

        assert result.out.startswith("fastscaffold audit\n")
        assert "fastscaffold add cors\n" in result.out
        assert "Health check" in result.out
        assert result.code == 2
        assert fake.calls == []

    def test_both_are_run_with_yes(self, run, project, fake):
        result = run("do", "prepare for production deployment", "--yes")

        assert "Health check" in result.out
        assert fake.call[1] == ("cors",)
        # The audit's findings are no reason to add nothing, and are not forgotten.
        assert result.code == run("audit").code != 0


class TestUnsure:
    def test_says_so_and_names_the_nearest(self, run, project, fake):
        result = run("do", "add payments", "--yes")

        assert result.code == 2
        assert result.out == ""
        assert "error: It is not certain what is to be done." in result.err
        assert "fastscaffold add-feature payments  adds a feature" in result.err
        assert fake.calls == []

    def test_hostile_characters_are_shown_as_what_they_are(self, run, project):
        result = run("do", "add \x1b[31mred\x07 things")

        assert result.code == 2
        assert "\x1b" not in result.err

    @pytest.mark.parametrize("sentence", ["", "  ", "x" * 501])
    def test_no_sentence_is_wrong_usage(self, run, project, sentence):
        assert run("do", sentence).code == 2


class TestJson:
    def test_is_one_document_with_that_of_the_command(self, run, project, fake):
        result = run("do", "add caching", "--yes", "--json")

        document = result.document
        assert result.code == 0
        assert document["status"] == "ok"
        assert document["sentence"] == "add caching"
        assert document["certainty"] == "certain"
        assert document["command"] == ["fastscaffold", "add", "cache"]
        assert document["then"] == []
        assert document["writes"] is True
        assert document["alternatives"] == []
        (ran,) = document["runs"]
        assert ran["exit"] == 0
        assert ran["document"]["actions"][0]["action"] == "create"
        assert fake.call[1] == ("cache",)

    def test_without_yes_nothing_is_written(self, run, project, fake):
        result = run("do", "add caching", "--json")

        assert result.code == 2
        assert result.document["status"] == "refused"
        assert result.document["command"] == ["fastscaffold", "add", "cache"]
        assert result.document["runs"] == []
        assert result.document["issues"][0]["code"] == "usage.missing"
        assert fake.calls == []

    def test_an_audit_is_run(self, run, project):
        result = run("do", "audit my project", "--json")

        (ran,) = result.document["runs"]
        assert ran["document"]["tool"]["name"] == "fastscaffold"
        assert ran["exit"] == result.code

    def test_dry_run(self, run, project):
        result = run("do", "prepare for production deployment", "--json", "--dry-run")

        assert result.code == 0
        assert result.document["dry_run"] is True
        assert result.document["command"] == ["fastscaffold", "audit"]
        assert result.document["then"] == [["fastscaffold", "add", "cors"]]
        assert result.document["runs"] == []

    def test_unsure(self, run, project):
        result = run("do", "add payments", "--json")

        assert result.code == 2
        assert result.document["certainty"] == "unsure"
        assert result.document["command"] is None
        assert result.document["alternatives"][0] == {
            "command": ["fastscaffold", "add-feature", "payments"],
            "does": "adds a feature: API, table, migration, tests",
            "writes": True,
        }

    def test_an_error_of_the_command_is_its_document(self, run, project, fake):
        fake.result = ConflictError(Message("conflict", "The file was changed.", "main.py"))
        result = run("do", "add caching", "--yes", "--json")

        assert result.code == 4
        assert result.document["status"] == "refused"
        assert result.document["runs"][0]["document"]["issues"][0]["code"] == "conflict"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
class TestTerminal:
    def test_asks_before_it_runs_what_writes(self, tmp_path):
        log = tmp_path / "log"
        with Terminal(["do", "add CORS"], log) as terminal:
            terminal.see("fastscaffold add cors")
            terminal.answer("Run it?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "confirmed: True" in log.read_text()

    def test_no_runs_nothing(self, tmp_path):
        log = tmp_path / "log"
        with Terminal(["do", "add CORS"], log) as terminal:
            terminal.answer("Run it?", "n")
            terminal.see("It was not run.")
            assert terminal.end() == 0
        assert not log.exists()

    def test_control_c_runs_nothing(self, tmp_path):
        log = tmp_path / "log"
        with Terminal(["do"], log) as terminal:
            terminal.answer("What is to be done?", "add CORS")
            terminal.see("Run it?")
            terminal.press(CONTROL_C)
            assert terminal.end() == 130
        assert not log.exists()

    def test_fields_are_asked_for(self, tmp_path):
        log = tmp_path / "log"
        with Terminal(["do", "create a CRUD feature for invoices"], log) as terminal:
            terminal.answer("Run it?")
            terminal.answer("Field 1", "number:str")
            terminal.answer("Field 2")
            terminal.answer("What does it do beyond its fields?")
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "AddFeature(name='invoices', fields=('number:str',)" in log.read_text()
