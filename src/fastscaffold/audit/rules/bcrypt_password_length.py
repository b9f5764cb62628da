"""Passwords that are longer than bcrypt reads."""

from __future__ import annotations

import ast
import re
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields, decorated_by
from fastscaffold.audit.facts.databases.calls import THREADS
from fastscaffold.audit.facts.origins.followed import given, texts
from fastscaffold.audit.facts.passwords.checks import PasswordChecks
from fastscaffold.audit.facts.requests.constraints import bounds, constraints, is_password
from fastscaffold.audit.facts.requests.hand_reads import depended
from fastscaffold.audit.facts.routing.named_methods import reached_by_name
from fastscaffold.audit.facts.routing.parameters import parameters_of
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, Function, last_called
from fastscaffold.audit.nodes import arguments_of, mentions
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Scope

MAX_BYTES = 72
# What a length is compared with below that is the shortest one.
MIN_LIMIT = 33
_PRE_HASHES = ("hashlib.", "hmac.", "base64.")
_HASHES = frozenset({"encrypt", "generate_password_hash", "hash", "hashpw"})
_LOGIN = re.compile(r"(?i)login|log_in|sign_?in|credential|auth|token")
_OLD = re.compile(r"(?i)current|old|confirm|repeat|again")


def check(facts: Facts) -> Iterator[Hit]:
    """Once, where passwords are hashed by bcrypt and some field takes longer ones."""
    call = next(_hashing(facts), None)
    if call is None:
        return
    fields = (f"{field.owner.name}.{field.name}" for field in _unbound(facts))
    name = next(chain(fields, _unbound_parameters(facts)), None)
    if name is not None:
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
            if _is_new(field.name) and not _is_bound(facts, schema, field):
                yield field


def _unbound_parameters(facts: Facts) -> Iterator[str]:
    """Parameters of routes, and of what these depend on, in which new ones come to be hashed."""
    checks = PasswordChecks(facts)
    for route in facts.routes:
        functions = [route.function, *depended(route)]
        for function in functions:
            owner = function.owner if function.name == "__init__" else None
            holder = function.name if owner is None else owner.name
            if _LOGIN.search(holder) or _LOGIN.search(route.function.name):
                continue
            for each in parameters_of(facts.index, function, route.path):
                is_sent = each.kind in {"body", "form", "query"} and _is_new(each.name)
                calls = constraints(facts, each.annotation, each.default, function)
                if (
                    is_sent
                    and not _is_limited(facts, calls)
                    and _hash(facts, functions)
                    and not _is_only_checked(checks, function, each.name)
                ):
                    yield f"{holder}.{each.name}"


def _hash(facts: Facts, functions: Iterable[Function]) -> bool:
    """Whether some functions hash anything, themselves or by what they call."""
    for function in reached_by_name(facts, functions):
        for call in function.calls:
            name = last_called(call.node)
            if name in _HASHES or (name in THREADS and _HASHES & set(_methods_given(call))):
                return True
    return False


def _methods_given(call: Call) -> Iterator[str]:
    """The methods that a call is given to run: ``to_thread(hasher.hash, password)``."""
    for each in call.node.args:
        match each:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                yield name
            case _:
                pass


def _is_only_checked(checks: PasswordChecks, function: Function, name: str) -> bool:
    """Whether all that a function does with a password is to compare it with a hash."""
    using = [
        call
        for call in function.calls
        if any(mentions(each, {name}) for each in arguments_of(call.node))
    ]
    return bool(using) and all(_only_checks(checks, each, function) for each in using)


def _only_checks(checks: PasswordChecks, call: Call, function: Function) -> bool:
    target = checks.facts.callers.target(call)
    hashes = isinstance(target, Function) and _hash(checks.facts, [target])
    return not hashes and checks.verifies(call.node, function)


def _is_new(name: str) -> bool:
    """Whether a name is that of a password that is set, and not asked for again."""
    return is_password(name) and _OLD.search(name) is None


def _is_limited(facts: Facts, calls: Iterator[tuple[ast.Call, Scope]]) -> bool:
    found = bounds(facts, calls, "max_length", "**")
    longest = found.get("max_length")
    is_short = longest is not None and not (isinstance(longest, int) and longest > MAX_BYTES)
    return is_short or "**" in found


def _is_bound(facts: Facts, schema: Class, field: Field) -> bool:
    if _is_limited(facts, constraints(facts, field.annotation, field.value, field.owner)):
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
    " without another hash before it, while a field or a parameter for new passwords has no"
    " `max_length` of 72 or less and no validator that counts; told once, where they are hashed."
    " Argon2 is left alone.",
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
