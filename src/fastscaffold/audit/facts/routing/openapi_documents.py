"""The OpenAPI document that a project builds, replaces or writes to a file by itself."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.modules import Function, Module, last_called
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_WRITERS = frozenset({"dump", "safe_dump", "write", "write_bytes", "write_text"})


def own_openapi(facts: Facts) -> Place | None:
    """Where the OpenAPI document is built, or replaced, by the project itself."""
    for call in facts.calls("fastapi.openapi.utils.get_openapi", "*.get_openapi"):
        # One that is written and never assigned to the application replaces nothing.
        if call.function is None or not facts.callers.is_unused(call.function):
            return at_call(call, "builds the OpenAPI document")
    for app in facts.apps:
        name = f"{app.key.rpartition('.')[2]}.openapi"
        call = app.call
        holder: Scope = call.function or call.module
        for value in holder.assigned.get(name, ()):
            return Place(call.module.path, value.lineno, "replaces the OpenAPI document")
    return None


def exported(facts: Facts) -> Place | None:
    """Where the OpenAPI document is written to a file, for clients that are made from it."""
    for call in facts.calls("*.openapi", role=None):
        owner = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
        is_app = facts.index.is_a(facts.index.kind(owner, call.scope), "*.FastAPI")
        if call.module.role is not Role.TEST and is_app and _writes(call.function or call.module):
            return at_call(call, "writes the OpenAPI document")
    return None


def _writes(scope: Function | Module) -> bool:
    """Whether files are written in a function, or in a module."""
    return any(last_called(call.node) in _WRITERS for call in scope.calls)
