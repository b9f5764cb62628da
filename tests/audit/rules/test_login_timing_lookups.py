"""Users whose password is changed, who are looked up by who they are."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.login_timing import RULE

SOURCE = """import bcrypt
def act(db, form, claims, uid, current_user):
    {before}
    user = {lookup}
    if not user:
        raise ValueError
    if not bcrypt.checkpw(form.password, user.hash):
        raise ValueError
"""
STATEMENT = "statement = select(User).where(User.{} == {})"


@pytest.mark.parametrize(
    ("lookup", "before"),
    [
        ("db.query(User).filter(User.id == current_user.id).first()", "pass"),
        ("db.query(User).filter(current_user.id == User.id).one_or_none()", "pass"),
        ("db.query(User).filter(User.id == current_user.id, User.active == True).first()", "pass"),
        ("db.query(User).filter(User.id == uid).filter(User.active == True).first()", "uid = uid"),
        ("db.query(User).filter(User.email == current_user.email).first()", "pass"),
        ("db.query(User).filter_by(username=current_user['username']).first()", "pass"),
        ("db.scalar(select(User).where(User.id == int(claims['sub'])))", "pass"),
        ("db.execute(select(User).where(User.id == claims.get('sub'))).scalar()", "pass"),
        ("db.execute(statement).scalar()", STATEMENT.format("id", "current_user.id")),
        ("db.users.find_one({'_id': ObjectId(current_user.id)})", "pass"),
    ],
)
def test_whoever_is_known_already_is_left_alone(lookup, before):
    lookup = lookup.replace("== uid", "== user_id")
    assert lines(RULE, SOURCE.format(lookup=lookup, before=before)) == []


@pytest.mark.parametrize(
    ("lookup", "before"),
    [
        ("db.query(User).filter(User.email == form.username).first()", "pass"),
        (
            "db.query(User).filter(User.tenant_id == form.tenant_id, User.email == uid).first()",
            "pass",
        ),
        ("db.query(User).filter(func.lower(User.email) == form.email.lower()).first()", "pass"),
        ("db.query(User).filter_by(email=form.username).first()", "pass"),
        ("db.scalar(select(User).where(User.email == form.username))", "pass"),
        ("db.execute(statement).scalar()", STATEMENT.format("email", "form.email")),
        ("db.users.find_one({'email': form.username})", "pass"),
    ],
)
def test_whoever_a_client_names_is_not(lookup, before):
    assert lines(RULE, SOURCE.format(lookup=lookup, before=before)) == [5]


RESULT = """import bcrypt
async def act(db, form, uid, user_id):
    {query}
    result = await db.execute(query)
    {found}
    if {test}:
        raise ValueError
    return bcrypt.checkpw(form.password, user.hash)
"""


@pytest.mark.parametrize("query", ["select(User).where(User.email == form.email)"])
@pytest.mark.parametrize(
    ("found", "test"),
    [
        ("user = result.scalar_one_or_none()", "not user"),
        ("user: User | None = result.scalars().first()", "user is None"),
        ("user = result.scalars().unique().one_or_none()", "not user or user.is_deleted"),
        ("pass", "not (user := result.scalar_one_or_none())"),
        (
            "user = result.scalar_one_or_none()",
            "not user or not bcrypt.checkpw(form.password, user.hash)",
        ),
    ],
)
def test_a_result_that_is_kept_is_looked_up_like_one_that_is_not(query, found, test):
    assert lines(RULE, RESULT.format(query=f"query = {query}", found=found, test=test)) == [6]
    by_id = "query = select(User).where(User.id == user_id)"
    assert lines(RULE, RESULT.format(query=by_id, found=found, test=test)) == []


def test_a_result_that_is_verified_all_the_same_is_left_alone():
    source = RESULT.format(
        query="query = select(User).where(User.email == form.email)",
        found="user = result.scalar_one_or_none() or NOBODY",
        test="not bcrypt.checkpw(form.password, user.hash) or user is NOBODY",
    )
    assert lines(RULE, source) == []
