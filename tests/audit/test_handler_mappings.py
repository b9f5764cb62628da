"""Mappings from exceptions to their handlers, however they are filled and handed over."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.errors.failures import failures

MAIN = """\
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
class Missing(Exception): ...
class Refused(Exception): ...
async def lost(request, error): ...
async def no(request, error): ...
first = {Missing: lost}
second = {Refused: no}
"""
FILLED = "app = FastAPI(exception_handlers=handlers)\n"
BOTH = {("app.main.Missing", "lost"), ("app.main.Refused", "no")}


def registered(source: str) -> tuple[set[tuple[str, str | None]], bool]:
    found = failures(facts({"app/main.py": MAIN + source})).handlers
    named = {
        (each.exception, each.function.name if each.function is not None else None)
        for each in found.registered
    }
    return named, found.is_open


@pytest.mark.parametrize(
    "filling",
    [
        "handlers = {**first, **second}\n",
        "handlers = first | second\n",
        "handlers = dict_of\ndict_of = {}\ndict_of[Missing] = lost\ndict_of[Refused] = no\n",
        "handlers = {Missing: lost}\nhandlers.update(second)\n",
        "handlers = {}\nhandlers |= first\nif True:\n    handlers |= second\n",
        "handlers = {}\nfor each in (first, second):\n    handlers.update(each)\n",
        (
            "handlers = {}\nfor key, value in first.items():\n    handlers[key] = value\n"
            "handlers[Refused] = no\n"
        ),
        (
            "all_of_them = [first, second]\nhandlers = {}\nfor each in all_of_them:\n"
            "    for error, answer in each.items():\n        handlers[error] = answer\n"
        ),
        (
            "def gather():\n    found = {}\n    for each in (first, second):\n        found |= each\n"
            "    return found\nhandlers = gather()\n"
        ),
    ],
)
def test_a_mapping_holds_all_that_is_put_into_it(filling):
    assert registered(filling + FILLED) == (BOTH, False)


@pytest.mark.parametrize(
    "given",
    [
        "app = FastAPI()\napp.add_middleware(ExceptionMiddleware, handlers=first | second)\n",
        "app = FastAPI(middleware=[Middleware(ExceptionMiddleware, handlers={**first, **second})])",
        "app = ExceptionMiddleware(FastAPI(), first | second)\n",
    ],
)
def test_middleware_that_is_handed_handlers_registers_them(given):
    assert registered(given) == (BOTH, False)


@pytest.mark.parametrize(
    ("source", "is_open"),
    [
        ("import plugins\nhandlers = plugins.handlers()\n" + FILLED, True),
        ("import plugins\nhandlers = {}\nhandlers.update(plugins.handlers)\n" + FILLED, True),
        ("handlers = {}\nhandlers.update(handlers)\n" + FILLED, True),
        ("app = FastAPI()\napp.add_middleware(Mine, handlers=first)\n", False),
    ],
)
def test_what_is_not_decided_is_not_made_up(source, is_open):
    assert registered(source) == (set(), is_open)


@pytest.mark.parametrize(
    "answer",
    [
        "def made(kind):\n    async def handler(request, error): ...\n    return handler\n",
        "async def handler(request, error): ...\ndef made(kind): return handler\n",
    ],
)
def test_all_that_derives_from_a_class_is_answered(answer):
    source = (
        f"class Own(Exception): ...\nclass Late(Own): ...\nclass Later(Late): ...\n{answer}"
        "app = FastAPI()\nfor each in Own.__subclasses__():\n"
        "    app.add_exception_handler(each, made(each))\n"
    )
    expected = {("app.main.Late", "made"), ("app.main.Later", "made")}
    assert registered(source) == (expected, False)
