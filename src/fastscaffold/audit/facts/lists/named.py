"""Lists that routes answer with, told by what routes and what they ask are called.

What a service, a client or a driver gives cannot always be seen. Where a route is called one of all
of something, and what it asks for its answer is called so as well, it is a list.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.sources import Loop, sources
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.lists.answered import CONTENTS, is_open, tells_of_sums
from fastscaffold.audit.facts.lists.cut_limits import is_cut_by_default
from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.lists.listed_fields import IDENTITIES
from fastscaffold.audit.facts.lists.page_limits import is_about_a_date
from fastscaffold.audit.facts.lists.page_models import SIMPLE, is_list_field, is_simple
from fastscaffold.audit.facts.lists.written import is_fixed
from fastscaffold.audit.facts.requests.models import named_models
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.plurals import (
    ALL,
    ASKING,
    asked_words,
    has_plural,
    head,
    is_asking_for_several,
    singular,
)
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, dotted, last_called
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route

_LISTS = frozenset({"Any", "Iterable", "List", "Sequence", "dict", "Dict", "list", "tuple"})
_BUILTINS = frozenset({"list"})
_LIMITS = frozenset(
    {"k", "limit", "max_results", "n", "page_size", "per_page", "size", "top", "top_k", "top_n"}
)
_PAGES = ("FileResponse", "HTMLResponse", "RedirectResponse", "StreamingResponse", "SourceResponse",
          "TemplateResponse")  # fmt: skip
# What a model is called besides that of which it is one.
_OF_MODELS = frozenset(
    {"dto", "model", "out", "output", "read", "response", "result", "schema", "view"}
)
_STATEMENT = re.compile(r"(?is)\s*(?:create|delete|insert|match|merge|select|update|with)\s.+")
# Beside the things of an envelope, whatever these hold.
_TELLING = frozenset({"links", "meta", "metadata", "page", "pager", "pagination", "paging"})


@lru_cache(maxsize=8192)
def is_named_list(facts: Facts, route: Route) -> bool:
    """Whether a route is called a list of things, and so is what it answers with."""
    if route.methods != ("GET",) or route.is_websocket or is_about_a_date(facts, route):
        return False
    if tells_of_sums(route) or _is_shown(route):
        return False
    asked = asked_words(route)
    if not asked or is_fixed(facts, route.function):
        return False
    if not is_open(facts, route):
        return _is_named_model(facts, route, asked)
    if _is_of_values(facts, route):
        return False
    return any(
        _is_named_call(facts, each, route.function, asked)
        if isinstance(each, ast.Call)
        else _is_made_of_each(facts, each, route.function)
        for value in returned(route.function)
        if not _is_page(value, route.function)
        for each in sources(value, route.function)
    )


def _is_named_model(facts: Facts, route: Route, asked: frozenset[str]) -> bool:
    """Whether the response is of a model that is out of sight and is called one of several."""
    model = route.call.argument("response_model")
    declared = model or route.function.node.returns
    scope = (route.call.function or route.call.module) if model is not None else route.module
    for member, holder in facts.index.typed(declared, scope):
        symbol = facts.index.symbol(member, holder)
        if symbol is None or "." not in symbol or isinstance(member, ast.Subscript):
            return False
        model_of = facts.index.definition(symbol)
        if isinstance(model_of, Class):
            return _is_envelope(facts, model_of, asked) or any(
                _is_envelope(facts, each, asked, is_inner=True) for each in _filled(facts, model_of)
            )
        if model_of is not None or facts.index.values_of(symbol):
            return False
        named = [each for each in words(symbol.rpartition(".")[2]) if each not in _OF_MODELS]
        is_of_all = bool(ALL & asked)
        if not is_of_all and not is_asking_for_several(route.function.name):
            return False
        is_several = has_plural(named if is_of_all else named[-1:])
        if is_several or ALL & set(named):
            return not symbol.startswith(("fastapi.", "starlette."))
    return False


def _filled(facts: Facts, model: Class, steps: int = 4) -> Iterator[Class]:
    """The models that generic bases of a model are filled with: ``class Boats(Reply[Body])``."""
    for base in model.node.bases if steps else ():
        if isinstance(base, ast.Subscript) and facts.index.class_of(base.value, model.module):
            for each in named_models(facts, base.slice, model.module):
                yield each
                yield from _filled(facts, each, steps - 1)


def _is_envelope(
    facts: Facts, model: Class, asked: frozenset[str], *, is_inner: bool = False
) -> bool:
    """Whether a model is what the route is called a list of, with what is to be said of that.

    What stands in another envelope has to be called so itself, or a list.
    """
    fields = {
        name: each
        for name, each in all_fields(facts.index, model).items()
        if each.annotation is not None
    }
    held = {
        name: each
        for name, each in fields.items()
        if is_list_field(facts, each.annotation, each.owner)
    }
    others = {name: each for name, each in fields.items() if name not in held}
    if is_inner and held and "list" in words(model.name):
        return not IDENTITIES & set(fields)
    if IDENTITIES & set(fields) or not all(
        is_simple(facts, each.annotation, each.owner) or _TELLING & set(words(name))
        for name, each in others.items()
    ):
        return False
    return any(
        (
            not (others or is_inner)
            or name in CONTENTS
            or asked.intersection(map(singular, words(name)[-1:]))
        )
        and any(named_models(facts, each.annotation, each.owner))
        for name, each in held.items()
    )


def _is_of_values(facts: Facts, route: Route) -> bool:
    """Whether a mapping of numbers or words is declared, as one of settings or of sums is."""
    model = route.call.argument("response_model")
    declared = model or route.function.node.returns
    scope = (route.call.function or route.call.module) if model is not None else route.module
    return any(
        isinstance(member, ast.Subscript)
        and isinstance(member.slice, ast.Tuple)
        and (facts.index.symbol(member.slice.elts[-1], holder) or "") in SIMPLE
        for member, holder in facts.index.typed(declared, scope)
    )


def _is_shown(route: Route) -> bool:
    """Whether a page or a file is declared."""
    declared = (route.call.argument("response_class"), route.function.node.returns)
    return any((dotted(each) or "").endswith(_PAGES) for each in declared)


def _is_page(value: ast.expr, function: Function) -> bool:
    """Whether a response is made that is no JSON, by its name or its type."""
    made = [value]
    if isinstance(value, ast.Name):
        made = function.assigned.get(value.id, made)
    for each in made:
        if not isinstance(each, ast.Call):
            continue
        if last_called(each).endswith(_PAGES):
            return True
        for keyword in each.keywords:
            if keyword.arg == "media_type" and isinstance(keyword.value, ast.Constant):
                return "json" not in str(keyword.value.value)
    return False


def _is_named_call(facts: Facts, call: ast.Call, function: Function, asked: frozenset[str]) -> bool:
    """Whether a call asks, by its name, for all of what the route is called a list of."""
    named = last_called(call)
    if (
        named in _BUILTINS
        or named[:1].isupper()
        or any(each.arg in _LIMITS for each in call.keywords)
    ):
        return False
    said = head(named)
    if not said or not (ALL & set(said) or has_plural(said[-1:])):
        return False
    if not ALL & set(said) and singular(said[-1]) not in asked:
        return False
    helper = called_function(facts, call, function)
    return helper is None or (
        _may_give_many(facts, helper)
        and not is_fixed(facts, helper)
        and not _states_query(helper)
        and not is_cut_by_default(facts, helper)
    )


def _is_made_of_each(facts: Facts, made: ast.ListComp | Loop, function: Function) -> bool:
    """Whether a list has one for each of what was asked for, and nobody knows how many they are."""
    gone_through = made.generators[0].iter if isinstance(made, ast.ListComp) else made.iter
    if isinstance(gone_through, ast.Name):
        given = function.assigned.get(gone_through.id, [])
        gone_through = given[-1] if len(given) == 1 else gone_through
    if isinstance(gone_through, ast.Call) and last_called(gone_through) in _BUILTINS:
        gone_through = next(iter(gone_through.args), gone_through)
    if isinstance(gone_through, ast.Await):
        gone_through = gone_through.value
    if not isinstance(gone_through, ast.Call) or any(
        each.arg in _LIMITS for each in gone_through.keywords
    ):
        return False
    asked = head(last_called(gone_through))
    helper = called_function(facts, gone_through, function)
    return (
        bool(asked)
        and asked[0] in ASKING
        and (
            helper is None
            or not (
                is_fixed(facts, helper) or _states_query(helper) or is_cut_by_default(facts, helper)
            )
        )
    )


def _states_query(helper: Function) -> bool:
    """Whether a statement stands in a function, which tells more of what it gives than its name."""
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _STATEMENT.match(node.value) is not None
        for node in own_nodes(helper)
    )


def _may_give_many(facts: Facts, helper: Function) -> bool:
    """Whether a function says that it gives a list or a mapping, or says nothing."""
    kinds = facts.index.typed(helper.node.returns, helper.module)
    names = {(facts.index.symbol(unsubscripted(each), scope) or "") for each, scope in kinds}
    return not names or any(
        each.rpartition(".")[2] in _LISTS
        or (each not in SIMPLE and not isinstance(facts.index.definition(each), Class))
        for each in names
    )
