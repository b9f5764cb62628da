"""Exceptions that a helper makes of what it finds out about another."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules import rule

MAIN = """from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from app.errors import AppError, explain, read

app = FastAPI()


@app.exception_handler(AppError)
def answer(request: Request, error: AppError):
    return JSONResponse({{"message": error.message}}, error.status)


@app.get("/")
def get() -> int:
    try:
        return 1
    except ValueError as error:
        raise {raised} from error
"""
ERRORS = """import re
from dataclasses import dataclass


class AppError(Exception):
    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass
class Broken:
    name: str


def read(error: Exception) -> Broken | None:
    found = re.match("duplicate key in (.*)", str(error))
    return Broken(found[1]) if found else None


def explain(broken: Broken | None) -> AppError:
    return AppError("This is taken already." if broken else "This cannot be stored.")
"""


@pytest.mark.parametrize(
    ("raised", "count"),
    [
        ("explain(read(error))", 0),
        ("AppError('This cannot be stored.')", 0),
        ("AppError(str(error))", 1),
        ("AppError(f'It failed: {error}')", 1),
        ("HTTPException(400, str(error))", 1),
    ],
)
def test_an_error_that_a_helper_makes_says_what_the_helper_writes(raised, count):
    files = {"app/main.py": MAIN.format(raised=raised), "app/errors.py": ERRORS}

    assert len(findings(rule("ERR006"), files)) == count
