"""The line that an error is about, as it is drawn."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr

import pytest

from fastscaffold.cli.document import result_document
from fastscaffold.cli.excerpts import draw
from fastscaffold.cli.report import Report
from fastscaffold.errors import Excerpt, Message
from fastscaffold.requests import Result
from fastscaffold.spec.excerpts import excerpt_at, split_lines, whole
from fastscaffold.spec.positions import Position

WIDTH = 60


def drawn(line: str, place: str, **options: object) -> list[str]:
    """What is drawn about the first ``place`` in a line."""
    excerpt = excerpt_at([line], Position(1, line.index(place) + 1))
    assert excerpt is not None
    return list(draw(excerpt, WIDTH, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "place", "shown", "carets"),
    [
        ("a: strr", "strr", "a: strr", "   ^^^^"),
        ("a: {b: c", "{", "a: {b: c", "   ^"),
        ("a: 'b c': d", "'b", "a: 'b c': d", "   ^^^^^"),
        ("\ta:\tx", "x", "    a:    x", "          ^"),
        ("漢字: x", "x", "漢字: x", "      ^"),
        ("漢字: x", "字", "漢字: x", "  ^^"),
        ("e\u0301é: x", "x", "e\u0301é: x", "    ^"),
        ("😀: x", "x", "😀: x", "    ^"),
        ("👩\u200d🔬: x", "x", "👩\\u200d🔬: x", "            ^"),
        ("❤\ufe0f: x", "x", "❤\\ufe0f: x", "         ^"),
        ("👍\U0001f3fd: x", "x", "👍\\U0001f3fd: x", "              ^"),
        ("한\u1112\u1161: x", "x", "한\u1112\u1161: x", "      ^"),
        ("a\x1b[31m: x", "x", "a\\x1b[31m: x", "           ^"),
        ("a\u202e: x", "x", "a\\u202e: x", "         ^"),
        ("a\x1bb", "\x1bb", "a\\x1bb", " ^^^^^"),
    ],
)
def test_carets_stand_below_the_place(line: str, place: str, shown: str, carets: str) -> None:
    assert drawn(line, place) == [shown, carets]


@pytest.mark.parametrize("at", [0, 5, 50, 500, 5000, 9999])
@pytest.mark.parametrize("char", ["x", "漢", "\t", "\x1b"])
def test_long_lines_are_cut_around_the_place(at: int, char: str) -> None:
    line = f"{char * at} WORD {char * (10_000 - at)}"
    text, carets = drawn(line, "WORD")
    assert "WORD" in text
    before = text[: text.index("WORD")]
    assert len(carets) - 4 == sum(2 if each == "漢" else 1 for each in before)
    assert carets.endswith("^^^^")
    assert sum(2 if each == "漢" else 1 for each in text) <= WIDTH
    assert text.startswith("...") == (at > 40)
    assert text.endswith("...") == (at < 9960)


def test_a_place_at_the_end_of_a_line() -> None:
    excerpt = excerpt_at(["a:"], Position(1, 3))
    assert excerpt is not None
    assert draw(excerpt, WIDTH) == ("a:", "  ^")


@pytest.mark.parametrize(("line", "number"), [(0, 1), (3, 1), (-1, 1)])
def test_there_is_no_such_line(line: int, number: int) -> None:
    assert excerpt_at(["a", "b"], Position(line, number)) is None


def test_lines_are_those_of_an_editor() -> None:
    assert split_lines("a\nb\r\nc\rd\u2028e\x0bf\n") == ("a", "b", "c", "d\u2028e\x0bf", "")


def test_an_argument_of_several_lines_shows_the_one() -> None:
    text = "a:str\n  b:bol c:int\n"
    excerpt = excerpt_at([text], Position(1, text.index("bol") + 1))
    assert excerpt == Excerpt("  b:bol c:int", 4, 3)


def test_characters_that_the_stream_does_not_have() -> None:
    assert drawn("漢: x", "x", encoding="ascii") == ["\\u6f22: x", "        ^"]


def test_a_long_name_is_cut() -> None:
    assert whole("x" * 1000) == Excerpt("x" * 120 + "...", 0, 123)


MESSAGE = Message(
    "spec.unknown-type",
    "`strr` is not a field type.",
    "a.yaml",
    12,
    8,
    "Did you mean `str`?",
    Excerpt("  name: strr", 8, 4),
)


def report(message: Message) -> str:
    stream = io.StringIO()
    with redirect_stderr(stream):
        Report().messages([message])
    return stream.getvalue()


def test_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert report(MESSAGE) == (
        "error: a.yaml:12:8: `strr` is not a field type.\n"
        "  12 |   name: strr\n"
        "     |         ^^^^\n"
        "    Did you mean `str`?\n"
    )


def test_colours_stand_around_the_carets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m\x1b[1m        ^^^^\x1b[0m\n" in report(MESSAGE)
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b" not in report(MESSAGE)


def test_document() -> None:
    document = json.loads(result_document(Result("refused", None, issues=(MESSAGE,))))
    assert document["issues"] == [
        {
            "code": "spec.unknown-type",
            "message": "a.yaml:12:8: `strr` is not a field type.",
            "path": "a.yaml",
            "line": 12,
            "hint": "Did you mean `str`?",
            "excerpt": {"column": 8, "text": "  name: strr", "start": 8, "length": 4},
        }
    ]
