"""What a name becomes in the functions that calls hand it to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.modules import Call


def handed(callers: Callers, call: Call, name: str) -> Iterator[tuple[Function, str]]:
    """What a call runs, and the parameters by which it has a name."""
    helper = callers.target(call)
    if not isinstance(helper, Function):
        return
    for argument, _ in helper.parameters():
        value = call.argument(argument.arg, helper.position(argument.arg))
        if value is not None and _is(value, name):
            yield helper, argument.arg


def _is(node: ast.expr, name: str) -> bool:
    """Whether an expression is what a name holds, as a text or as it is."""
    match node:
        case ast.Name(id=text) | ast.Attribute(attr=text):
            return text == name
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return _is(inner, name)
        case _:
            return False
