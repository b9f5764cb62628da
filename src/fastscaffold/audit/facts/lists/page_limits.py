"""Lists that routes answer with, and how many items a client may ask for."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.described import described_answer
from fastscaffold.audit.facts.answers.responses import is_response
from fastscaffold.audit.facts.classes import SCHEMAS, all_fields
from fastscaffold.audit.facts.lists.cut_limits import is_cut, keeps_none
from fastscaffold.audit.facts.lists.listing import is_listing, told_by_helper
from fastscaffold.audit.facts.lists.page_models import LISTS, PAGES, has_rows, is_number, is_page
from fastscaffold.audit.facts.lists.written import is_fixed
from fastscaffold.audit.facts.origins.constructors import taken_fields
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.modules import Class, Function, called_name
from fastscaffold.audit.nodes import is_none, unsubscripted
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

_SIZES = frozenset(
    {
        "count", "counts", "first", "items_per_page", "limit", "max_results", "page_limit",
        "page_size", "pagesize", "per_page", "perpage", "size", "take", "top", "top_k",
    }
)  # fmt: skip
_STARTS = frozenset({"offset", "page", "page_num", "page_number", "skip", "start"})
_NUMBERS = frozenset({"float", "int"})
_NUMBERS_MADE = frozenset({"condecimal", "confloat", "conint"})
_BOUNDS = frozenset({"le", "lt"})
_DAYS = frozenset({"date", "day", "month", "week"})
_DATES = frozenset({"datetime.date", "datetime.datetime"})


# How many envelopes stand in each other; a name may be given one that is made from its own.
_STEPS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """A parameter that says how many items are wanted."""

    name: str
    is_bounded: bool


def lists(facts: Facts, route: Route) -> bool:
    """Whether a route answers with a list whose length the data decide."""
    if not is_listing(route) and not _asks_for_page(facts, route):
        return False
    annotation = route.call.argument("response_model")
    scope: Scope = route.call.function or route.call.module
    if annotation is None or isinstance(annotation, ast.Constant):
        annotation, scope = route.function.node.returns, route.module
        named = list(facts.index.typed(annotation, scope))
        if all(is_response(facts, facts.index.symbol(*each)) for each in named):
            annotation, scope = described_answer(facts, route) or (annotation, scope)
    kinds = list(facts.index.typed(annotation, scope))
    if annotation is None:
        kinds = list(told_by_helper(facts, route))
    if is_about_a_date(facts, route) or is_fixed(facts, route.function):
        return False
    found = [_is_list(facts, each, holder) for each, holder in kinds]
    # What is of one thing, and no list at times, is that thing.
    return all(found) and bool(found) if route.path.endswith("}") else any(found)


def _asks_for_page(facts: Facts, route: Route) -> bool:
    """Whether a body says where a page begins and how long it is, as tables of browsers do."""
    if route.methods != ("POST",) or route.is_websocket:
        return False
    bodies = [each.annotation for each in route.parameters if each.kind == "body"]
    models = [facts.index.class_of(each, route.module) for each in bodies if each is not None]
    return any(
        each is not None
        and not _STARTS.isdisjoint(all_fields(facts.index, each))
        and any(sizes_of_model(facts, each))
        for each in models
    )


def is_about_a_date(facts: Facts, route: Route) -> bool:
    """Whether the path ends with a date: what is of one day or week does not grow."""
    last = route.path.rstrip("/").rpartition("/")[2]
    return any(
        (each.name in _DAYS or facts.index.annotated(each.annotation, route.module) in _DATES)
        for each in route.parameters
        if each.kind == "path" and last == f"{{{each.name}}}"
    )


def is_library_page(facts: Facts, route: Route) -> bool:
    """Whether a library cuts the pages, which has a limit of its own."""
    annotation = route.call.argument("response_model") or route.function.node.returns
    scope = route.call.function or route.call.module
    for each, holder in facts.index.typed(annotation, scope):
        plain = unsubscripted(each)
        symbol = facts.index.symbol(plain, holder)
        for ancestor in facts.index.ancestors(symbol):
            if ancestor.startswith("fastapi_pagination."):
                return True
    return False


def sizes(facts: Facts, route: Route) -> list[Size]:
    """The parameters of a route, and of what it depends on, that say how many are wanted."""
    found = list(_of_function(facts, route.function))
    for dependency in route.dependencies:
        for function in dependency.filled:
            found += _of_function(facts, function)
        kind = facts.index.definition(dependency.symbol)
        if isinstance(kind, Class):
            found += sizes_of_model(facts, kind)
        if isinstance(dependency.target, ast.Call):
            for each in dependency.target.args:
                model = facts.index.class_of(each, dependency.module)
                if model is not None:
                    found += sizes_of_model(facts, model)
    return found


def _is_list(facts: Facts, member: ast.expr, scope: Scope, steps: int = _STEPS) -> bool:
    plain = unsubscripted(member)
    symbol = facts.index.symbol(plain, scope)
    last = (symbol or "").rpartition(".")[2]
    if last in LISTS:
        return isinstance(member, ast.Subscript) and has_rows(facts, member.slice, scope)
    model = facts.index.definition(symbol)
    made = [value for value, _ in facts.index.values_of(symbol)]
    made += model.node.bases if isinstance(model, Class) else ()
    if any(map(_makes_list, made)):
        return True
    if isinstance(model, Class):
        return is_page(facts, model) or _is_filled(facts, model, member, scope, steps)
    return isinstance(member, ast.Subscript) and bool(PAGES & set(words(last)))


def _makes_list(value: ast.expr) -> bool:
    """Whether Tortoise makes a model, of all that a query gives."""
    return isinstance(value, ast.Call) and called_name(value).endswith("pydantic_queryset_creator")


def _is_filled(facts: Facts, model: Class, member: ast.expr, scope: Scope, steps: int) -> bool:
    """Whether a generic envelope is filled with a list: ``Data[list[Item]]``, or a class of it."""
    fillings = [(member, scope), *((each, model) for each in model.node.bases)]
    fields = [each.annotation for each in all_fields(facts.index, model).values()]
    generic = [each for each in fields if _is_variable(facts, each, model)]
    return (
        bool(steps)
        and len(generic) == 1
        and any(
            _is_list(facts, inner, inside, steps - 1)
            for each, holder in fillings
            if isinstance(each, ast.Subscript)
            and isinstance(facts.index.class_of(each.value, holder), Class)
            # Be it by a name that it is given: ``Boats = Page[Boat]``.
            for inner, inside in facts.index.typed(each.slice, holder)
            if isinstance(inner, ast.Subscript)
        )
    )


def _is_variable(facts: Facts, annotation: ast.expr | None, model: Class) -> bool:
    """Whether a field is of a type that whoever uses the model fills in."""
    kinds = facts.index.typed(annotation, model)
    if len(kinds) != 1 or not isinstance(kinds[0][0], ast.Name):
        return False
    symbol = facts.index.symbol(*kinds[0])
    made = [value for value, _ in facts.index.values_of(symbol)]
    return symbol is None or any(
        isinstance(each, ast.Call) and called_name(each).endswith("TypeVar") for each in made
    )


def _of_function(facts: Facts, function: Function) -> Iterator[Size]:
    for argument, default in function.parameters():
        name = argument.arg
        if _is_size(name) and is_number(facts, argument.annotation, function.module):
            bounded = is_bounded(facts, argument.annotation, default, function.module)
            # Whoever names none is given all.
            bounded &= not (_is_none(default) and keeps_none(facts, function, name))
            yield Size(name, bounded or is_cut(facts, function, name))
        kind = facts.index.annotated(argument.annotation, function.module)
        definition = facts.index.definition(kind)
        if isinstance(definition, Class) and facts.index.is_a(kind, *SCHEMAS):
            yield from sizes_of_model(facts, definition)


def _is_none(default: ast.expr | None) -> bool:
    """Whether a parameter is None where nobody gives it: ``Query(None, le=100)``."""
    if isinstance(default, ast.Call):
        named = [each.value for each in default.keywords if each.arg == "default"]
        default = next(iter([*default.args, *named]), None)
    return is_none(default)


def sizes_of_model(facts: Facts, model: Class) -> Iterator[Size]:
    """The fields of a model that say how many are wanted."""
    fields = taken_fields(facts.index, model)
    for name, each in fields.items():
        # Tables of browsers call it so beside where they start.
        is_size = _is_size(name) or (name == "length" and "start" in fields)
        if is_size and is_number(facts, each.annotation, each.owner):
            yield Size(name, is_bounded(facts, each.annotation, each.value, each.owner))


def _is_size(name: str) -> bool:
    named = "_".join(words(name))
    # Whatever of which there are so many on a page.
    return named in _SIZES or named.endswith(("_per_page", "chunk_size", "_page_size"))


def is_bounded(
    facts: Facts, annotation: ast.expr | None, default: ast.expr | None, scope: Scope
) -> bool:
    """Whether a number has an upper bound, by its type, by ``Query(...)`` or by ``Field(...)``."""
    given = [default, *(each for each, _ in facts.index.metadata(annotation, scope))]
    # ``Field(Query(20, le=100))``: what is inside says the same.
    given += [inner for each in given if isinstance(each, ast.Call) for inner in each.args[:1]]
    for each in given:
        if isinstance(each, ast.Call):
            name = facts.index.called(each.func, scope).rpartition(".")[2]
            if any(keyword.arg in _BOUNDS or keyword.arg is None for keyword in each.keywords):
                return True
            if name in {"Le", "Lt", "Interval"}:
                return True
    for each, holder in facts.index.typed(annotation, scope):
        if isinstance(each, ast.Subscript):
            return True
        symbol = facts.index.symbol(each, holder)
        if symbol is not None and symbol not in _NUMBERS | {"str"}:
            return True
    return _is_made_bounded(annotation) or _is_called_type(facts, annotation, scope)


def _is_made_bounded(annotation: ast.expr | None) -> bool:
    """Whether a call makes the type, such as ``conint(le=100)``, be it an optional one."""
    made = [each for each in walk(annotation) if isinstance(each, ast.Call)] if annotation else []
    for each in made:
        if called_name(each) in _NUMBERS_MADE:
            return any(keyword.arg in {*_BOUNDS, None} for keyword in each.keywords)
    return isinstance(annotation, ast.Call)


def _is_called_type(facts: Facts, annotation: ast.expr | None, scope: Scope) -> bool:
    """Whether a type is made by a call such as ``conint(le=100)``."""
    symbol = facts.index.symbol(annotation, scope)
    return any(isinstance(value, ast.Call) for value, _ in facts.index.values_of(symbol))
