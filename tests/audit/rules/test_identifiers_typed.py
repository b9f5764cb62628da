from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.identifiers_typed import RULE

TOP = """from typing import Annotated
from uuid import UUID
from fastapi import FastAPI, Header, Path, Request
from sqlalchemy.orm import DeclarativeBase, Mapped
app = FastAPI()
class Base(DeclarativeBase): ...
class Item(Base):
    __tablename__ = "items"
    id: Mapped[{key}]
@app.get("/items/{item_id}/{task_id}/{slug}")
def read({parameters}) -> int:
    return {value}
"""


def source(parameters: str, value: str = "1", key: str = "UUID") -> str:
    text = TOP.replace("{parameters}", parameters).replace("{value}", value)
    return text.replace("{key}", key)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (source("item_id: str"), 11),
        (source("item_id"), 11),
        (source("request: Request", "request.headers['X-A']"), 12),
        (source("request: Request", "request.headers.get('X-A')"), 12),
    ],
)
def test_it_finds(text, line):
    assert lines(RULE, text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        source("item_id: UUID"),
        source("item_id: Annotated[str, Path(pattern='^a')]"),
        source("slug: str"),
        source("task_id: str"),
        source("item_id: str", key="str"),
        source("request: Request", "verify_signature(request.headers['X-A'])").replace(
            "read(", "webhook("
        ),
        source("a: Annotated[str, Header()]"),
    ],
)
def test_it_leaves_alone(text):
    assert lines(RULE, text) == []
