from __future__ import annotations

import itertools

import pytest

from fastscaffold.edits import AddMiddleware, Changed, Refused, Unchanged

BASE = b'''\
"""What every request passes through."""

from fastapi import FastAPI

from app.config import Settings
from app.core.context import ContextMiddleware, ErrorMiddleware


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Add the middleware."""
    app.add_middleware(ErrorMiddleware)
    # The outermost.
    app.add_middleware(ContextMiddleware, slow=settings.slow)
'''
ORDER = ("ErrorMiddleware", "Inner", "Middle", "Outer", "ContextMiddleware")


def middleware(name: str, *arguments: tuple[str, str]) -> AddMiddleware:
    return AddMiddleware("app.core.things", name, arguments, ORDER)


def added(source: bytes, edit: AddMiddleware) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed), outcome
    compile(outcome.content, "middleware.py", "exec")
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def calls(content: bytes) -> list[str]:
    return [
        line.partition("(")[2].strip("), ").partition(",")[0]
        for line in content.decode().splitlines()
        if ".add_middleware(" in line
    ]


def test_it_goes_to_its_place_with_its_import():
    assert added(BASE, middleware("Inner", ("size", "1"))) == BASE.replace(
        b"    # The outermost.",
        b"    app.add_middleware(Inner, size=1)\n    # The outermost.",
    ).replace(b"ErrorMiddleware\n\n\n", b"ErrorMiddleware\nfrom app.core.things import Inner\n\n\n")


@pytest.mark.parametrize("order", list(itertools.permutations(["Inner", "Middle", "Outer"])))
def test_the_order_of_adding_makes_no_difference(order):
    content = BASE
    for name in order:
        content = added(content, middleware(name))

    assert calls(content) == list(ORDER)
    assert b"from app.core.things import Inner, Middle, Outer\n" in content
    for name in ("Middle", "Inner", "Outer"):
        outcome = middleware(name).revert(content)
        assert isinstance(outcome, Changed)
        content = outcome.content
    assert content == BASE


def test_a_long_call_is_broken_as_a_formatter_would():
    arguments = tuple((f"argument_{number}", '["a long value"]') for number in range(4))

    content = added(BASE, middleware("Inner", *arguments))

    assert b'        Inner,\n        argument_0=["a long value"],\n' in content


def test_one_that_no_order_knows_goes_to_the_outside():
    assert calls(added(BASE, middleware("Unknown")))[-1] == "Unknown"


@pytest.mark.parametrize(
    "source",
    [
        BASE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + BASE,
        BASE.replace(b"    ", b"\t"),
        BASE.rstrip(b"\n"),
        BASE.replace(b"app: FastAPI", b"api").replace(b"    app.", b"    api."),
    ],
    ids=["crlf", "bom", "tabs", "no-final-newline", "another-name"],
)
def test_files_of_every_shape(source):
    added(source, middleware("Inner", ("size", "1")))
    added(source, middleware("Unknown"))


def test_a_class_that_is_there_already_is_left_alone_whatever_its_arguments():
    content = added(BASE, middleware("Inner"))

    assert middleware("Inner", ("size", "2")).apply(content) == Unchanged()


def test_a_call_that_was_changed_since_stays():
    content = added(BASE, middleware("Inner", ("size", "1"))).replace(b"size=1", b"size=2")

    outcome = middleware("Inner", ("size", "1")).revert(content)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == "    app.add_middleware(Inner, size=2)"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"def other() -> None: ...\n",
        b"def add_middleware(app): ...\n",
        b"def add_middleware():\n    pass\n",
        BASE + BASE,
        b"def add_middleware(app:\n",
    ],
)
def test_what_cannot_be_placed_comes_with_the_lines_to_paste(source):
    outcome = middleware("Inner", ("size", "1")).apply(source)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == (
        "from app.core.things import Inner\napp.add_middleware(Inner, size=1)"
    )
