"""Passwords that are longer than bcrypt reads."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields, decorated_by
from fastscaffold.audit.facts.constraints import bounds, constraints, is_password
from fastscaffold.audit.facts.followed import given, texts
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.classes import Field

MAX_BYTES = 72
# What a length is compared with below that is the shortest one.
MIN_LIMIT = 33
_PRE_HASHES = ("hashlib.", "hmac.", "base64.")
_LOGIN = re.compile(r"(?i)login|log_in|sign_?in|credential|auth|token")
_OLD = re.compile(r"(?i)current|old|confirm|repeat|again")


def check(facts: Facts) -> Iterator[Hit]:
    """Once, where passwords are hashed by bcrypt and some field takes longer ones."""
    call = next(_hashing(facts), None)
    if call is None:
        return
    field = next(_unbound(facts), None)
    if field is not None:
        name = f"{field.owner.name}.{field.name}"
        yield hit_call(call, f"bcrypt reads {MAX_BYTES} bytes, and `{name}` takes more.")


def _hashing(facts: Facts) -> Iterator[Call]:
    for call in facts.calls("bcrypt.hashpw"):
        if not _is_hashed_before(facts, call):
            yield call
    for call in facts.calls("passlib.context.CryptContext"):
        options, _ = given(facts, call)
        names = texts(facts, *options["schemes"]) if "schemes" in options else None
        if "default" in options:
            names = texts(facts, *options["default"])
        refuses = options.get("bcrypt__truncate_error")
        if refuses is not None and facts.values.fold(*refuses) is True:
            continue
        if names and names[0] == "bcrypt":
            yield call
    for call in facts.calls("passlib.hash.bcrypt.hash", "pwdlib.hashers.bcrypt.BcryptHasher.hash"):
        if not _is_hashed_before(facts, call):
            yield call
    hashes = list(facts.calls("pwdlib.PasswordHash"))
    inside = {id(node) for call in hashes for node in walk(call.node)}
    for call in facts.calls("pwdlib.hashers.bcrypt.BcryptHasher"):
        # One that is used by itself; what holds it calls it somewhere.
        if id(call.node) not in inside and not _is_hashed_before(facts, call):
            yield call
    for call in hashes:
        first = call.argument("hashers", 0)
        if isinstance(first, ast.Tuple | ast.List) and first.elts:
            name = facts.index.kind(first.elts[0], call.scope) or ""
            if name.endswith("BcryptHasher"):
                yield call


def _is_hashed_before(facts: Facts, call: Call) -> bool:
    if call.function is None:
        return True
    return any(
        facts.index.origin(each).startswith(_PRE_HASHES)
        for function in facts.callers.reached([call.function])
        for each in function.calls
    )


def _unbound(facts: Facts) -> Iterator[Field]:
    """Fields in which new passwords come, whose length nothing limits."""
    for schema in facts.schemas:
        if _LOGIN.search(schema.name):
            continue
        for field in all_fields(facts.index, schema).values():
            is_new = is_password(field.name) and _OLD.search(field.name) is None
            if is_new and not _is_bound(facts, schema, field):
                yield field


def _is_bound(facts: Facts, schema: Class, field: Field) -> bool:
    calls = constraints(facts, field.annotation, field.value, field.owner)
    found = bounds(facts, calls, "max_length", "**")
    longest = found.get("max_length")
    if longest is not None and not (isinstance(longest, int) and longest > MAX_BYTES):
        return True
    if "**" in found:
        return True
    # A validator that counts, or whatever stands behind `Annotated`, may limit it.
    for name in facts.index.ancestors(schema.symbol):
        defined = facts.index.definition(name)
        if isinstance(defined, Class) and _has_validator(defined, field):
            return True
    return False


def _has_validator(defined: Class, field: Field) -> bool:
    for function in decorated_by(defined, "field_validator", "validator", "model_validator"):
        nodes = list(walk(function.node))
        about = any(isinstance(each, ast.Constant) and each.value == field.name for each in nodes)
        limits = any(
            isinstance(each, ast.Compare)
            and any(
                isinstance(operator, ast.Gt | ast.GtE | ast.LtE | ast.Lt) for operator in each.ops
            )
            and any(
                isinstance(part, ast.Constant)
                and isinstance(part.value, int)
                and part.value >= MIN_LIMIT
                for part in walk(each)
            )
            for each in nodes
        )
        counts = any(isinstance(each, ast.Attribute) and each.attr == "encode" for each in nodes)
        if about and (limits or counts):
            return True
    return False


RULE = Rule(
    id="SEC022",
    name="bcrypt-password-length",
    severity=Severity.P1,
    topic="security",
    seed="OWASP Password Storage Cheat Sheet: input limits of bcrypt",
    what="Passwords that bcrypt hashes (itself, or as the first scheme of passlib or pwdlib)"
    " without another hash before it, while a field for new passwords has no `max_length` of 72 or"
    " less and no validator that counts; told once, where they are hashed. Argon2 is left alone.",
    why="What is longer bcrypt cuts off, so that another password logs in, or fails with an error"
    " 500, as from version 5 on.",
    bad={
        "app/users.py": """import bcrypt
from pydantic import BaseModel


class UserCreate(BaseModel):
    password: str


def hash_password(password: str) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
"""
    },
    good={
        "app/users.py": """import bcrypt
from pydantic import BaseModel, Field


class UserCreate(BaseModel):
    password: str = Field(max_length=72)


def hash_password(password: str) -> bytes:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
"""
    },
    fix="Hash with Argon2, or refuse passwords of more than 72 bytes.",
    check=check,
    formerly=("X013",),
)
