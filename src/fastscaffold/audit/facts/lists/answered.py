"""Lists that routes answer with and do not declare, told by what they return."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.answers import is_untyped
from fastscaffold.audit.facts.classes import SCHEMAS, all_fields
from fastscaffold.audit.facts.lists.held_rows import (
    NONE,
    STEPS,
    are_rows,
    called_function,
    given_rows,
)
from fastscaffold.audit.facts.lists.listed_fields import IDENTITIES, listed_fields
from fastscaffold.audit.facts.lists.listing import is_listing
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, called_name, last_called
from fastscaffold.audit.nodes import is_none, mentions, names_in, unsubscripted
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route

CONTENTS = frozenset(
    {"content", "context", "data", "detail", "features", "items", "result", "results"}
)
_WRAPPERS = ("Collection", "Response", "jsonable_encoder")
_RESPONSES = ("*.JSONResponse", "*.ORJSONResponse", "*.Response", "*.UJSONResponse")
# What sums tell is a mapping, and the lists in it are of kinds, of which there are few.
_STATISTICS = frozenset({"metrics", "overview", "statistics", "stats", "summary"})
_SUMMING = frozenset({"Counter", "avg", "group_by", "mean", "sum"})
_COUNTING = frozenset({"count", "count_documents", "len", "max", "min"})
# What stands beside the rows in an envelope.
_TELLING = frozenset(
    {
        "code", "count", "description", "detail", "error", "filters", "limit", "message", "meta",
        "metadata", "msg", "next", "offset", "ok", "page", "pages", "pagination", "size", "skip",
        "status", "success", "timestamp", "total",
    }
)  # fmt: skip
# What of a query says which rows are wanted.
_CONDITIONS = frozenset({"filter", "filter_by", "get", "having", "join", "where", "with_parent"})


def answers_with_rows(facts: Facts, route: Route) -> bool:
    """Whether a route whose response no model describes returns all rows of a query."""
    if not is_listing(route) or not is_open(facts, route):
        return False
    told = are_rows if _is_of_sums(facts, route) else _is_answer_of_rows
    return any(
        told(facts, value, route.function, STEPS, NONE) for value in returned(route.function)
    )


def _is_of_sums(facts: Facts, route: Route) -> bool:
    """Whether a route that is called one of statistics counts or sums things, more than once."""
    if not tells_of_sums(route):
        return False
    called = [
        last_called(call.node)
        for function in facts.callers.reached([route.function])
        for call in function.calls
    ]
    return bool(_SUMMING & set(called)) or sum(each in _COUNTING for each in called) > 1


def tells_of_sums(route: Route) -> bool:
    """Whether a route is called one of statistics."""
    return bool(_STATISTICS & {*words(route.path), *words(route.function.name)})


def is_open(facts: Facts, route: Route) -> bool:
    """Whether nothing is said of what a body holds: a mapping, any response, or no word at all.

    An envelope says nothing of it, either, if what it holds may be anything.
    """
    model = route.call.argument("response_model")
    model = None if is_none(model) else model
    declared = model or route.function.node.returns
    scope = (route.call.function or route.call.module) if model is not None else route.module
    if is_untyped(facts, declared, scope):
        return True
    kinds = facts.index.typed(declared, scope)
    if model is None and all(
        (facts.index.symbol(each, holder) or "").endswith("Response") for each, holder in kinds
    ):
        return True
    return any(
        isinstance(model, Class)
        and bool(_open_fields(facts, model))
        and (not isinstance(each, ast.Subscript) or _ignores_parameters(facts, model))
        for each, holder in kinds
        for model in [facts.index.definition(facts.index.symbol(unsubscripted(each), holder))]
    )


def _ignores_parameters(facts: Facts, model: Class) -> bool:
    """Whether no field of a generic model is of what it is told: ``data: Any``."""
    told = {
        name
        for base in model.node.bases
        if isinstance(base, ast.Subscript)
        for name in names_in(base.slice)
    }
    fields = all_fields(facts.index, model).values()
    return bool(told) and not any(
        each.annotation is not None and mentions(each.annotation, told) for each in fields
    )


def _open_fields(facts: Facts, model: Class) -> frozenset[str]:
    """The fields of a model that may hold anything."""
    if not facts.index.is_a(model.symbol, *SCHEMAS):
        return frozenset()
    fields = all_fields(facts.index, model)
    if IDENTITIES & set(fields):
        return frozenset()
    return frozenset(
        name
        for name, each in fields.items()
        if each.annotation is not None and is_untyped(facts, each.annotation, each.owner)
    )


def _is_answer_of_rows(
    facts: Facts, value: ast.expr, function: Function, steps: int, given: frozenset[str]
) -> bool:
    """Whether a body is rows, or a mapping, an envelope or a response that holds them."""
    if steps == 0:
        return False
    if are_rows(facts, value, function, steps, given):
        return True
    if isinstance(value, ast.Name):
        return _is_named_answer(facts, value.id, function, steps, given)
    if any(
        _is_answer_of_rows(facts, each, function, steps - 1, given)
        for each in _held(facts, value, function)
    ):
        return True
    call = value.value if isinstance(value, ast.Await) else value
    helper = called_function(facts, call, function) if isinstance(call, ast.Call) else None
    if helper is None or not isinstance(call, ast.Call):
        return False
    filled = given_rows(facts, call, function, steps, given)
    return _answers_with_rows(facts, helper, steps - 1, filled)


# Helpers call themselves, and names are made of themselves: each is looked at once for all places.
@lru_cache(maxsize=2048)
def _answers_with_rows(facts: Facts, helper: Function, steps: int, given: frozenset[str]) -> bool:
    """Whether a helper returns an envelope that holds rows."""
    return steps > 0 and any(
        _is_envelope(facts, each, helper) and _is_answer_of_rows(facts, each, helper, steps, given)
        for each in returned(helper)
    )


@lru_cache(maxsize=2048)
def _is_named_answer(
    facts: Facts, name: str, function: Function, steps: int, given: frozenset[str]
) -> bool:
    """Whether a name holds a body of rows: what is put together last, as some may be cut off."""
    return any(
        isinstance(each, ast.Await | ast.Call | ast.Dict)
        and _is_answer_of_rows(facts, each, function, steps - 1, given)
        for each in function.assigned.get(name, ())[-1:]
    )


def _is_envelope(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether what a helper returns is rows with what tells of them, and not a thing with parts."""
    match _made(value, function):
        case ast.Dict(keys=keys):
            names = [each.value for each in keys if isinstance(each, ast.Constant)]
            told = [each for each in names if _TELLING & set(words(str(each)))]
            return len(names) == len(keys) and len(told) >= len(names) - 1
        case ast.Call(func=called) as call:
            made = facts.index.definition(facts.index.symbol(called, function))
            if isinstance(made, Class):
                return bool(_open_fields(facts, made))
            helper = called_function(facts, call, function)
            return helper is not None or called_name(call).endswith(_WRAPPERS)
        case _:
            return False


