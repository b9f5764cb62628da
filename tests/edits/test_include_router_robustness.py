"""Whatever a file holds, the edit answers: it raises nothing and never breaks what it changes."""

from __future__ import annotations

import encodings.aliases
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from insertions import assert_only_insertions
from main_shapes import load_shapes

from fastscaffold.edits import (
    Changed,
    IncludeRouters,
    Outcome,
    Refused,
    RouterRef,
    Unchanged,
    find_apps,
    is_registered,
    registered_routers,
)

ORDERS = RouterRef("app.orders.router", "router", "orders_router", "/api/v1")
EDIT = IncludeRouters((ORDERS,))

MAIN = b'''\
"""The shop."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from app.settings import settings
from app.users.router import router as users_router

api = APIRouter(prefix="/api/v1")
api.include_router(users_router)


def create_app() -> FastAPI:
    app = FastAPI(title="Shop", debug=settings.debug)
    if settings.debug:
        app.add_middleware(
            Debug,
            level=[1, {"a": f"{settings.level!r}"}],
        )
    app.include_router(api)
    return app


app = create_app()
'''

PIECES = [
    *[match.encode() for match in re.findall(r"\w+|[^\w\s]|\s+", MAIN.decode())],
    *[b"(", b")", b"[", b"]", b"{", b"}", b'"', b'"""', b"'", b"#", b"\\", b"\\\n", b":", b";"],
    *[b"\r", b"\r\n", b"\t", b"\f", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xc3\xbc", b"\xe2\x80\xa8"],
    *[
        b"lambda: ",
        b"*",
        b"**",
        b":=",
        b"async ",
        b"await ",
        b"yield ",
        b"return",
        b"if ",
        b"else:",
    ],
    *[
        b"app",
        b"app = None",
        b"del app",
        b"\\N{x}",
        b"\\d",
        b"b'x'",
        b"# coding: latin-1\n",
        b"...",
    ],
    *[b"except A, B:", b"type X[T = int] = T", b"lazy ", b"t'{x}'", b"from . import *", b"@", b"~"],
]


def answer(source: bytes) -> Outcome:
    """Ask all there is to ask, and hold every change to what it promises."""
    find_apps(source)
    registered_routers(source)
    is_registered(source, ORDERS)
    EDIT.revert(source)
    outcome = EDIT.apply(source)
    if isinstance(outcome, Changed):
        assert_only_insertions(source, outcome.content)
        assert is_registered(outcome.content, ORDERS)
        assert EDIT.apply(outcome.content) == Unchanged()
        if b"orders" not in source:
            assert EDIT.revert(outcome.content) == Changed(source)
    return outcome


def test_the_file_itself_is_changed():
    assert isinstance(answer(MAIN), Changed)


@pytest.mark.parametrize("start", range(0, len(MAIN), 64))
def test_no_truncation_raises(start):
    for end in range(start, min(start + 64, len(MAIN))):
        answer(MAIN[:end])


def test_no_missing_line_raises():
    lines = MAIN.splitlines(keepends=True)
    for index in range(len(lines)):
        answer(b"".join(lines[:index] + lines[index + 1 :]))
        answer(b"".join(lines[index:]))


def test_no_line_twice_or_moved_raises():
    lines = MAIN.splitlines(keepends=True)
    for index, line in enumerate(lines):
        answer(b"".join([*lines[:index], line, *lines[index:]]))
        answer(b"".join([line, *lines[:index], *lines[index + 1 :]]))
        answer(b"".join([*lines[:index], *lines[index + 1 :], line]))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    source = draw(st.sampled_from(SOURCES))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(source)))
        end = draw(st.integers(start, min(len(source), start + 20)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=3))
        source = source[:start] + piece + source[end:]
    return source


SOURCES = [MAIN, *[shape.before for shape in load_shapes()], *[s.after for s in load_shapes()]]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(mutated())
def test_no_mutation_raises(source):
    answer(source)


@pytest.mark.wide
@settings(max_examples=20_000, deadline=None)
@given(mutated())
def test_no_mutation_raises_widely(source):
    answer(source)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8")))
def test_no_garbage_raises(source):
    answer(source)
    answer(b"from fastapi import FastAPI\napp = FastAPI()\n" + source)


@pytest.mark.parametrize(
    "codec",
    sorted(
        {
            *encodings.aliases.aliases.values(),
            "undefined",
            "idna",
            "punycode",
            "unicode_escape",
            "raw_unicode_escape",
        }
    ),
)
def test_no_codec_raises(codec):
    text = 'from fastapi import FastAPI\n\napp = FastAPI(title="~+&é\\ud800")\n'
    cookie = f"# coding: {codec}\n"
    answer(cookie.encode() + text.encode())
    answer(cookie.encode() + text.encode("latin-1"))
    answer(cookie.encode() + text.encode("ascii", "ignore"))


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 3000 + ")" * 3000,
        "[" * 99 + "]" * 99,
        "f(" * 95 + ")" * 95,
        "-" * 5000 + "1",
        "1" + "+1" * 5000,
        "1" + "+1" * 390,
        "x" + ".y" * 390,
        "x" + "()" * 190,
        "not " * 3000 + "x",
        "lambda: " * 390 + "x",
        "'a' " * 390,
        "'a' " * 5000,
        "x if y else " * 130 + "z",
        "{" * 60 + "}" * 60,
        "9" * 6000,
    ],
    ids=lambda text: f"{text[:8]}{len(text)}",
)
def test_no_depth_raises(expression):
    answer(MAIN + b"\nVALUE = " + expression.encode() + b"\n")
    answer(MAIN.replace(b'"Shop"', expression.encode()))


@pytest.mark.parametrize("depth", [10, 50, 98, 150, 1000])
def test_no_indentation_raises(depth):
    blocks = b"".join(b" " * level + b"if x:\n" for level in range(depth)) + b" " * depth + b"x\n"
    answer(MAIN + blocks)
    inner = b"".join(b" " * level + b"def f():\n" for level in range(depth))
    answer(
        b"from fastapi import FastAPI\n"
        + inner
        + b" " * depth
        + b"app = FastAPI()\n"
        + b" " * depth
        + b"return app\n"
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x = 1\n" * 30_000, "more than 20,000 lines"),
        (b"#" * 1_000_001, "more than 1,000,000 bytes"),
        (b"app = FastAPI()\0\n", "NUL"),
        (b"if x: pass\n" + b"elif x: pass\n" * 500, "elif"),
    ],
    ids=["lines", "bytes", "nul", "elifs"],
)
def test_what_nobody_writes_is_refused_before_it_is_parsed(source, reason):
    outcome = EDIT.apply(source)
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason
