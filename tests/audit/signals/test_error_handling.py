from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.error_handling import judge
from fastscaffold.audit.verdicts import Verdict

ERRORS = """class AppError(Exception): ...
class NotFound(AppError): ...
class Conflict(AppError): ...
"""
HANDLER = """from fastapi.responses import JSONResponse
async def answer(request, error):
    return JSONResponse({"code": 1, "message": "No."}, status_code=400)
"""
OBJECT = HANDLER.replace('{"code": 1, "message": "No."}', '{"detail": str(error)}')
BARE = HANDLER.replace('{"code": 1, "message": "No."}', 'f"No {error}."')
PLAIN = BARE.replace("JSONResponse", "PlainTextResponse")
MAPPING = "{NotFound: answer, AppError: answer}"
APP = "from fastapi import FastAPI, HTTPException\nfrom app.errors import *\n"
DIRECT = APP + "from app.handlers import answer\napp = FastAPI()\n"
RAISES = "def find():\n    raise NotFound()\n"
STRINGS = "def a():\n    raise HTTPException(404, 'No.')\ndef b():\n    raise HTTPException(404)\n"


def project(main: str, handlers: str = HANDLER, errors: str = ERRORS) -> dict[str, str]:
    return {"app/errors.py": errors, "app/handlers.py": handlers, "app/main.py": main}


ADDED = DIRECT + "app.add_exception_handler(AppError, answer)\n"
FACTORY = (
    APP
    + "from app.setup import register\n"
    + "def create():\n    app = FastAPI()\n    register(app)\n    return app\n"
)
REGISTERING = (
    "from app.errors import AppError as Base\nfrom app.handlers import answer\n"
    "def register(app):\n    app.exception_handler(Base)(answer)\n"
)


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        (project(ADDED + RAISES), Verdict.MET),
        (project(FACTORY + RAISES) | {"app/setup.py": REGISTERING}, Verdict.MET),
        (
            project(
                APP
                + "from app.handlers import answer\napp = FastAPI(exception_handlers={AppError: answer})"
            ),
            Verdict.MET,
        ),
        (
            project(
                APP + "app = FastAPI()\n@app.exception_handler(AppError)\n"
                "def answer(request, error):\n    return JSONResponse({'a': 1, 'b': 2})\n"
            ),
            Verdict.MET,
        ),
        (
            project(
                DIRECT + "for each in (NotFound, Conflict):\n    pass\n"
                "app.add_exception_handler(NotFound, answer)\n"
                "app.add_exception_handler(Conflict, answer)\n"
            ),
            Verdict.MET,
        ),
        # What nobody raises needs no handler.
        (project(DIRECT + RAISES + "app.add_exception_handler(NotFound, answer)\n"), Verdict.MET),
        (
            project(
                DIRECT + RAISES + "def other():\n    raise Conflict()\n"
                "app.add_exception_handler(NotFound, answer)\n"
            ),
            Verdict.PARTIAL,
        ),
        (project(ADDED, OBJECT), Verdict.MET),
        (project(ADDED, BARE), Verdict.PARTIAL),
        (project(ADDED, PLAIN), Verdict.PARTIAL),
        (project(ADDED + STRINGS), Verdict.PARTIAL),
        (project(DIRECT + RAISES), Verdict.PARTIAL),
        (project(FACTORY.replace("    register(app)\n", "") + RAISES), Verdict.PARTIAL),
        (
            project(
                DIRECT + RAISES,
                errors="from fastapi import HTTPException\n"
                + ERRORS.replace("Exception)", "HTTPException)"),
            ),
            Verdict.PARTIAL,
        ),
        (
            project(DIRECT + "for a, b in LIST:\n    app.add_exception_handler(a.c, b)\n" + RAISES),
            Verdict.UNKNOWN,
        ),
        (project(DIRECT + STRINGS), Verdict.NOT_MET),
        (project(DIRECT, errors="class AppError(Exception): ..."), Verdict.NOT_MET),
        (ERRORS, Verdict.NOT_APPLICABLE),
    ],
)
def test_verdict(files, verdict):
    assert judge(facts(files)).verdict is verdict


@pytest.mark.parametrize("key", ["error", "detail"])
def test_an_object_is_a_structure_whatever_it_calls_its_text(key):
    handlers = OBJECT.replace('"detail"', f'"{key}"')
    assert judge(facts(project(ADDED + RAISES, handlers))).verdict is Verdict.MET


@pytest.mark.parametrize(
    "loop",
    [
        f"HELD = {MAPPING}\nfor a, b in HELD.items():\n    app.add_exception_handler(a, b)\n",
        (
            f"class Held:\n    @staticmethod\n    def all():\n        return {MAPPING}\n"
            "for a, b in Held.all().items():\n    app.add_exception_handler(a, b)\n"
        ),
        (
            f"class Held:\n    def all(self):\n        return {MAPPING}\nheld = Held()\n"
            "for a, b in held.all().items():\n    app.add_exception_handler(a, b)\n"
        ),
        "for a, b in [(AppError, answer)]:\n    app.add_exception_handler(a, handler=b)\n",
        "HELD = (AppError, OSError)\nfor a in HELD:\n    app.add_exception_handler(a, answer)\n",
        "for a in [NotFound, Conflict]:\n    app.exception_handler(a)(answer)\n",
    ],
)
@pytest.mark.parametrize(("handlers", "verdict"), [(HANDLER, Verdict.MET), (BARE, Verdict.PARTIAL)])
def test_handlers_that_a_loop_registers(loop, handlers, verdict):
    assert judge(facts(project(DIRECT + loop + RAISES, handlers))).verdict is verdict
    inside = "".join(f"    {line}\n" for line in loop.splitlines())
    main = f"{APP}from app.handlers import answer\ndef make():\n    app = FastAPI()\n{inside}    return app\n"
    if "class" not in loop:
        assert judge(facts(project(main + RAISES, handlers))).verdict is verdict
