from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.error_base_handled import RULE

ERRORS = """class AppError(Exception): ...
class NotFound(AppError): ...
class Conflict(AppError): ...
"""
APP = """from fastapi import FastAPI, HTTPException
from app.errors import *
from app.handlers import answer, register
app = FastAPI({arguments})
@app.get("/")
def read() -> int:
    raise NotFound
{more}
"""
HANDLERS = """from app import errors as e
def answer(request, error): ...
def register(app):
    app.add_exception_handler(e.AppError, answer)
"""


def project(more: str = "", arguments: str = "", handlers: str = HANDLERS) -> dict[str, str]:
    return {
        "app/errors.py": ERRORS,
        "app/handlers.py": handlers,
        "app/main.py": APP.replace("{more}", more).replace("{arguments}", arguments),
    }


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", [1, 4]),
        ("app.add_exception_handler(Exception, answer)", [1]),
        ("app.add_exception_handler(HTTPException, answer)", [1]),
    ],
)
def test_it_finds(more, found):
    assert lines(RULE, project(more)) == found


@pytest.mark.parametrize(
    "files",
    [
        project("register(app)"),
        project("app.exception_handler(AppError)(answer)"),
        project("@app.exception_handler(AppError)\nasync def own(request, error): ..."),
        project("app.add_exception_handler(NotFound, answer)"),
        project("app.exception_handlers = {}\ndef put():\n    app.exception_handlers[AppError] = answer"),
        project(arguments="exception_handlers={AppError: answer}"),
        project(arguments="exception_handlers=HANDLERS", handlers=HANDLERS)
        | {"app/main.py": "from app.handlers import answer\nfrom app.errors import *\n"
           "from fastapi import FastAPI\nHANDLERS = {AppError: answer}\n"
           "app = FastAPI(exception_handlers=HANDLERS)\n"
           "@app.get('/')\ndef read() -> int:\n    raise NotFound\n"},
        project(arguments="**read_arguments()"),
        project("for one, other in known():\n    app.add_exception_handler(one.kind, other)"),
        project(
            "@app.middleware('http')\nasync def guard(request, call_next):\n    try:\n"
            "        return await call_next(request)\n    except Exception:\n"
            "        return JSONResponse({})"
        ),
        project(
            "app.add_exception_handler(Exception, own)\n"
            "def own(request, error):\n    if isinstance(error, AppError):\n        return 1"
        ),
    ],
)  # fmt: skip
def test_it_leaves_alone(files):
    assert lines(RULE, files) == []


def test_errors_that_routes_translate_need_no_handler():
    more = (
        "app.add_exception_handler(HTTPException, answer)\ndef b():\n    try:\n        read()\n"
        "    except NotFound as error:\n        raise HTTPException(404)"
    )
    assert lines(RULE, project(more)) == []


def test_a_project_that_serves_nothing_is_left_alone():
    assert lines(RULE, {"app/errors.py": ERRORS + "def f():\n    raise NotFound\n"}) == []


def test_a_net_that_tells_nothing_of_the_error_answers_no_base():
    net = (
        "@app.middleware('http')\nasync def guard(request, call_next):\n    try:\n"
        "        return await call_next(request)\n    except Exception as error:\n"
        "        return JSONResponse({told})\napp.add_exception_handler(KeyError, own)"
    )

    assert lines(RULE, project(net.replace("{told}", "{}"))) != []
    assert lines(RULE, project(net.replace("{told}", "str(error)"))) == []
