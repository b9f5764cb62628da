"""What ``or`` gives as shipped."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

SOURCE = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    ORIGINS: list[str] = {default}
settings = Settings()
app = FastAPI()
origins = [str(each) for each in (settings.ORIGINS or ["*"])]
app.add_middleware(CORSMiddleware, allow_origins=origins)
"""


@pytest.mark.parametrize(
    ("default", "verdict"),
    [('["https://shop.example"]', "met"), ("[]", "not_met"), ("None", "not_met")],
)
def test_a_default_that_holds_leaves_nothing_to_the_next(default, verdict):
    assert judge(facts(SOURCE.format(default=default))).verdict.value == verdict
