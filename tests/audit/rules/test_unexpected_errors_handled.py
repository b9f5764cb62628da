from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE as INTERNALS_KEPT
from fastscaffold.audit.rules.unexpected_errors_handled import RULE

TOP = """from fastapi import FastAPI, APIRouter
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    debug: bool = True
    quiet: bool = False
settings = Settings()
app = FastAPI({arguments})
@app.get("/")
def read() -> int: ...
"""
HANDLED = "@app.exception_handler(Exception)\ndef answer(request, error): ...\n"


# That it answers with tracebacks is told once, by the rule about these.
@pytest.mark.parametrize(
    ("arguments", "told"),
    [("debug=True", [7]), ("debug=settings.debug", [7]), ("", []), ("debug=settings.quiet", [])],
)
def test_it_leaves_debug_alone(arguments, told):
    source = TOP.replace("{arguments}", arguments) + HANDLED
    assert lines(RULE, source) == []
    assert lines(INTERNALS_KEPT, source) == told


@pytest.mark.parametrize(
    "more",
    [
        "",
        "@app.exception_handler(KeyError)\ndef answer(request, error): ...\n",
        "def never(app):\n    app.add_exception_handler(Exception, read)\n",
    ],
)
def test_it_finds_what_nobody_answers(more):
    assert lines(RULE, TOP.replace("{arguments}", "") + more) == [7]


GUARD = """async def guard(request, call_next):
    try:
        return await call_next(request)
    except Exception:
        return JSONResponse({})
"""


@pytest.mark.parametrize(
    "more",
    [
        GUARD + "app.middleware('http')(guard)\n",
        GUARD + "app.add_middleware(BaseHTTPMiddleware, dispatch=guard)\n",
        "app.add_exception_handler(500, read)",
        "import sentry_sdk\nsentry_sdk.init(dsn='')",
        (
            "class Guard:\n    async def dispatch(self, request, call_next):\n        try:\n"
            "            return await call_next(request)\n        except Exception:\n"
            "            return JSONResponse({})\napp.add_middleware(Guard)\n"
        ),
    ],
)
def test_it_leaves_alone(more):
    assert lines(RULE, TOP.replace("{arguments}", "") + more) == []


def test_a_project_that_serves_nothing_is_left_alone():
    assert lines(RULE, "from fastapi import FastAPI\napp = FastAPI()\n") == []


@pytest.mark.parametrize(
    ("protocol", "added", "found"),
    [
        ("http", "app.add_middleware(Net)\n", []),
        ("http", "", [7]),
        ("websocket", "app.add_middleware(Net)\n", [7]),
    ],
)
def test_middleware_counts_where_it_is_added_and_for_requests(protocol, added, found):
    net = f"""class Net:
    async def __call__(self, scope, receive, send):
        if scope["type"] != "{protocol}":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except Exception:
            await send(1)
"""
    assert lines(RULE, TOP.replace("{arguments}", "") + net + added) == found
