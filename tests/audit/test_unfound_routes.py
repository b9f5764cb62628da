"""Verdicts on projects that serve routes which the source does not name."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit import checkpoints, signals
from fastscaffold.audit.verdicts import Verdict

OF_ROUTES = ("input_validation", "rate_limit_auth")


def verdicts(source: str) -> dict[str, Verdict]:
    found = facts(source)
    judged = signals.judge_all(found) | checkpoints.judge_all(found)
    names = (*OF_ROUTES, "type_safety", "auth", "error_handling", "documentation", "https")
    return {name: judged[name].verdict for name in names}


@pytest.mark.parametrize(
    "source",
    [
        (
            "from fastapi import FastAPI\nfrom plugins import load\napp = FastAPI()\n"
            "for each in load():\n    app.add_api_route('/x', each.handle)\n"
        ),
        (
            "from fastapi import FastAPI\nfrom plugins import load\napp = FastAPI()\n"
            "for each in load():\n    app.include_router(each)\n"
        ),
        (
            "from fastapi import APIRouter\nfrom plugins import load, router\n"
            "for each in load():\n    router.include_router(each)\n"
        ),
        (
            "from fastapi import FastAPI\nfrom plugins import load\napp = FastAPI()\n"
            "@app.get('/health')\ndef health() -> int: return 1\n"
            "for each in load():\n    app.add_api_route('/x', getattr(each, 'run'))\n"
        ),
    ],
)
def test_what_may_be_there_is_not_said_to_be_nowhere(source):
    told = verdicts(source)

    assert Verdict.NOT_APPLICABLE not in told.values()
    assert all(told[name] is Verdict.UNKNOWN for name in OF_ROUTES)


def test_what_is_not_there_does_not_apply():
    source = (
        "from fastapi import FastAPI\napp = FastAPI()\n"
        "@app.get('/health')\ndef health() -> int: return 1\n"
    )
    told = verdicts(source)

    assert all(told[name] is Verdict.NOT_APPLICABLE for name in OF_ROUTES)


def test_a_router_that_is_not_known_hides_nothing_where_there_are_routes():
    source = (
        "from fastapi import APIRouter, FastAPI\nfrom plugins import load\n"
        "router = APIRouter()\n@router.get('/x')\ndef read() -> int: return 1\n"
        "app = FastAPI()\nfor each in load():\n    app.include_router(each)\n"
    )
    told = verdicts(source)

    assert all(told[name] is Verdict.NOT_APPLICABLE for name in OF_ROUTES)
