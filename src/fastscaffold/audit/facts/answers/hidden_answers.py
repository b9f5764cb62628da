"""Which routes that are in no schema are pages, and which evidently answer with JSON."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.responses import is_json, is_response, makes_response
from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.requests.models import named_models
from fastscaffold.audit.facts.running.handed import run_by
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import called_name, decorator_names
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route

_STEPS = 6
_LITERALS = (ast.Dict, ast.DictComp, ast.List, ast.ListComp, ast.Set, ast.SetComp)
_MADE = frozenset({"OrderedDict", "defaultdict", "dict", "list", "set", "sorted"})
_ENCODED = frozenset({"fetchall", "jsonable_encoder", "loads", "to_list"})
_MAPPINGS = frozenset({"Dict", "dict"})
_CONTAINERS = frozenset({"List", "list"}) | _MAPPINGS
_ERRORS = frozenset({"Exception", "RuntimeError", "ValueError"})
# What returns what a template is filled with, and no answer.
_FILLING = re.compile(r"(?i)html|htmx|^hx|jinja|^page$|render|template")
_MARKUP = re.compile(r"^\s*<")


@lru_cache(maxsize=8192)
def is_hidden_page(facts: Facts, route: Route) -> bool:
    """Whether a route is in no schema, and nothing shows that it answers with JSON."""
    if route.in_schema:
        return False
    function = route.function
    if any(_FILLING.search(each) for each in decorator_names(function)):
        return True
    values = [each for each in returned(function) if not _is_error(facts, each, function)]
    if not values and _declares(facts, function, _MAPPINGS):
        return False
    if not values:
        return "GET" in route.methods or isinstance(function.node.body[-1], ast.Raise)
    if any(_is_page(facts, each, function) for each in values):
        return True
    # A page is never out of use in favour of another route.
    if _declares_model(facts, route) or _is_deprecated(facts, route):
        return False
    data = [each for each in values if _is_data(facts, each, function, _STEPS)]
    return not data or any(each not in data and not _is_plain(each) for each in values)


def _declares_model(facts: Facts, route: Route) -> bool:
    """Whether the response is said to be a model of pydantic, which nothing but JSON is made of."""
    if route.call.argument("response_class") is not None:
        return False
    model = route.call.argument("response_model")
    scope = (route.call.function or route.call.module) if model is not None else route.module
    return any(named_models(facts, model or route.function.node.returns, scope))


def _is_deprecated(facts: Facts, route: Route) -> bool:
    return facts.values.fold(route.call.argument("deprecated"), route.call.scope) is True


def _declares(facts: Facts, function: Function, among: frozenset[str]) -> bool:
    """Whether a function says that it returns something of some names."""
    kinds = facts.index.typed(function.node.returns, function.module)
    names = {
        (facts.index.symbol(unsubscripted(each), scope) or "").rpartition(".")[2]
        for each, scope in kinds
    }
    return bool(names) and names <= among


def _is_error(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether an error is returned, and not raised: it is sent as JSON, if it is at all."""
    match value:
        case ast.Name(id=name):
            return name not in function.assigned and any(
                isinstance(each, ast.ExceptHandler) and each.name == name
                for each in own_nodes(function)
            )
        case ast.Call(func=called):
            made = facts.index.symbol(called, function) or ""
            return made.endswith((".HTTPException", ".RequestValidationError")) or made in _ERRORS
        case _:
            return False


def _is_plain(value: ast.expr) -> bool:
    """Whether a value is written down that is neither a page nor data, as ``None`` is."""
    return isinstance(value, ast.Constant) and not isinstance(value.value, str)


def _is_page(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether a response, or a name that is given one, is anything but JSON."""
    made = [value, *function.assigned.get(value.id, ())] if isinstance(value, ast.Name) else [value]
    return any(makes_response(facts, each, function) for each in made)


def _is_data(facts: Facts, value: ast.expr, function: Function, steps: int) -> bool:
    """Whether an expression is a list, a mapping or a text that is sent as JSON."""
    if steps == 0:
        return False
    match value:
        case ast.Await(value=inner):
            return _is_data(facts, inner, function, steps)
        case ast.Constant(value=str() as text):
            return bool(text) and not _MARKUP.search(text)
        case ast.IfExp(body=body, orelse=otherwise):
            return any(_is_data(facts, each, function, steps - 1) for each in (body, otherwise))
        case ast.Name(id=name):
            if name not in function.assigned and not function.takes(name):
                held = facts.index.values_of(facts.index.symbol(value, function))
                return bool(held) and all(isinstance(each, _LITERALS) for each, _ in held)
            made = function.assigned.get(name, ())
            return any(
                not isinstance(each, ast.Constant) and _is_data(facts, each, function, steps - 1)
                for each in made
            )
        case ast.Call():
            return _is_made_data(facts, value, function, steps)
        case _:
            return isinstance(value, _LITERALS)


def _is_made_data(facts: Facts, call: ast.Call, function: Function, steps: int) -> bool:
    name = called_name(call)
    if name.rpartition(".")[2] in _MADE | _ENCODED:
        return True
    run = run_by(facts).get(call)
    if run is not None:
        # A thread or a pool gives what the function that it runs gives.
        return _is_made_data(facts, run.node, function, steps)
    kind = facts.index.kind(call, function)
    if is_json(facts, kind):
        return any(_is_data(facts, each, function, steps - 1) for each in _contents(call))
    if is_response(facts, kind):
        return False
    helper = called_function(facts, call, function)
    if helper is None:
        return False
    if helper.node.returns is not None:
        return _declares(facts, helper, _CONTAINERS)
    values = list(returned(helper))
    return bool(values) and all(
        not isinstance(each, ast.Constant) and _is_data(facts, each, helper, steps - 1)
        for each in values
    )


def _contents(call: ast.Call) -> Iterator[ast.expr]:
    """What a response is given to send."""
    yield from call.args[:1]
    yield from (each.value for each in call.keywords if each.arg == "content")
