from __future__ import annotations

import itertools

import pytest

from fastscaffold.edits import AddEnvVar, Changed, Refused, Unchanged

BASE = b"""\
# Copy to .env.

# Who we are.
NAME=api
SECRET_KEY=

# Where it is kept.
DATABASE_URL=sqlite:///./app.db

LOG_LEVEL=INFO
"""
CORS = AddEnvVar("CORS_ORIGINS", "[]", "Who may call.")
HSTS = AddEnvVar("HSTS_MAX_AGE", "31536000", "Seconds.")
TRACE = AddEnvVar("TRACE", "off", "Spans.")


def added(source: bytes, edit: AddEnvVar) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed)
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def test_paragraphs_that_are_sorted_stay_sorted():
    assert added(BASE, HSTS) == BASE.replace(
        b"\nLOG_LEVEL", b"\n# Seconds.\nHSTS_MAX_AGE=31536000\n\nLOG_LEVEL"
    )
    assert added(BASE, TRACE) == BASE + b"\n# Spans.\nTRACE=off\n"


@pytest.mark.parametrize("order", list(itertools.permutations([CORS, HSTS, TRACE])))
def test_the_order_of_adding_makes_no_difference(order):
    content, expected = BASE, BASE
    for edit in order:
        content = added(content, edit)
    for edit in (CORS, HSTS, TRACE):
        expected = added(expected, edit)

    assert content == expected
    for edit in (HSTS, TRACE, CORS):
        outcome = edit.revert(content)
        assert isinstance(outcome, Changed)
        content = outcome.content
    assert content == BASE


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"A=1",
        b"A=1\n",
        b"A=1\r\n",
        b"A=1\r\nB=2",
        b"\n\nA=1\n\n\n",
        b"# only a comment",
        b"# c\n\nZ=1\n",
        b"export ZED=1\n",
    ],
)
def test_files_of_every_shape(source):
    content = added(source, CORS)

    assert b"CORS_ORIGINS=[]" in content
    assert [line for line in source.split() if line not in content] == []


@pytest.mark.parametrize("line", ["CORS_ORIGINS=x", "export CORS_ORIGINS =", "  CORS_ORIGINS=[]"])
def test_a_variable_that_is_set_already_is_left_alone(line):
    assert CORS.apply(line.encode()) == Unchanged()


def test_one_that_is_only_mentioned_is_not_set():
    assert isinstance(CORS.apply(b"# CORS_ORIGINS=x\n"), Changed)


@pytest.mark.parametrize(
    ("before", "after"), [(b"ORIGINS=[]", b"ORIGINS=[1]"), (b"# Who may", b"# Who")]
)
def test_what_was_changed_since_stays(before, after):
    content = added(BASE, CORS).replace(before, after)

    outcome = CORS.revert(content)

    assert isinstance(outcome, Refused)
    assert "CORS_ORIGINS" in outcome.snippet


def test_a_file_that_is_not_text_is_refused_with_the_lines_to_paste():
    outcome = CORS.apply(b"\xff\xfe")

    assert isinstance(outcome, Refused)
    assert outcome.snippet == "# Who may call.\nCORS_ORIGINS=[]"


@pytest.mark.parametrize(
    ("variable", "value", "comment"),
    [
        ("1A", "", "c"),
        ("A=B", "", "c"),
        ("A", "two\nlines", "c"),
        ("A", "a # b", "c"),
        ("A", "$HOME", "c"),
        ("A", " a", "c"),
        ("A", "", ""),
        ("A", "", "two\nlines"),
    ],
)
def test_what_a_reader_would_take_for_something_else_is_refused(variable, value, comment):
    with pytest.raises(ValueError, match=r"variable|quotes|line"):
        AddEnvVar(variable, value, comment)
