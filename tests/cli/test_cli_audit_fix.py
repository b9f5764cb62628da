"""``fastscaffold audit --fix``: what it writes, what it refuses, and what it says."""

from __future__ import annotations

import shutil
import subprocess

import pytest

APP = """from pydantic import BaseModel, Field


class Order(BaseModel):
    by: str = Field(pattern="^asc|desc$")   # as it   is
    to: str = Field(pattern="^a|.*b$")
"""
SERVED = """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[int]:
    return []
"""
CLOSED = APP.replace("^asc|desc$", "^(?:asc|desc)$")
PATH = "app/schemas.py"


def git(root, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run([shutil.which("git"), *identity, *arguments], cwd=root, check=True)


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "shop"
    (root / "app").mkdir(parents=True)
    (root / PATH).write_text(APP)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "all")
    monkeypatch.chdir(tmp_path)
    return root


def content(project):
    return (project / PATH).read_text()


def codes(messages):
    return [(each["code"], each["line"]) for each in messages]


class TestOnAProjectOfSomebodyElse:
    def test_writes_what_is_certain_and_says_what_is_left(self, run, project):
        result = run("audit", "shop", "--fix", "--json", "--only", "SEC025", "--fail-on", "P1")

        assert content(project) == CLOSED
        found = result.document
        assert (result.code, found["status"], found["dry_run"]) == (1, "ok", False)
        assert found["actions"] == [{"action": "edit", "path": PATH}]
        assert codes(found["notices"]) == [("fix.closed", 5)]
        assert codes(found["warnings"]) == [("fix.skipped", 6)]
        assert sorted(path.name for path in project.iterdir()) == [".git", "app"]

    def test_what_a_closed_finding_hid_is_told_once(self, run, project):
        (project / "app/tokens.py").write_text(
            "import jwt\n\n\n"
            "def make_refresh_token(user, key, end):\n"
            '    return jwt.encode({"sub": user, "exp": end()}, key, algorithm="HS256")\n\n\n'
            "def read(token, key):\n"
            '    return jwt.decode(token, key, algorithms=["HS256"])\n'
        )
        result = run("audit", "shop", "--fix", "--json", "--only", "SEC013", "--allow-dirty")

        assert codes(result.document["notices"]) == [("fix.closed", 9)]
        assert [each["code"] for each in result.document["warnings"]] == ["fix.skipped"]

    def test_a_second_time_there_is_nothing_to_do(self, run, project):
        run("audit", "shop", "--fix", "--yes")
        result = run("audit", "shop", "--fix", "--yes", "--allow-dirty")

        assert result.code == 0
        assert result.out.endswith("Nothing to do.\n")

    def test_a_dry_run_shows_the_diff_and_writes_nothing(self, run, project):
        result = run("audit", "shop", "--fix", "--dry-run")

        assert content(project) == APP
        assert '-    by: str = Field(pattern="^asc|desc$")   # as it   is' in result.out
        assert '+    by: str = Field(pattern="^(?:asc|desc)$")   # as it   is' in result.out
        assert "Would be closed: " in result.out
        assert "Closed: " not in result.out

    def test_many_of_one_rule_are_counted(self, run, project):
        (project / PATH).write_text(
            APP.replace("    by", "    by0")
            + "".join(f'    by{number}: str = Field(pattern="^a|b$")\n' for number in range(1, 15))
        )
        result = run("audit", "shop", "--fix", "--json", "--only", "SEC025", "--allow-dirty")

        closed = [each["message"] for each in result.document["notices"]]
        assert len(closed) == 11
        assert closed[-1].endswith("Closed: 5 more.")

    def test_what_remains_is_a_line_a_rule_in_text(self, run, project):
        (project / "app" / "main.py").write_text(
            SERVED + "\n\n".join(f'@app.get("/{name}")\ndef {name}(): ...\n' for name in "abcd")
        )
        flags = ("audit", "shop", "--fix", "--allow-dirty", "--dry-run", "--only")

        [*_, head, row, everything, explained, done] = run(
            *flags, "ARCH004", "--no-input"
        ).out.splitlines()

        assert head == "note: Remains: 4 findings of 1 rule."
        assert row == (
            "    P1 ARCH004  4  app/main.py:10,14,18,…  "
            "Declare a model as the type of the body, and as …"
        )
        assert everything == (
            "    All of it: fastscaffold audit shop --only ARCH004 --format markdown"
        )
        assert explained == "    What a rule is for: fastscaffold audit --explain ARCH004"
        assert done == "Nothing to do."

        every = run(*flags, "ARCH004", "--json").document["notices"]
        assert codes(every) == [("fix.remains", line) for line in (10, 14, 18, 22)]

    def test_the_worst_remain_at_the_top_and_nothing_is_cut_in_json(self, run, project):
        (project / "app" / "main.py").write_text(SERVED)
        flags = ("audit", "shop", "--fix", "--allow-dirty", "--dry-run")

        text = run(*flags).out.partition("note: Remains: ")[2].splitlines()
        found = run(*flags, "--json").document["notices"]

        remains = [each for each in found if each["code"] == "fix.remains"]
        rules = list(dict.fromkeys(each["message"].split()[1] for each in remains))
        assert text[0] == f"{len(remains)} findings of {len(rules)} rules."
        assert [row.split()[1] for row in text[1 : len(rules) + 1]] == rules
        assert all(len(row) <= 100 for row in text)
        assert not any("…" in each["hint"] for each in remains)

    def test_other_rules_are_left_alone(self, run, project):
        result = run("audit", "shop", "--fix", "--only", "performance")

        assert (result.code, content(project)) == (0, APP)

    def test_uncommitted_work_is_in_the_way(self, run, project):
        (project / PATH).write_text(APP + "\n\nx = 1\n")
        refused = run("audit", "shop", "--fix", "--json")
        assert (refused.code, codes(refused.document["issues"])) == (5, [("project.dirty", None)])
        assert content(project) == APP + "\n\nx = 1\n"

        assert run("audit", "shop", "--fix", "--allow-dirty").code == 0
        assert content(project) == CLOSED + "\n\nx = 1\n"

    @pytest.mark.parametrize("flag", ["--json", "--no-input"])
    def test_nothing_is_written_unasked_that_git_does_not_keep(self, run, project, flag):
        shutil.rmtree(project / ".git")
        fix = ("audit", "shop", "--fix", "--only", "SEC025")

        refused = run(*fix, flag)
        assert (refused.code, content(project)) == (5, APP)
        assert "--yes" in f"{refused.out}{refused.err}"
        assert run(*fix, flag, "--dry-run").code == 0
        assert content(project) == APP

        assert run(*fix, flag, "--yes").code == 0
        assert content(project) == CLOSED

    def test_a_file_that_git_ignores_is_not_kept(self, run, project):
        (project / ".gitignore").write_text("app/other.py\n")
        (project / "app" / "other.py").write_text(APP)
        refused = run("audit", "shop", "--fix", "--json", "--only", "SEC025")

        assert refused.code == 5
        assert [each["path"] for each in refused.document["issues"]] == ["app/other.py"]
        assert content(project) == APP

    def test_a_committed_environment_names_what_only_git_can_do(self, run, project):
        (project / ".env").write_text("SECRET_KEY=9f8bX2kq7LmPz4Rw\n")
        git(project, "add", ".env")
        result = run("audit", "shop", "--fix", "--json", "--only", "CONF006")

        assert (project / ".gitignore").read_text() == ".env\n"
        assert codes(result.document["notices"]) == [("fix.remains", 1)]
        assert result.document["next"] == ["git rm --cached .env"]

    def test_a_file_that_cannot_be_read_is_told(self, run, project):
        (project / "app" / "old.py").write_text("print 'two'\n")
        assert run("audit", "shop", "--fix", "--only", "SEC025").code == 3
        assert content(project) == CLOSED

    def test_no_command_is_named_that_cannot_run(self, run, project):
        (project / "app" / "main.py").write_text(SERVED)
        found = run("audit", "shop", "--json").document["findings"]

        assert "OBS003" in {each["rule"] for each in found}
        assert {each["command"] for each in found} == {None}
        assert run("add", "metrics", "--project", "shop", "--json").code == 5


@pytest.mark.parametrize(
    "flags",
    [
        ("--fix", "--format", "html"),
        ("--fix", "--output", "report.txt"),
        ("--fix", "--baseline", "old.json"),
        ("--fix", "--write-baseline", "new.json"),
        ("--dry-run",),
        ("--yes",),
        ("--allow-dirty",),
        ("--fix", "--only", "nonsense"),
    ],
)
def test_wrong_usage(run, project, flags):
    assert run("audit", "shop", *flags).code == 2
    assert content(project) == APP


def test_a_directory_that_is_not_there(run, project):
    assert run("audit", "nowhere", "--fix", "--json").code == 5
