"""``fastscaffold audit``: what it prints, writes and exits with."""

from __future__ import annotations

import json
import re

import pytest

APP = """from fastapi import FastAPI
from sqlalchemy import text

app = FastAPI()


@app.get("/orders")
async def orders(session: Session, name: str) -> list[str]:
    found = await session.execute(text(f"select * from orders where name = '{name}'"))
    return list(found)
"""
FINDING = "SEC009"
LINE = 9


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "shop"
    (root / "app").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "app" / "main.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    return root


def document(run, *arguments):
    result = run("audit", "shop", "--json", *arguments)
    return result.code, json.loads(result.out)


def rules(found):
    return {finding["rule"] for finding in found["findings"]}


class TestDocument:
    def test_has_the_form_of_the_contract(self, run, project):
        code, found = document(run)

        assert code == 1
        assert found["tool"]["name"] == "fastscaffold"
        assert found["project"]["files"] == {"read": 1, "skipped": [], "unreadable": []}
        assert found["health"]["max"] <= 16
        assert list(found["health"]["signals"]) == [
            "type_safety",
            "error_handling",
            "auth",
            "testing",
            "database",
            "observability",
            "deployment",
            "documentation",
        ]
        assert set(found["health"]["signals"]["auth"]) == {
            *("verdict", "why", "points", "evidence", "rules")
        }
        assert len(found["security"]["checkpoints"]) == 10
        assert found["security"]["checkpoints"]["sql_injection"]["verdict"] == "not_met"
        (evidence, *_) = found["security"]["checkpoints"]["sql_injection"]["evidence"]
        assert (evidence["path"], evidence["line"]) == ("app/main.py", LINE)
        assert set(found["quality"]["dimensions"]["testing"]) >= {"weight", "level"}
        assert sum(each["weight"] for each in found["quality"]["dimensions"].values()) == 100
        finding = next(each for each in found["findings"] if each["rule"] == FINDING)
        assert (finding["severity"], finding["path"], finding["line"]) == (
            "P0",
            "app/main.py",
            LINE,
        )
        assert all(finding[key] for key in ("message", "fix", "fingerprint", "name"))

    def test_the_worst_comes_first(self, run, project):
        _, found = document(run)
        severities = [finding["severity"] for finding in found["findings"]]
        assert severities == sorted(severities)


class TestExit:
    @pytest.mark.parametrize(
        ("flags", "code"),
        [
            ((), 1),
            (("--fail-on", "P3"), 1),
            (("--fail-on", "never"), 0),
            (("--only", "SEC009"), 1),
            (("--only", "performance"), 0),
            (("--only", "nonsense"), 2),
            (("--format", "pdf"), 2),
            (("--json", "--format", "html"), 2),
            (("--baseline", "missing.json"), 2),
            (("--explain", "NOPE"), 2),
        ],
    )
    def test_code(self, run, project, flags, code):
        assert run("audit", "shop", *flags).code == code

    def test_a_file_that_cannot_be_read_is_told(self, run, project):
        (project / "app" / "old.py").write_text("print 'two'\n")

        result = run("audit", "shop")

        assert result.code == 3
        assert "not read: app/old.py: cannot be parsed" in result.out

    def test_a_directory_that_is_not_there(self, run, project):
        result = run("audit", "nowhere")

        assert result.code == 5
        assert "nowhere" in result.err

    def test_a_project_without_an_application_is_audited(self, run, tmp_path, monkeypatch):
        (tmp_path / ".git").mkdir()
        (tmp_path / "tool.py").write_text("x = 1\n")
        monkeypatch.chdir(tmp_path)

        assert run("audit").code == 0

    @pytest.mark.parametrize("flags", [(), ("--json",), ("--format", "sarif"), ("--fix",)])
    def test_where_nothing_is_python_there_is_nothing_to_audit(self, run, project, flags):
        notes = project.parent / "notes"
        notes.mkdir()
        (notes / "readme.md").write_text("Notes\n")
        (notes / "Dockerfile").write_text("FROM python\n")

        result = run("audit", "notes", *flags)

        assert result.code == 5
        assert "no file here is Python" in result.out + result.err
        assert "Health" not in result.out

    def test_python_above_is_not_of_the_directory(self, run, project):
        (project / ".github").mkdir()
        (project / ".github" / "release.py").write_text("x = 1\n")
        (project / "docs").mkdir()

        assert run("audit", "shop/docs").code == 5

    @pytest.mark.parametrize(("text", "code"), [("def (:\n", 3), ("x = 1\n" * 20_001, 1)])
    def test_python_that_cannot_be_read_is_python(self, run, project, text, code):
        (project / "app" / "main.py").write_text(text)

        result = run("audit", "shop")

        assert result.code == code
        assert "0 Python files read\n" in result.out
        assert "not read: app/main.py: " in result.out
        assert "is Python" not in result.out


