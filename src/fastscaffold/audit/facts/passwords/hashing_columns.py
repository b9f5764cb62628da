"""Columns and fields that hash what they are given, by their type or by the class."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.passwords.hashers import GOOD_SCHEMES
from fastscaffold.audit.facts.requests.validators import validators
from fastscaffold.audit.modules import Class, dotted
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Function

_HASHING = re.compile(r"(?i)hash|crypt")
# Methods that whatever is given to a row goes through before it is kept.
_TAKING = frozenset({"__init__", "__post_init__", "__setattr__", "pre_save", "save"})


def hashes_itself(facts: Facts, field: Field) -> bool:
    """Whether what a column is given is hashed on the way."""
    index = facts.index
    kinds = [*index.typed(field.annotation, field.owner)]
    if isinstance(field.value, ast.Call):
        kinds += [(each, field.owner) for each in field.value.args]
    for each, scope in kinds:
        made = each.func if isinstance(each, ast.Call) else each
        # ``Mapped[Hashed]`` is one of ``Hashed``.
        for plain in (made.value, made.slice) if isinstance(made, ast.Subscript) else (made,):
            if (index.symbol(plain, scope) or "").endswith("PasswordType"):
                return True
            own = index.class_of(plain, scope)
            if own is not None and is_hashing(facts, own.functions.values()):
                return True
    methods = [
        method
        for method in field.owner.functions.values()
        if any(is_about(each, field.name) for each in method.node.decorator_list)
        or (method.name in _TAKING and _names(method, field.name))
    ]
    return is_hashing(facts, methods)


def is_password_type(facts: Facts, call: Call) -> bool | None:
    """Whether a column of SQLAlchemy-Utils hashes with bcrypt or argon2; None where unknown."""
    first = first_scheme(facts, call)
    return first.startswith(GOOD_SCHEMES) if first is not None else None


def first_scheme(facts: Facts, call: Call) -> str | None:
    """What such a column hashes with; None where unknown."""
    schemes = facts.values.fold(call.argument("schemes"), call.scope)
    first = cast("list[object]", schemes)[:1] if isinstance(schemes, list) else []
    return first[0] if first and isinstance(first[0], str) else None


def is_hashed_by(facts: Facts, schema: str | None, name: str) -> bool:
    """Whether a model of requests hashes one of its fields before anyone reads it."""
    defined = facts.index.definition(schema)
    if not isinstance(defined, Class):
        return False
    field = all_fields(facts.index, defined).get(name)
    if field is None:
        return False
    checking = [
        method
        for method, decorator in validators(facts, defined)
        if is_about(decorator, name) or is_about(decorator, "*") or _writes(method, name)
    ]
    for each, scope in facts.index.metadata(field.annotation, field.owner):
        given = each.args if isinstance(each, ast.Call) else []
        checking += filter(None, (facts.index.function_of(one, scope) for one in given))
    return hashes_itself(facts, field) or is_hashing(facts, checking)


@lru_cache(maxsize=2)
def hashed_in_place(facts: Facts, pattern: re.Pattern[str]) -> frozenset[str]:
    """Attributes of requests that are given a hash before they go on."""
    found: set[str] = set()
    for module in facts.production:
        for function in module.functions.values():
            for target, values in function.assigned.items():
                owner, _, name = target.rpartition(".")
                is_made = any(isinstance(each, ast.Call | ast.Await) for each in values)
                if owner and is_made and pattern.search(name):
                    found.add(name)
    return frozenset(found)


def _writes(method: Function, name: str) -> bool:
    """Whether a validator of a whole model gives a field another value."""
    return any(
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value == name
        for node in walk(method.node)
    )


def is_hashing(facts: Facts, functions: Iterable[Function]) -> bool:
    """Whether functions, or what they call, make a hash of something."""
    return any(
        _HASHING.search(facts.index.origin(call).rpartition(".")[2])
        for function in facts.callers.reached(functions)
        for call in function.calls
    )


def _names(method: Function, name: str) -> bool:
    """Whether a method sets a column: ``self.name = …``, or what it compares the name with."""
    if f"self.{name}" in method.assigned:
        return True
    return method.name == "__setattr__" and any(
        isinstance(each, ast.Constant) and each.value == name for each in walk(method.node)
    )


def is_about(decorator: ast.expr, name: str) -> bool:
    """Whether it is ``@validates("name")`` or its kin, or ``@name.setter``."""
    if isinstance(decorator, ast.Call):
        return any(isinstance(each, ast.Constant) and each.value == name for each in decorator.args)
    return isinstance(decorator, ast.Attribute) and dotted(decorator) == f"{name}.setter"
