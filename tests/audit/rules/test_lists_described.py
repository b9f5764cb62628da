"""Lists of routes that make the response themselves, and say in ``responses`` what is in it."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

SOURCE = """from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel
class Plant(BaseModel):
    name: str
class Plants(BaseModel):
    plants: list[Plant]
class Fault(BaseModel):
    faults: list[str]
class Answer(JSONResponse):
    def __init__(self, model: BaseModel, status: int): ...
class Handlers:
    async def all(self, {parameters}) -> Answer:
        return Answer(await self.service.all(), 200)
def routes(handlers: Handlers) -> APIRouter:
    router = APIRouter()
    router.add_api_route(path="/plants", endpoint=handlers.all, methods=["GET"], responses={responses})
    return router
app = FastAPI()
app.include_router(routes(Handlers()))
"""


@pytest.mark.parametrize(
    ("responses", "parameters", "found"),
    [
        ('{200: {"model": Plants}}', "", [13]),
        ('{404: {"model": Fault}, "200": {"model": Plants, "description": "all"}}', "", [13]),
        ('{200: {"model": Plants}}', "limit: Annotated[int, Query(le=50)] = 20", []),
        ('{200: {"model": Plant}}', "", []),
        ('{400: {"model": Fault}}', "", []),
    ],
)
def test_the_model_of_a_success(responses, parameters, found):
    source = "from typing import Annotated\nfrom fastapi import Query\n" if parameters else "\n\n"
    source += SOURCE.format(responses=responses, parameters=parameters)
    assert lines(RULE, source) == [each + 2 for each in found]
