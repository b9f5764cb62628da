"""Responses that hold what nobody but the application should know."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place, at
from fastscaffold.audit.facts.answers.documents import answered_documents
from fastscaffold.audit.facts.answers.hidden_columns import leaves_key_out
from fastscaffold.audit.facts.answers.joined_rows import joined_tables
from fastscaffold.audit.facts.answers.rows import answered_rows
from fastscaffold.audit.facts.answers.told_fields import told_mappings
from fastscaffold.audit.facts.answers.unloaded_columns import is_deferred, is_key_taken, is_left_out
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.passwords.told import counts_passes, is_password, tells_password
from fastscaffold.audit.facts.requests.models import (
    answered,
    fields_of,
    is_excluded,
    is_model,
    named_models,
)
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts, Function
    from fastscaffold.audit.facts.answers.rows import Row
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.requests.models import Use

_LOGINS = frozenset({"access_token", "refresh_token", "token_type"})
_HANDED_OUT = frozenset({"POST", "PUT"})
_INTERNAL = frozenset({"is_superuser"})
_SECRETIVE = frozenset({"otp", "secret", "totp"})
_KEYS = frozenset({("api", "key"), ("api", "token"), ("private", "key"), ("secret", "key")})
_STAYING = frozenset({("access", "token"), ("refresh", "token")})
# A token of a thing is kept with it, one of a person is what a login answers with.
_IDENTITIES = frozenset({"id", "uuid"})
_PEOPLE = frozenset({"email", "username"})
_LOGIN = re.compile(r"(?i)(log|sign)[_-]?in(\b|_)|authenticate")
_ONE_TIME = frozenset({"activation", "confirmation", "reset", "verification"})
_HIDING = frozenset({"SecretBytes", "SecretStr"})


def check(facts: Facts) -> Iterator[Hit]:
    """Fields of models that some route answers with."""
    seen: set[tuple[str, int]] = set()
    for use in answered(facts).values():
        for field in fields_of(facts, use.model).values():
            if not _leaks(facts, use, field) or is_excluded(facts, field):
                continue
            own = field.owner is use.model
            line = field.line if own else use.model.node.lineno
            place = Place(use.model.module.path, line)
            if (place.path, line) not in seen:
                seen.add((place.path, line))
                message = f"`{use.model.name}` is a response and holds `{field.name}`."
                yield Hit(place, message, f"{use.model.symbol}.{field.name}")
    yield from _of_rows(facts, seen)
    yield from _of_mappings(facts)
    for route, found in answered_documents(facts):
        what = f"documents as they are kept, `{found.key}` included"
        yield hit_definition(route.function, f"`{route.path}` returns {what}.")


def _of_mappings(facts: Facts) -> Iterator[Hit]:
    """Passwords of rows that a mapping is given, which a route answers with."""
    seen: set[int] = set()
    for route, mapping, function in told_mappings(facts):
        is_count = counts_passes(mapping)
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            name = facts.values.text(key, function) if key is not None else None
            if name is None or id(value) in seen or not tells_password(name, value):
                continue
            if is_count and words(name) == ["pass"]:
                continue
            seen.add(id(value))
            message = f"`{route.path}` answers with `{unparsed(value)}`."
            yield Hit(at(function.module, value), message, f"{function.symbol}.{name}")


def _of_rows(facts: Facts, seen: set[tuple[str, int]]) -> Iterator[Hit]:
    """Routes that return rows with a password, or another secret, as they are."""
    for route, row in answered_rows(facts):
        once = set(route.methods) <= _HANDED_OUT
        for field in all_fields(facts.index, row.table).values():
            place = Place(row.table.module.path, field.line)
            kept = is_excluded(facts, field) or (place.path, field.line) in seen
            told = is_password(field.name) or (not once and _is_secret(field.name))
            if not told or kept or is_deferred(field):
                continue
            if not _is_taken_out(facts, row, route.function, field.name):
                what = f"rows of `{row.table.name}`, `{field.name}` included"
                yield hit_definition(route.function, f"`{route.path}` returns {what}.")
                break
        else:
            joined = _joined(facts, row)
            if joined is not None:
                yield hit_definition(route.function, f"`{route.path}` returns {joined}.")


def _joined(facts: Facts, row: Row) -> str | None:
    """What is loaded with rows, and sent with them, that has a password.

    Mappings leave it out, and so does pydantic, for which relations of a SQLModel are no fields.
    """
    if row.dumped is not None or row.is_copied or is_model(facts, row.table):
        return None
    for table in joined_tables(facts, row):
        for field in all_fields(facts.index, table).values():
            if is_password(field.name) and not (is_excluded(facts, field) or is_deferred(field)):
                both = f"rows of `{row.table.name}` with those of `{table.name}`"
                return f"{both}, `{field.name}` included"
    return None


def _is_taken_out(facts: Facts, row: Row, endpoint: Function, name: str) -> bool:
    functions = {endpoint, row.function}
    if any(is_left_out(name, each) for each in functions):
        return True
    if row.is_copied:
        return any(is_key_taken(facts, name, each) for each in functions)
    if row.dumped is None:
        return False
    return leaves_key_out(facts, name, row.table, row.dumped, functions)


def _leaks(facts: Facts, use: Use, field: Field) -> bool:
    is_sent = any(each.sends(field.name) for each in use.choices)
    if not is_sent or _is_hidden(facts, field):
        return False
    fields = frozenset(fields_of(facts, use.model))
    # How many users have a right says nothing of any of them.
    internal = field.name in _INTERNAL and bool(fields & (_IDENTITIES | _PEOPLE))
    if is_password(field.name):
        # Beside its salt it is the row of somebody who logs in.
        return "salt" in fields or not fields & (_LOGINS - {"refresh_token"})
    if internal:
        return not fields & _LOGINS
    if _lists_tokens(facts, use.model, field):
        return True
    *_, last = parts = words(field.name) or [""]
    named = field.name == "token" and bool(fields & _IDENTITIES) and not fields & _PEOPLE
    stored = named and not _is_of_a_login(facts, use)
    keyed = parts == ["key"] and bool(_KEYS & set(pairwise(words(use.model.name))))
    keyed = keyed or _holds_keys(facts, field)
    if last in _SECRETIVE or tuple(parts[-2:]) in _KEYS or stored or keyed:
        return not _is_handed_out_once(use)
    if last == "token" and set(parts) & _ONE_TIME:
        return bool(fields & _PEOPLE) and not _is_handed_out_once(use)
    return False


def _holds_keys(facts: Facts, field: Field) -> bool:
    """Whether a field holds several keys, as texts: ``api_keys: dict[str, str]``."""
    *before, last = words(field.name) or [""]
    if (*before[-1:], last.removesuffix("s")) not in _KEYS:
        return False
    return last.endswith("s") and any(
        isinstance(each, ast.Subscript) and (facts.index.symbol(inner, scope) or "") == "str"
        for each, scope in facts.index.typed(field.annotation, field.owner)
        for inner in _last(each)
    )


def _last(member: ast.expr) -> list[ast.expr]:
    if not isinstance(member, ast.Subscript):
        return []
    inner = member.slice
    return inner.elts[-1:] if isinstance(inner, ast.Tuple) else [inner]


def _is_secret(name: str) -> bool:
    """Whether a column holds a secret, a key or what somebody stays logged in by."""
    parts = words(name)
    return bool(_SECRETIVE & set(parts[-1:])) or tuple(parts[-2:]) in _KEYS | _STAYING


def _lists_tokens(facts: Facts, model: Class, field: Field) -> bool:
    """Whether all tokens of somebody are listed, each with its text."""
    if words(field.name)[-1:] != ["tokens"]:
        return False
    return any(
        "token" in fields_of(facts, each)
        for each in named_models(facts, field.annotation, field.owner)
        if each is not model
    )


def _is_hidden(facts: Facts, field: Field) -> bool:
    """Whether what is sent is a flag, or stars."""
    names = {
        (facts.index.symbol(each, scope) or "").rpartition(".")[2]
        for each, scope in facts.index.typed(field.annotation, field.owner)
        if not isinstance(each, ast.Subscript)
    }
    if field.name in _INTERNAL:
        return False
    return bool(names) and names <= {"bool", "datetime", "int", *_HIDING}


def _is_of_a_login(facts: Facts, use: Use) -> bool:
    """Whether a login answers with it, whatever else does, as what tells of the session."""
    return any(
        route in facts.limits.logins
        or (
            set(route.methods) & _HANDED_OUT
            and (_LOGIN.search(route.path) or _LOGIN.search(route.function.name))
        )
        for route in use.routes
    )


def _is_handed_out_once(use: Use) -> bool:
    """Whether it is only in the answers of what makes it, as with a key that is shown once."""
    return all(set(route.methods) <= _HANDED_OUT for route in use.routes)


RULE = Rule(
    id="PYD002",
    name="responses-without-secrets",
    severity=Severity.P0,
    topic="validation",
    seed="Pydantic rule 2: never expose internal fields",
    what="Models of responses that hold, themselves or through a base or a nested model, a password"
    " or its hash, a secret, an API key, a token of a thing with an identity, a list of tokens or"
    " `is_superuser`; rows of a table with a password, a secret, a key or a token of a login that a"
    " route without a model, or in a response of its own making, returns as they are, as a mapping"
    " of all columns, or a password that it puts into a mapping, and what the query loads with"
    " them from another table; documents of MongoDB that were kept with a password."
    " Answers to a login, fields with `exclude=True`, flags, and what is handed out once by the"
    " POST that makes it are left alone.",
    why="Whatever is in the model is sent to everybody who may read the resource, whether a client"
    " shows it or not.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class UserBase(BaseModel):
    email: str
    hashed_password: str


class UserResponse(UserBase):
    id: int


@app.get("/users/{user_id}")
def read(user_id: int) -> UserResponse: ...
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class UserResponse(BaseModel):
    id: int
    email: str


class Tokens(BaseModel):
    access_token: str
    token_type: str = "bearer"


@app.get("/users/{user_id}")
def read(user_id: int) -> UserResponse: ...


@app.post("/login")
def login() -> Tokens: ...
"""
    },
    fix="Give the response a model of its own, without the field.",
    check=check,
)
