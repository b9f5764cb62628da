"""Which expressions are responses of a framework, and of which of those a body of JSON is sent."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import is_none

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function
    from fastscaffold.audit.modules import Scope

_JSON = ("*.JSONResponse", "*.ORJSONResponse", "*.UJSONResponse")
_BODILESS = frozenset({204, 205, 301, 302, 303, 304, 307, 308})


def makes_response(facts: Facts, value: ast.expr, function: Function) -> bool:
    """Whether an expression is a response that is not JSON."""
    if isinstance(value, ast.Await):
        value = value.value
    if isinstance(value, ast.IfExp):
        return all(makes_response(facts, each, function) for each in (value.body, value.orelse))
    if isinstance(value, ast.Name):
        given = function.assigned.get(value.id, [])
        calls = [each.value if isinstance(each, ast.Await) else each for each in given]
        if calls and all(
            isinstance(each, ast.Call) and makes_response(facts, each, function) for each in calls
        ):
            return True
    kind = facts.index.kind(value, function)
    if kind is None and isinstance(value, ast.Call):
        kind = dotted(value.func)
    if isinstance(value, ast.Call):
        if _redirects(value):
            return True
        helper = facts.index.function_of(value.func, function)
        if helper is not None and any(
            is_json(facts, facts.index.kind(each, helper)) for each in returned(helper)
        ):
            return False
        if _is_empty(facts, value, function):
            return False
        if helper is not None and _answers(facts, helper, frozenset()):
            return True
        if helper is not None and _answers_otherwise(facts, helper):
            return False
    return is_response(facts, kind) and not is_json(facts, kind)


def _answers(facts: Facts, helper: Function, before: frozenset[Function]) -> bool:
    """Whether all that a function of the project returns is made by libraries, and no JSON."""
    values = _values(helper)
    seen = before | {helper}
    return bool(values) and all(_is_made(facts, each, helper, seen) for each in values)


def _answers_otherwise(facts: Facts, helper: Function) -> bool:
    """Whether a function answers with a file or, as it is asked, with data: no answer of a kind."""
    if helper.node.returns is not None:
        return False
    return any(
        not _is_nothing(each) and not _is_made(facts, each, helper, frozenset({helper}))
        for each in _values(helper)
    )


def _values(helper: Function) -> list[ast.expr]:
    """What a function returns, and what is put into the names that it returns."""
    return [
        each
        for value in returned(helper)
        for each in (helper.assigned.get(value.id) if isinstance(value, ast.Name) else None)
        or [value]
    ]


def _is_nothing(value: ast.expr) -> bool:
    """Whether nothing is answered: ``None``, or a mapping or a list without anything in it."""
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case _:
            return is_none(value)


def _is_made(facts: Facts, value: ast.expr, helper: Function, seen: frozenset[Function]) -> bool:
    match value:
        case ast.Await(value=inner):
            return _is_made(facts, inner, helper, seen)
        case ast.IfExp(body=body, orelse=otherwise):
            return all(_is_made(facts, each, helper, seen) for each in (body, otherwise))
        case ast.Call(func=called):
            further = facts.index.function_of(called, helper)
            if further is None:
                return makes_response(facts, value, helper)
            return further not in seen and _answers(facts, further, seen)
        case _:
            kind = facts.index.kind(value, helper)
            return is_response(facts, kind) and not is_json(facts, kind)


def _is_empty(facts: Facts, call: ast.Call, scope: Scope) -> bool:
    """Whether an answer is made that has no body though its status promises one."""
    if facts.index.called(call.func, scope).rpartition(".")[2] != "Response":
        return False
    names = {each.arg for each in call.keywords}
    content = call.args[0] if call.args else None
    if names & {None, "content", "headers", "media_type"} or len(call.args) > 1:
        return False
    if content is not None and not is_none(content):
        return False
    given = next((each.value for each in call.keywords if each.arg == "status_code"), None)
    return given is None or not lacks_body(facts, given, scope)


def _redirects(call: ast.Call) -> bool:
    """Whether a library answers with a redirect, as ``oauth.github.authorize_redirect(...)``."""
    return isinstance(call.func, ast.Attribute) and "redirect" in call.func.attr


def is_response(facts: Facts, kind: str | None) -> bool:
    """Whether a class is one of responses."""
    return any(
        last == "Response" or (last.endswith("Response") and each not in _project(facts))
        for each in facts.index.ancestors(kind)
        for last in (each.rpartition(".")[2],)
    )


@lru_cache(maxsize=2)
def _project(facts: Facts) -> frozenset[str]:
    return frozenset(each.symbol for each in facts.index.classes())


def is_json(facts: Facts, kind: str | None) -> bool:
    """Whether a class is one of responses that hold JSON."""
    return facts.index.is_a(kind, *_JSON)


def lacks_body(facts: Facts, given: ast.expr, scope: Scope) -> bool:
    """Whether a status promises that there is no body."""
    if facts.values.fold(given, scope) in _BODILESS:
        return True
    last = (facts.index.symbol(given, scope) or "").rpartition(".")[2]
    digits = last.removeprefix("HTTP_")[:3]
    return last in {"NO_CONTENT", "NOT_MODIFIED"} or (digits.isdigit() and int(digits) in _BODILESS)
