"""Texts that a language model writes: whoever asks it decides what they say, but nobody how."""

from __future__ import annotations

import ast
import re
from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, dotted
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Call, Scope

_ASKING = re.compile(
    r"(?:completions|responses|messages)\.(?:a?create|parse)$|(?:^|\.)a?completion$"
    r"|generate_content(?:_async)?$"
    r"|(?i:llm|chain|agent|chat|gpt|claude|gemini|\bmodel)\w*\.(?:a?invoke|a?predict|generate|chat|run)$"
)
_TOOL = re.compile(r"(?i)(?:^|[._])tools?$")
MAX_LOOKED_AT = 400


def is_of_model(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether a language model writes a text, or gives it to a tool.

    What is nearest is looked at first, and nothing twice.
    """
    waiting: deque[Placed] = deque([(node, scope)])
    seen: set[tuple[object, int]] = set()
    while waiting and len(seen) < MAX_LOOKED_AT:
        each, holder = waiting.popleft()
        key = (each.id if isinstance(each, ast.Name) else each, id(holder))
        if key in seen or isinstance(each, ast.Constant):
            continue
        seen.add(key)
        if _is_asked(each) or _is_handed_to_tool(facts, each, holder):
            return True
        waiting += _behind(facts, each, holder)
    return False


def _is_asked(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _ASKING.search(dotted(node.func) or "") is not None


def _is_handed_to_tool(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    is_taken = isinstance(node, ast.Name) and isinstance(scope, Function) and scope.takes(node.id)
    return is_taken and isinstance(scope, Function) and _is_tool(facts, scope)


def _behind(facts: Facts, node: ast.expr, scope: Scope) -> Iterator[Placed]:
    """What a text is, or is made of."""
    match node:
        case ast.Await(value=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
            yield inner, scope
        case ast.BoolOp(values=values):
            yield from ((each, scope) for each in values)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, op=ast.Add(), right=other):
            yield one, scope
            yield other, scope
        case ast.Name(id=name) if isinstance(scope, Function):
            yield from ((each, scope) for each in scope.assigned.get(name, ()))
            for call in facts.callers.of(scope) if scope.takes(name) else ():
                given = call.argument(name, scope.position(name))
                if given is not None:
                    yield given, call.scope
        case ast.Call():
            yield from _behind_call(facts, call_of(node, scope))
        case _:
            pass


def _behind_call(facts: Facts, call: Call) -> Iterator[Placed]:
    """What a function of the project returns; of any other, what it is called on and given."""
    target = facts.callers.target(call)
    if isinstance(target, Function):
        yield from ((each, target) for each in returned(target))
        return
    held = call.node.func
    around = [held.value] if isinstance(held, ast.Attribute) else []
    for each in [*around, *arguments_of(call.node)]:
        # A thread is given the function that it runs.
        run = facts.index.function_of(each, call.scope)
        if run is None:
            yield each, call.scope
        else:
            yield from ((value, run) for value in returned(run))


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
