"""What hashes passwords that is fast, or old, or does not hash at all."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.configured import is_configured
from fastscaffold.audit.facts.passwords.disguised import disguised
from fastscaffold.audit.facts.passwords.hashers import (
    DERIVED,
    DIGESTS,
    KEYED,
    OTHER_PASSLIB,
    OTHERS,
    PASSLIB,
    SLOW,
)
from fastscaffold.audit.facts.passwords.hashing_columns import is_password_type
from fastscaffold.audit.facts.passwords.kept import weak_statements
from fastscaffold.audit.facts.passwords.names import PASSWORD, is_value
from fastscaffold.audit.facts.places import at_call, at_definition
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, dotted
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Scope

NEITHER = "neither bcrypt nor argon2"
FAST = "a hash that is not made for passwords"
# Where a password opens something, and nobody keeps what is made of it.
_KEYS = re.compile(r"(?i)^(?!.*(hash|check|verify)).*(derive|fernet|cipher|_key$)")
# What makes passwords of something else; one that is made, as of ``make_password``, may be hashed.
_MAKES = re.compile(r"(?i)^_*(?:derive|generate)_(?!.*(?:digest|enc|hash))")


def weak_hashes(facts: Facts) -> Iterator[Place]:
    """Where a password is hashed by any of them."""
    for call in facts.calls(*OTHERS):
        yield at_call(call, NEITHER)
    for origin, calls in facts.calls_by_origin.items():
        if OTHER_PASSLIB.match(origin) and not PASSLIB.match(origin):
            yield from (at_call(each) for each in calls if each.module.is_production)
    for call in facts.calls(*(f"hashlib.{name}" for name in DIGESTS), *KEYED, *DERIVED):
        if _is_for_passwords(facts, call):
            slow = facts.index.origin(call) in {*SLOW, *DERIVED}
            yield at_call(call, NEITHER if slow else FAST)
    for call in facts.calls("*.PasswordType"):
        if is_password_type(facts, call) is False:
            yield at_call(call, "schemes without bcrypt and argon2 in front")
    yield from _in_name_only(facts)
    yield from weak_statements(facts)


def _is_for_passwords(facts: Facts, call: Call) -> bool:
    """Whether what is hashed is a password: by its name, or by what the function is for."""
    function = call.function
    if function is not None and _KEYS.search(function.name):
        return False
    given = [*arguments_of(call.node), *_added(call)]
    if any(is_password(facts, each, call.scope) for each in given):
        return True
    if function is None or facts.index.origin(call) in {*KEYED, *DERIVED}:
        return False
    if _MAKES.search(function.name) and facts.callers.of(function):
        # What it makes a password of is none, unless it is given one.
        return _is_given_one(facts, function)
    return _is_about_one(function) or _is_given_one(facts, function)


def _is_about_one(function: Function) -> bool:
    """Whether a function is named after a password, and not after a token that replaces one."""
    return PASSWORD.search(function.name) is not None and "token" not in function.name.lower()


def _added(call: Call) -> Iterator[ast.expr]:
    """What a digest is given piece by piece: ``digest = sha512(); digest.update(text)``."""
    scope = call.scope
    names = [
        name for name, values in scope.assigned.items() if any(each is call.node for each in values)
    ]
    for each in scope.calls if names and not isinstance(scope, Class) else ():
        func = each.node.func
        if (
            isinstance(func, ast.Attribute)
            and func.attr == "update"
            and dotted(func.value) in names
        ):
            yield from each.node.args


def _in_name_only(facts: Facts) -> Iterator[Place]:
    """Functions that are named after hashing, and only put a word beside a password."""
    for module in facts.production:
        for function in module.functions.values():
            if "hash" not in function.name:
                continue
            values = list(returned(function))
            inner = disguised(facts, values[0], function) if len(values) == 1 else None
            if (
                isinstance(inner, ast.Name)
                and function.takes(inner.id)
                and (_is_about_one(function) or _is_given_one(facts, function))
            ):
                yield at_definition(function, "a word beside the password")


def _is_given_one(facts: Facts, function: Function) -> bool:
    """Whether somebody calls a function with a password."""
    return any(
        is_password(facts, each, call.scope)
        for call in facts.callers.of(function)
        for each in arguments_of(call.node)
    )


def is_password(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether a part of an expression is named after a password of somebody."""
    return any(
        is_value(_name_of(each)) and not is_configured(facts, each, scope)
        for each in walk(node)
        if isinstance(each, ast.expr)
    )


def _name_of(node: ast.expr) -> str:
    """What a value is called, in a mapping, too; an empty text where it has no name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name
        case _:
            return ""
