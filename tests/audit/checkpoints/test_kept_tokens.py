"""Tables of tokens: those that let somebody in, and those of something else."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.token_expiry import judge
from fastscaffold.audit.facts.tokens.kept import opaque_ends

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


KEPT = """from datetime import datetime, timedelta
import jwt
def sign(user, key):
    return jwt.encode({{"sub": user, "exp": datetime.utcnow() + timedelta(minutes=5)}}, key)
{kept}
"""
END = "datetime.utcnow() + timedelta(days={})"
BY_FUNCTION = """def insert_refresh_token(user, token, expires_at):
    cursor.execute("INSERT INTO refresh_tokens VALUES (%s, %s, %s)", (user, token, expires_at))
def log_in(user):
    insert_refresh_token(user, draw(), {})
"""
BY_METHOD = """class RefreshTokenStore:
    def put(self, token, *, expires_at): ...
store = RefreshTokenStore()
def log_in(token):
    store.put(token, expires_at={})
"""
IN_DOCUMENT = (
    "def log_in(db, token):\n    db.refresh_tokens.insert_one({{'t': token, 'exp': {}}})\n"
)
WITH_TOKEN = """class RefreshToken(Base): ...
def create_refresh_token(user):
    expires_at = {}
    return draw(), {{"expires_at": expires_at}}
def log_in(user):
    token, told = create_refresh_token(user)
    return RefreshToken(token=token, expires_at=told["expires_at"])
"""
LOOKED_FOR = """def purge_refresh_tokens(expires_at): ...
def clean():
    purge_refresh_tokens({})
"""


@pytest.mark.parametrize(
    ("kept", "end", "verdict"),
    [
        (BY_FUNCTION, END.format(14), "partial"),
        (BY_FUNCTION, END.format(7), "met"),
        (BY_FUNCTION, "elsewhere()", "unknown"),
        (BY_METHOD, END.format(14), "partial"),
        (BY_METHOD, END.format(7), "met"),
        (IN_DOCUMENT, END.format(14), "partial"),
        (IN_DOCUMENT, END.format(7), "met"),
        (WITH_TOKEN, END.format(14), "partial"),
        (WITH_TOKEN, END.format(7), "met"),
        (WITH_TOKEN, "elsewhere()", "unknown"),
        (LOOKED_FOR, END.format(14), "met"),
    ],
)
def test_what_keeps_refresh_tokens_is_given_their_end(kept, end, verdict):
    assert judge(facts(KEPT.format(kept=kept.format(end)))).verdict.value == verdict


def test_a_dependency_may_read_the_header_of_tokens_that_are_kept():
    source = SOURCE.format(column="token").replace("given=Depends(bearer)", "_=Depends(who)")
    source = source.replace("bearer = HTTPBearer()", "def who(authorization: str = Header()): ...")
    assert [each.name for each, _ in opaque_ends(facts(source))] == ["UserToken"]
