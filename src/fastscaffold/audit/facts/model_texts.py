"""Texts that a language model writes: whoever asks it decides what they say, but nobody how."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origin_nodes import call_of
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, dotted
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

_ASKING = re.compile(
    r"(?:completions|responses|messages)\.(?:a?create|parse)$|(?:^|\.)a?completion$"
    r"|generate_content(?:_async)?$"
    r"|(?i:llm|chain|agent|chat|gpt|claude|gemini|\bmodel)\w*\.(?:a?invoke|a?predict|generate|chat|run)$"
)
_TOOL = re.compile(r"(?i)(?:^|[._])tools?$")
MAX_STEPS = 8


def is_of_model(facts: Facts, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool:
    """Whether a language model writes a text, or gives it to a tool."""
    if steps == 0:
        return False
    match node:
        case ast.Await(value=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
            return is_of_model(facts, inner, scope, steps)
        case ast.Name(id=name) if isinstance(scope, Function):
            if scope.takes(name) and _is_tool(facts, scope):
                return True
            if any(
                is_of_model(facts, each, scope, steps - 1) for each in scope.assigned.get(name, ())
            ):
                return True
            return scope.takes(name) and any(
                is_of_model(facts, given, each.scope, steps - 1)
                for each in facts.callers.of(scope)
                if (given := each.argument(name, scope.position(name))) is not None
            )
        case ast.Call():
            return _is_called(facts, call_of(node, scope), steps)
        case _:
            return False


def _is_called(facts: Facts, call: Call, steps: int) -> bool:
    if _ASKING.search(dotted(call.node.func) or ""):
        return True
    target = facts.callers.target(call)
    if isinstance(target, Function):
        return any(is_of_model(facts, each, target, steps - 1) for each in returned(target))
    held = call.node.func
    around = [held.value] if isinstance(held, ast.Attribute) else []
    return any(
        is_of_model(facts, each, call.scope, steps - 1)
        for each in [*around, *arguments_of(call.node)]
    )


def _is_tool(facts: Facts, function: Function) -> bool:
    """Whether a function is given to a model as one of its tools."""
    if any(
        _TOOL.search(dotted(each.func if isinstance(each, ast.Call) else each) or "")
        for each in function.node.decorator_list
    ):
        return True
    return function in _tools(facts)


@lru_cache(maxsize=2)
def _tools(facts: Facts) -> set[Function]:
    """Functions that are handed on as ``tools=[…]``."""
    return {
        function
        for module in facts.production
        for call in module.calls
        for keyword in call.node.keywords
        if keyword.arg == "tools"
        for each in walk(keyword.value)
        if isinstance(each, ast.Name | ast.Attribute)
        and (function := facts.index.function_of(each, call.scope)) is not None
    }
