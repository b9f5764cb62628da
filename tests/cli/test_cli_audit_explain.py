"""``fastscaffold audit --explain``: rules, points of the report, and topics."""

from __future__ import annotations

import json
import re

import pytest

from fastscaffold.audit.points import RULES
from fastscaffold.audit.rules import all_rules


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["SEC009", "sec009", "sql-from-requests"])
def test_a_rule_is_explained(run, name):
    result = run("audit", "--explain", name)

    assert result.code == 0
    assert result.out.startswith("# SEC009 sql-from-requests\n")
    assert "**Why.**" in result.out


@pytest.mark.parametrize("name", ["cors", "CORS", "rate-limit-auth", "Rate limit on login"])
def test_a_point_of_the_report_is_explained(run, name):
    result = run("audit", "--explain", name)

    assert result.code == 0
    assert "A point of the security checklist" in result.out
    assert "**Verdict.** Met if " in result.out
    assert ("SEC004" if name.lower() == "cors" else "SEC005") in result.out


def test_a_topic_is_explained_by_its_rules(run):
    out = run("audit", "--explain", "configuration").out

    assert re.findall(r"^# (C\w+)", out, re.MULTILINE) == [f"CONF00{each}" for each in range(1, 7)]


@pytest.mark.parametrize("name", ["testing", "Database", "observability"])
def test_a_point_and_a_topic_of_one_name_are_explained_together(run, name):
    out = run("audit", "--explain", name).out
    topic = name.lower()

    assert out.startswith(f"# {name.capitalize()}\n\nA point of the health check, `{topic}`")
    assert f"`{topic}` is a topic, too: `--only {topic}` checks the rules that follow." in out
    of_topic = [each.id for each in all_rules() if each.topic == topic]
    assert re.findall(r"^# (\w+\d) ", out, re.MULTILINE) == of_topic

    document = json.loads(run("audit", "--explain", name, "--json").out)
    assert (document["point"]["name"], document["topic"]) == (topic, topic)
    assert document["point"]["rules"] == list(RULES[topic])
    assert [each["id"] for each in document["rules"]] == of_topic


def test_an_explanation_is_a_document_where_that_is_asked_for(run, tmp_path):
    (found,) = json.loads(run("audit", "--explain", "SEC009", "--json").out)["rules"]
    assert (found["id"], found["name"]) == ("SEC009", "sql-from-requests")

    about = json.loads(run("audit", "--explain", "https", "--format", "json").out)
    assert about["point"]["of"] == "security checklist"
    assert [each["id"] for each in about["rules"]] == ["SEC006"]

    assert run("audit", "--explain", "https", "--output", "https.md").out == ""
    assert (tmp_path / "https.md").read_text().startswith("# HTTPS\n")


def test_a_word_of_names_finds_them(run):
    told = run("audit", "--explain", "jwt").err

    assert "No topic, point or rule is called 'jwt'." in told
    assert "Did you mean jwt_secret or jwt-secret-strength or " in " ".join(told.split())


def test_what_is_like_no_name_is_told_the_topics_and_the_points(run):
    told = " ".join(run("audit", "--explain", "bananas").err.split())

    assert "Topics: " in told
    assert "Points: " in told
    assert "jwt_secret" in told
    assert "cors" in told


def test_an_explanation_of_another_form_is_refused(run):
    assert run("audit", "--explain", "SEC009", "--format", "sarif").code == 2
