"""What stands in the bodies that routes answer with, through envelopes, lists and branches."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.answers import is_untyped
from fastscaffold.audit.facts.answers.responses import is_json, is_response
from fastscaffold.audit.facts.answers.told_fields import parts_of, passes_on
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.lists.held_rows import called_function, passed
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, last_called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_MOST = 200
_STEPS = 4


def sent_values(
    facts: Facts, value: ast.expr, function: Function, steps: int = _STEPS
) -> Iterator[ast.expr]:
    """What is sent where a value is returned: the value itself, and whatever is put into it."""
    waiting, seen = [value], set[int]()
    while waiting and len(seen) < _MOST:
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
                waiting += _handed_on(facts, each, function, steps)
            case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item) | ast.SetComp(elt=item):
                yield each
                parts = [item]
                if isinstance(item, ast.Call):
                    parts += _handed_on(facts, item, function, steps)
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
    yield from _gone_through(node, _loops(function))


# A function has many names, and each return of them asks for all.
@lru_cache(maxsize=2048)
def _loops(function: Function) -> list[ast.For | ast.AsyncFor]:
    return [each for each in own_nodes(function) if isinstance(each, ast.For | ast.AsyncFor)]


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


def _handed_on(facts: Facts, call: ast.Call, function: Function, steps: int) -> Iterator[ast.expr]:
    """What a call puts into the body that it makes of what it is given."""
    kind = facts.index.kind(call, function)
    if last_called(call) == "TemplateResponse" or (
        is_response(facts, kind) and not is_json(facts, kind)
    ):
        return
    helper = called_function(facts, call, function)
    if helper is None:
        if passes_on(facts, call, function):
            yield from _filled_in(facts, call, function)
        return
    made = _passed_on(facts, helper, steps - 1)
    yield from (value for name, value in passed(call, helper) if name in made)


# Helpers that call each other are looked at once.
@lru_cache(maxsize=2048)
def _passed_on(facts: Facts, helper: Function, steps: int) -> frozenset[str]:
    """The parameters of a helper that are in what it returns, as they are."""
    if steps <= 0:
        return frozenset()
    return frozenset(
        each.id
        for value in returned(helper)
        for each in sent_values(facts, value, helper, steps)
        if isinstance(each, ast.Name) and helper.takes(each.id) and each.id not in helper.assigned
    )


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
