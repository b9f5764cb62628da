"""Mappings that are given as the model of a response."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.bodies_described_by_models import RULE

TOP = """from typing import Any, Dict, List, Optional, Union
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Lamp(BaseModel):
    name: str
"""


@pytest.mark.parametrize(
    ("model", "found"),
    [
        ("Dict[str, int]", []),
        ("dict[str, list[str]]", []),
        ("Dict[str, Dict[str, List[int]]]", []),
        ("dict[str, Optional[Lamp]]", []),
        ("Union[dict[str, int], dict[str, dict[str, int]]]", []),
        ("dict", [8]),
        ("Dict[str, Any]", [8]),
        ("dict[str, dict]", [8]),
        ("dict[str, list[dict]]", [8]),
        ("List[dict]", [8]),
        ("None", [8]),
    ],
)
def test_a_mapping_that_tells_of_its_values_is_a_model(model, found):
    route = f"@app.get('/', response_model={model})\ndef a():\n    return {{}}\n"
    assert lines(RULE, TOP + route) == found


def test_a_mapping_that_only_a_function_returns_is_none():
    assert lines(RULE, TOP + "@app.get('/')\ndef a() -> dict[str, int]: ...\n") == [8]
