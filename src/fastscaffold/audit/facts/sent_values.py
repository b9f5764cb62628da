"""What stands in the bodies that routes answer with, through envelopes, lists and branches."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers import is_untyped
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.held_rows import called_function, passed
from fastscaffold.audit.facts.responses import is_response
from fastscaffold.audit.facts.told_fields import parts_of, passes_on
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_STEPS = 200


def sent_values(facts: Facts, value: ast.expr, function: Function) -> Iterator[ast.expr]:
    """What is sent where a value is returned: the value itself, and whatever is put into it."""
    waiting, seen = [value], set[int]()
    while waiting and len(seen) < _STEPS:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        match each:
            case ast.Name(id=name):
                yield each
                waiting += _held(name, each, function)
            case ast.Call():
                yield each
                waiting += _handed_on(facts, each, function)
            case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item) | ast.SetComp(elt=item):
                yield each
                parts = [item]
                if isinstance(item, ast.Call):
                    parts += _handed_on(facts, item, function)
                waiting.append(item)
                waiting += [one for part in parts for one in _gone_through(part, each.generators)]
            case ast.Dict() | ast.List() | ast.Tuple() | ast.IfExp() | ast.BoolOp():
                waiting += parts_of(each, function)
            case _:
                yield each


def _held(name: str, node: ast.expr, function: Function) -> Iterator[ast.expr]:
    """What a name holds: of several values the last one, and what is put into it."""
    given = function.assigned.get(name, [])
    yield from given[-1:]
    yield from (each for each in parts_of(node, function) if each not in given)
    loops = [each for each in own_nodes(function) if isinstance(each, ast.For | ast.AsyncFor)]
    yield from _gone_through(node, loops)


def _gone_through(
    item: ast.expr, loops: list[ast.comprehension] | list[ast.For | ast.AsyncFor]
) -> Iterator[ast.expr]:
    """What a loop goes through whose items are sent as they are."""
    for each in loops:
        match item, each.target:
            case ast.Name(id=name), ast.Name(id=target) if name == target:
                yield each.iter
            case _:
                pass


def _handed_on(facts: Facts, call: ast.Call, function: Function) -> Iterator[ast.expr]:
    """What a call puts into the body that it makes of what it is given."""
    helper = called_function(facts, call, function)
    if helper is None:
        if passes_on(facts, call, function):
            yield from _filled_in(facts, call, function)
        return
    made = {
        node.id
        for value in returned(helper)
        for node in [value, *_inside(value)]
        if isinstance(node, ast.Name)
    }
    for name, value in passed(call, helper):
        if name in made and name not in helper.assigned:
            yield value


def _filled_in(facts: Facts, call: ast.Call, function: Function) -> Iterator[ast.expr]:
    """What an envelope holds of which it does not say what it is, or a response all of it."""
    made = facts.index.definition(facts.index.symbol(call.func, function))
    if not isinstance(made, Class) or is_response(facts, made.symbol):
        yield from parts_of(call, function)
        return
    fields = all_fields(facts.index, made)
    for keyword in call.keywords:
        field = fields.get(keyword.arg or "")
        if field is not None and is_untyped(facts, field.annotation, field.owner):
            yield keyword.value


def _inside(value: ast.expr) -> Iterator[ast.expr]:
    match value:
        case ast.Dict(values=values):
            yield from values
        case ast.Call(args=args, keywords=keywords):
            for each in (*args, *(one.value for one in keywords)):
                yield each
                yield from _inside(each) if isinstance(each, ast.Dict) else ()
        case _:
            pass
