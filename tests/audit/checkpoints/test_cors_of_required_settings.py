"""Origins that a deployment decides by a setting without a default."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

HEAD = """import os
from enum import Enum
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings
class Stage(Enum):
    LIVE = "live"
class Settings(BaseSettings):
    stage: str
    kind: Stage
    default_stage: str = "trial"
    is_open: bool
    is_closed: bool = False
    origins: list[str]
settings = Settings()
STAGE = os.environ["STAGE"]
app = FastAPI()
"""
ADD = "app.add_middleware(CORSMiddleware, allow_origins=o)\n"
NAMED = "o = settings.origins\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (f"o = ['https://a.b']\nif settings.stage != 'live':\n    o.append('*')\n{ADD}", "unknown"),
        (f"o = settings.origins if settings.stage == 'live' else ['*']\n{ADD}", "unknown"),
        (f"if settings.kind == Stage.LIVE:\n    {NAMED}else:\n    o = ['*']\n{ADD}", "unknown"),
        (f"{NAMED}if settings.is_open:\n    o = ['*']\n{ADD}", "unknown"),
        (f"{NAMED}if not settings.is_open:\n    o = ['*']\n{ADD}", "unknown"),
        (f"{NAMED}if STAGE.lower() in ('trial', 'show'):\n    o = ['*']\n{ADD}", "unknown"),
        (f"o = ['*']\nif settings.stage == 'show':\n    {ADD}", "unknown"),
        (
            (
                "def made():\n    if settings.stage == 'live':\n        return settings.origins\n"
                f"    return ['*']\no = made()\n{ADD}"
            ),
            "unknown",
        ),
        # Nobody has to tell those: the default decides.
        (f"o = settings.origins if settings.default_stage == 'live' else ['*']\n{ADD}", "not_met"),
        (f"o = settings.origins if settings.is_closed else ['*']\n{ADD}", "not_met"),
        (f"o = settings.origins if os.getenv('STAGE') == 'live' else ['*']\n{ADD}", "not_met"),
        # That origins are not told is no choice of a stage.
        (f"o = settings.origins or ['*']\n{ADD}", "not_met"),
        (f"{NAMED}if not settings.origins:\n    o = ['*']\n{ADD}", "not_met"),
        (f"{NAMED}if settings.stage == '':\n    o = ['*']\n{ADD}", "not_met"),
        # Whatever the stage is.
        (f"if settings.stage == 'live':\n    print(1)\no = ['*']\n{ADD}", "not_met"),
    ],
)
def test_what_only_a_deployment_decides_is_unknown(source, verdict):
    assert judge(facts(f"{HEAD}{source}")).verdict.value == verdict


OPEN = "app.add_middleware(CORSMiddleware, allow_origins=['*'])\n"
SHUT = "app.add_middleware(CORSMiddleware, allow_origins=settings.origins)\n"


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (f"if settings.stage == 'dev' or settings.stage == 'local':\n    {OPEN}", "unknown"),
        (f"if settings.stage == 'production':\n    {SHUT}else:\n    {OPEN}", "unknown"),
        (f"if settings.stage != 'production':\n    {OPEN}", "unknown"),
        (f"if settings.is_open and settings.stage != 'test':\n    {OPEN}", "unknown"),
        # All that is not for tests is open, or what is for production.
        (f"if settings.stage != 'test':\n    {OPEN}", "not_met"),
        (f"if not settings.stage == 'local':\n    {OPEN}", "not_met"),
        (f"if settings.stage == 'local':\n    {SHUT}else:\n    {OPEN}", "not_met"),
        (f"if settings.stage == 'production':\n    {OPEN}", "not_met"),
        (f"if settings.stage == 'production':\n    {OPEN}else:\n    {SHUT}", "not_met"),
        # Whichever way it turns out.
        (f"if settings.stage == 'live':\n    {OPEN}else:\n    {OPEN}", "not_met"),
        (
            f"if settings.stage == 'live':\n    {OPEN}if settings.stage != 'live':\n    {OPEN}",
            "not_met",
        ),
        (f"o = ['*'] if settings.is_open else ['*', 'a']\n{ADD}", "not_met"),
        (
            (
                f"if settings.stage == 'a':\n    {OPEN}elif settings.stage == 'b':\n    {OPEN}"
                f"else:\n    {OPEN}"
            ),
            "not_met",
        ),
        (
            (
                f"if settings.stage == 'a':\n    {OPEN}elif settings.stage == 'b':\n    {OPEN}"
                f"else:\n    {SHUT}"
            ),
            "unknown",
        ),
        # A choice between other things.
        (OPEN.replace("])", "], max_age=0 if settings.stage == 'show' else 9)"), "not_met"),
        (OPEN.replace("'*'", "'*', 'a' if settings.stage == 'show' else 'b'"), "not_met"),
        # Something else than the deployment may decide, too.
        (f"if settings.stage == 'show' or os.getenv('OPEN', '1') == '1':\n    {OPEN}", "not_met"),
    ],
)
def test_only_branches_that_may_leave_others_out_are_told(source, verdict):
    assert judge(facts(f"{HEAD}{source}")).verdict.value == verdict