def _told_of(value: ast.Dict) -> frozenset[str]:
    """The things that a mapping tells of, each by several of its attributes."""
    keys: dict[str, list[str]] = {}
    for key, each in zip(value.keys, value.values, strict=True):
        if isinstance(each, ast.Attribute) and isinstance(key, ast.Constant):
            keys.setdefault(unparsed(each.value), []).append(str(key.value))
    return frozenset(
        thing
        for thing, names in keys.items()
        if len(names) > 1 and any(not _TELLING & set(words(name)) for name in names)
    )


def _is_whole_table(value: ast.expr, things: frozenset[str], function: Function) -> bool:
    """Whether all rows of a table are asked for, and not those that are parts of some things."""
    waiting, seen = [value], set[str]()
    asked = False
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case ast.Call(func=ast.Attribute(attr=name)) if name in _CONDITIONS:
                    return False
                case ast.Compare() | ast.keyword():
                    return False
                case ast.Name(id=name) if name in things:
                    return False
                case ast.Call(func=ast.Attribute(attr="query") | ast.Name(id="select")):
                    asked = True
                case ast.Name(id=name) if name not in seen:
                    seen.add(name)
                    waiting += function.assigned.get(name, ())
                case _:
                    pass
    return asked


def _made(value: ast.expr, function: Function) -> ast.expr:
    """The only thing that a name is given, or else the expression itself."""
    if isinstance(value, ast.Name):
        given = function.assigned.get(value.id, [])
        value = given[0] if len(given) == 1 else value
    return value.value if isinstance(value, ast.Await) else value


def _held(facts: Facts, value: ast.expr, function: Function) -> Iterator[ast.expr]:
    """What the body of a response, a mapping, or an envelope, holds."""
    match value:
        case ast.Dict(values=values):
            things = _told_of(value)
            yield from (
                each for each in values if not things or _is_whole_table(each, things, function)
            )
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            yield from (each.value for each in keywords)
        case ast.Call() if called_name(value).endswith(_WRAPPERS):
            yield from value.args
            yield from (each.value for each in value.keywords if each.arg in CONTENTS)
        case ast.Call(func=called, keywords=keywords):
            model = facts.index.definition(facts.index.symbol(called, function))
            if isinstance(model, Class):
                fields = _open_fields(facts, model) | listed_fields(facts, model)
                if facts.index.is_a(model.symbol, *_RESPONSES):
                    fields = CONTENTS
                yield from (each.value for each in keywords if each.arg in fields)
        case _:
            pass
