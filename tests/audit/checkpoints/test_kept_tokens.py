"""Tables of tokens: those that let somebody in, and those of something else."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.kept_tokens import opaque_ends

SOURCE = """from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from sqlalchemy.orm import DeclarativeBase, Mapped
app = FastAPI()
bearer = HTTPBearer()
class Base(DeclarativeBase): ...
class UserToken(Base):
    __tablename__ = "user_tokens"
    user_id: Mapped[int]
    {column}: Mapped[str]
@app.get("/")
def read(given=Depends(bearer)): ...
"""


@pytest.mark.parametrize(
    ("column", "is_found"),
    [
        *(("token", True), ("access_token", True), ("key", True), ("token_hash", True)),
        *(("fcm_token", False), ("device", False), ("push_key", False)),
    ],
)
def test_a_table_lets_in_by_a_column_of_the_token(column, is_found):
    found = [each.name for each, _ in opaque_ends(facts(SOURCE.format(column=column)))]
    assert found == (["UserToken"] if is_found else [])
