"""Columns of passwords that hash what they are given, by their type or by the table."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.facts import Facts
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
            if own is not None and _hash(facts, own.functions.values()):
                return True
    methods = [
        method
        for method in field.owner.functions.values()
        if any(_is_about(each, field.name) for each in method.node.decorator_list)
        or (method.name in _TAKING and _names(method, field.name))
    ]
    return _hash(facts, methods)


def _hash(facts: Facts, functions: Iterable[Function]) -> bool:
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


def _is_about(decorator: ast.expr, name: str) -> bool:
    """Whether it is ``@validates("name")`` or its kin, or ``@name.setter``."""
    if isinstance(decorator, ast.Call):
        return any(isinstance(each, ast.Constant) and each.value == name for each in decorator.args)
    return isinstance(decorator, ast.Attribute) and dotted(decorator) == f"{name}.setter"
