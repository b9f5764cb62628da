"""``fastscaffold audit``: how its reports for people show code, places and what there is more of."""

from __future__ import annotations

import re

import pytest

from fastscaffold.audit.reports.markdown import escaped
from fastscaffold.audit.rules import rule

FIELDS = """from pydantic import BaseModel


class __Draft_Body(BaseModel):
    first_name: str
    last_name: str


class OrderBody(BaseModel):
    free_text: str
"""
APP = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.bodies import OrderBody

app = FastAPI()
admin = FastAPI()
ORIGINS = ["*"]
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)
admin.add_middleware(CORSMiddleware, allow_origins=ORIGINS)


@app.post("/orders")
async def order(body: OrderBody) -> None:
    pass


@app.put("/orders")
async def again(body: OrderBody) -> None:
    pass
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "shop"
    (root / "app").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "app" / "bodies.py").write_text(FIELDS)
    (root / "app" / "main.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    return root


class TestMarkdown:
    def test_code_is_code(self, run, project):
        out = run("audit", "shop", "--format", "markdown").out

        assert "Give it `Field(max_length=...)`, or `ge` and `le`." in out
        assert "`OrderBody` takes `free_text` of any length or size." in out
        assert "\\`" not in out

    def test_what_is_right_is_said_once_for_all_places_of_a_rule(self, run, project):
        lines = run("audit", "shop", "--format", "markdown").out.splitlines()

        start = next(at for at, line in enumerate(lines) if line.startswith("- **PYD003** Give it"))
        assert lines[start + 1].startswith("  - `app/bodies.py:")
        assert sum(line.startswith("- **PYD003**") for line in lines) == 1

    def test_a_place_is_cited_once(self, run, project):
        for form in ("markdown", "html"):
            out = run("audit", "shop", "--format", form).out
            rows = re.findall(r"\| CORS .*|CORS<span.*?</ul>", out, re.DOTALL)
            cited = re.findall(r"app/main\.py:\d+", rows[0].split("\n| ")[0])
            assert cited
            assert len(cited) == len(set(cited))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`max_length` of snake_case", "`max_length` of snake_case"),
        ("_this_ and *that*", r"\_this\_ and \*that\*"),
        ("[a](b) <script>", r"\[a\](b) \<script\>"),
        ("`a_b` and a ` left _over_", r"`a_b` and a \` left \_over\_"),
        ("__init__", r"\_\_init\_\_"),
    ],
)
def test_outside_of_code_nothing_is_read_as_markdown(text, shown):
    assert escaped(text) == shown


def test_the_page_shows_code_as_code(run, project):
    out = run("audit", "shop", "--format", "html").out

    assert "<code>Field(max_length=...)</code>, or <code>ge</code> and <code>le</code>." in out
    assert "`" not in re.sub(r"<pre>.*?</pre>", "", out, flags=re.DOTALL)


class TestText:
    @pytest.fixture
    def many(self, project):
        routes = (f'@app.post("/{n}")\ndef make{n}(body: dict): ...\n' for n in range(13))
        (project / "app" / "main.py").write_text(
            "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n" + "\n\n".join(routes)
        )
        return project

    def test_says_where_the_rest_is(self, run, many):
        lines = run("audit", "shop").out.splitlines()

        assert "  ARCH004 and 3 more" in lines
        assert lines[-2:] == [
            "Every finding: --format markdown or --json, or of one rule: --only ARCH004",
            "What a rule is for: --explain ARCH004",
        ]

    @pytest.mark.parametrize("names", ["ARCH004", f"PYD003,{rule('ARCH004').name}"])
    def test_shows_all_of_rules_that_are_asked_for(self, run, many, names):
        lines = run("audit", "shop", "--only", names).out.splitlines()

        assert sum(line.startswith("  ARCH004 app/main.py:") for line in lines) == 13
        assert not any(line.endswith(" more") for line in lines)
        assert lines[-1] == "What a rule is for: --explain ARCH004"
        assert not lines[-2].startswith("Every finding")

    def test_cuts_those_of_a_topic(self, run, many):
        topic = rule("ARCH004").topic

        assert "  ARCH004 and 3 more" in run("audit", "shop", "--only", topic).out

    def test_without_findings_there_is_no_more(self, run, many):
        assert "What a rule" not in run("audit", "shop", "--only", "SEC009").out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_report_says_why_a_verdict_is_open(run, project, form):
    out = run("audit", "shop", "--format", form).out

    assert "there are no tests" in out.replace("There", "there")