class TestSuppression:
    def test_needs_a_reason(self, run, project):
        path = project / "app" / "main.py"
        lines = APP.splitlines()
        lines[LINE - 1] += f"  # fastscaffold: ignore[{FINDING}]"
        path.write_text("\n".join(lines))
        _, found = document(run)
        assert {FINDING, "GEN002"} <= rules(found)

        path.write_text("\n".join(lines).replace("]\n", "] a demonstration\n", 1))
        lines[LINE - 1] += " a demonstration"
        path.write_text("\n".join(lines))
        _, found = document(run)
        assert not {FINDING, "GEN002"} & rules(found)
        assert [each["rule"] for each in found["suppressed"]] == [FINDING]

    def test_of_a_rule_that_is_none_is_a_finding(self, run, project):
        path = project / "app" / "main.py"
        path.write_text(APP + "x = 1  # fastscaffold: ignore[SEC999] because\n")
        _, found = document(run)
        assert "GEN002" in rules(found)


class TestBaseline:
    def test_leaves_out_what_was_there_wherever_it_moves_to(self, run, project):
        accepted = run("audit", "shop", "--write-baseline", "known.json", "--json")
        assert (accepted.code, accepted.err) == (0, "Written to known.json.\n")
        path = project / "app" / "main.py"
        path.write_text("# One more line.\n" + APP)

        code, found = document(run, "--baseline", "known.json")

        assert code == 0
        assert found["findings"] == []

    def test_tells_what_is_new(self, run, project):
        run("audit", "shop", "--write-baseline", "known.json")
        path = project / "app" / "main.py"
        path.write_text(APP.replace("list(found)", "list(found)\n\n\n") + APP[APP.index("@app") :])

        code, found = document(run, "--baseline", "known.json")

        assert code == 1
        assert FINDING in rules(found)

    @pytest.mark.parametrize("form", ["text", "markdown", "html"])
    def test_what_it_holds_is_counted(self, run, project, form):
        run("audit", "shop", "--write-baseline", "known.json")
        _, before = document(run)
        number = len(before["findings"])

        result = run("audit", "shop", "--baseline", "known.json", "--format", form)

        assert f"{number} findings left out, which the baseline holds." in result.out
        assert "No findings." not in result.out
        _, found = document(run, "--baseline", "known.json")
        assert found["baseline"] == before["findings"]

    def test_of_another_form_is_refused(self, run, project, tmp_path):
        (tmp_path / "known.json").write_text('{"version": 2, "findings": []}')

        result = run("audit", "shop", "--baseline", "known.json")

        assert result.code == 2
        assert "This is no baseline." in result.err


class TestForms:
    def test_text_names_place_fix_and_numbers(self, run, project):
        out = run("audit", "shop").out

        assert out.startswith("shop  1 Python file read\n")
        assert f"{FINDING} app/main.py:{LINE}" in out
        assert "Security checklist  " in out
        assert re.search(r"Quality  [\d.]+ of 100, critical", out)
        assert "\x1b" not in out

    def test_sarif_names_rules_and_places(self, run, project):
        log = json.loads(run("audit", "shop", "--format", "sarif").out)

        (each,) = log["runs"]
        assert log["version"] == "2.1.0"
        known = [rule["id"] for rule in each["tool"]["driver"]["rules"]]
        for result in each["results"]:
            assert known[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in {"error", "warning", "note"}
            (place,) = result["locations"]
            assert place["physicalLocation"]["region"]["startLine"] >= 1
        assert FINDING in known

    def test_a_page_needs_nothing_else_and_escapes_what_it_shows(self, run, project, tmp_path):
        (project / "app" / "main.py").write_text(APP.replace("orders where", "<script>1 where"))

        written = run("audit", "shop", "--format", "html", "--output", "audit.html")
        assert (written.code, written.out) == (1, "")
        assert written.err == "Written to audit.html.\n"

        page = (tmp_path / "audit.html").read_text()
        assert page.startswith("<!doctype html>")
        assert "<script" not in page
        assert "&lt;script&gt;1 where" in page
        assert not re.search(r"(src|href)=|url\(|@import", page)

    def test_markdown_is_for_a_pull_request(self, run, project):
        out = run("audit", "shop", "--format", "markdown").out

        assert out.startswith("# Audit of shop\n")
        assert f"- **{FINDING}** " in out
        assert f"  - `app/main.py:{LINE}` " in out

    def test_a_point_that_is_not_met_names_what_explains_it(self, run, project):
        out = run("audit", "shop").out
        name = re.search(r"What a point above asks for, and its rules: --explain (\w+)\n", out)

        assert name is not None
        assert run("audit", "--explain", name[1]).code == 0

    @pytest.mark.parametrize("name", ["all", "cors"])
    def test_what_is_no_rule_cannot_be_all_that_is_wanted(self, run, project, name):
        result = run("audit", "shop", "--only", name)

        assert result.code == 2
        assert name != "cors" or "--only SEC004,SEC015" in result.err

    def test_an_unknown_rule_has_a_neighbour(self, run, project):
        assert "Did you mean SEC010?" in run("audit", "--explain", "SEC0010").err
