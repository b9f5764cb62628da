"""Routes that log in, though neither their paths nor what they take says so."""

from __future__ import annotations

import ast
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.access.named_logins import is_inside
from fastscaffold.audit.facts.answers.statuses import refusals
from fastscaffold.audit.facts.passwords.checks import PasswordChecks
from fastscaffold.audit.facts.passwords.names import is_value
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import dotted, last_called
from fastscaffold.audit.nodes import arguments_of, constant_texts, names_in
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Function

_LOGS_IN = re.compile(r"(?i)log_?in|sign_?in|authenticat")
# Where a provider of logins sends people back to, with a code that is exchanged for a token.
_RETURNS = re.compile(r"(?i)(?:^|[/_-])(?:callback|redirect|authoriz(?:e|ed)|complete)/?$")
_OF_LOGINS = re.compile(
    r"(?i)auth(?!ors?(?![a-z]))|oidc|openid|(?<![a-z])sso|sso(?![a-z])"
    r"|(log|sign)(in(?!g)|[_-]in(?![a-z]))"
)
_EXCHANGES = re.compile(
    r"(?i)callback|exchange|access_token|fetch_token|get_(?:\w+_)?token|verify_and_process"
)
# What ends a login elsewhere, by whatever path people come back.
_COMPLETES = frozenset(
    {
        *("acquire_token_by_auth_code_flow", "acquire_token_by_authorization_code"),
        *("authorize_access_token", "verify_and_process", "parse_authn_request_response"),
    }
)
# What does so too, or only tells a service from another, which the route has to say. Responses
# are processed by libraries of SAML.
_MAY_COMPLETE = frozenset(
    {"exchange_code", "exchange_code_for_token", "process_response", "verify_oauth2_token"}
)
# How a code is given to what fetches tokens of all kinds, most of which are a service's own.
_CODES = frozenset({"auth_code", "authorization_code", "authorization_response", "code"})
_GRANTS = frozenset({"authorization_code", "https://github.com/login/oauth/access_token"})
# Classes whose ``login`` the admin interfaces of libraries call.
_ADMINS = (
    *("sqladmin.authentication.AuthenticationBackend", "starlette_admin.auth.AuthProvider"),
    *("starlette_admin.auth.BaseAuthProvider", "starlette_admin.AuthProvider"),
)
_BASIC = "fastapi.security.HTTPBasicCredentials"


def logging_in(facts: Facts) -> Iterator[Route]:
    """Those that run what checks a password, and something named so, or that refuses strangers."""
    checks = PasswordChecks(facts)
    for route in facts.routes:
        if not route.takes_body:
            continue
        run = facts.callers.reached([route.function])
        named = any(_LOGS_IN.search(each.name) for each in run)
        if not named and is_inside(facts, route):
            continue
        if (
            any(checks.verifies(call.node, function) for function in run for call in function.calls)
            or _compares(route)
        ) and (named or HTTPStatus.UNAUTHORIZED in refusals(facts, run)):
            yield route


def _compares(route: Route) -> bool:
    """Whether an endpoint compares a password that it is sent with one that it has."""
    sent = {each.name for each in route.parameters if each.kind in {"body", "form"}}
    for node in own_nodes(route.function):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                sides = (left, right)
            case ast.Call(args=[left, right]) if last_called(node) == "compare_digest":
                sides = (left, right)
            case _:
                continue
        told = [_is_sent_password(each, sent) for each in sides]
        # That it is there, or typed twice the same, says nothing of who sends it.
        if told.count(True) == 1 and not any(isinstance(e, ast.Constant) for e in sides):
            return True
    return False


def _is_sent_password(node: ast.expr, sent: set[str]) -> bool:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    match node:
        case ast.Attribute(value=ast.Name(id=held), attr=name) if held in sent:
            return is_value(name)
        case ast.Name(id=name):
            return name in sent and is_value(name)
        case _:
            return False


def returning(facts: Facts) -> Iterator[Route]:
    """Those that a provider of logins sends people back to, and that hand out what it gives."""
    for route in facts.routes:
        named = f"{route.module.path} {route.path} {route.function.name}"
        is_named = _RETURNS.search(route.path) and _OF_LOGINS.search(named)
        exchanges = any(_EXCHANGES.search(last_called(call.node)) for call in route.function.calls)
        if (is_named and exchanges) or _completes(facts, route):
            yield route


def _completes(facts: Facts, route: Route) -> bool:
    """Whether a route itself, or a helper, exchanges the code of a login for a token."""
    if route.is_websocket or is_inside(facts, route):
        return False
    run = facts.callers.reached([route.function])
    called = [call.node for each in run for call in each.calls]
    names = set(map(last_called, called))
    if not _COMPLETES.isdisjoint(names) or any(map(_fetches_by_code, called)):
        return True
    takes_code = any(each.name == "code" for each in route.parameters)
    if takes_code and "exchange_code_for_token" in names:
        return True
    if not _MAY_COMPLETE.isdisjoint(names) and _lets_in(facts, route, run):
        return True
    return takes_code and any(not _GRANTS.isdisjoint(constant_texts(each.node)) for each in run)


def _fetches_by_code(call: ast.Call) -> bool:
    """Whether a token is fetched for somebody who comes back with a code."""
    if last_called(call) != "fetch_token":
        return False
    given = arguments_of(call)
    names = {each.arg or "" for each in call.keywords}
    for each in given:
        names |= {*names_in(each), *constant_texts(each)}
        names |= {one.attr for one in walk(each) if isinstance(one, ast.Attribute)}
    return not _CODES.isdisjoint(names)


def _lets_in(facts: Facts, route: Route, run: list[Function]) -> bool:
    """Whether a route is named after logging in, or hands out a token or a session of its own."""
    if _OF_LOGINS.search(f"{route.path} {route.function.name}"):
        return True
    signing = {call.function for call in facts.tokens.signed}
    return any(each in signing or _keeps_in_browser(each) for each in run)


def _keeps_in_browser(function: Function) -> bool:
    """Whether a cookie, a session or a header of the response is set."""
    if any(last_called(call.node) == "set_cookie" for call in function.calls):
        return True
    return any(
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and (dotted(node.value) or "").endswith((".session", "response.headers"))
        for node in walk(function.node)
    )


def of_admin(facts: Facts) -> Iterator[Function]:
    """What admin interfaces run to let somebody in."""
    for module in facts.production:
        for each in module.classes.values():
            login = each.functions.get("login")
            if login is not None and any(facts.index.is_a(each.symbol, one) for one in _ADMINS):
                yield login


def of_guards(facts: Facts) -> Iterator[Function]:
    """What routes depend on to let in whoever has a password, and then hands out a token."""
    signing = {call.function for call in facts.tokens.signed}
    answering = _answered(facts)
    for function in depended_on(facts):
        annotations = (argument.annotation for argument, _ in function.parameters())
        if not any(
            facts.index.annotated(each, function.module) == _BASIC
            for each in annotations
            if each is not None
        ):
            continue
        run = facts.callers.reached([function])
        if signing & set(run) and (function in answering or any(map(_keeps_in_browser, run))):
            yield function


def _answered(facts: Facts) -> set[Function]:
    """Dependencies of which the endpoint answers with what they give, not with what that opens."""
    found: set[Function] = set()
    for route in facts.routes:
        markers = {id(each.marker): each.name for each in route.parameters}
        told = {name for value in returned(route.function) for name in _told(value)}
        for dependency in route.dependencies:
            if markers.get(id(dependency.call)) in told:
                found |= set(dependency.functions)
    return found


def _told(value: ast.expr) -> Iterator[str]:
    """The names that an answer holds themselves, alone or under a key."""
    match value:
        case ast.Name(id=name):
            yield name
        case ast.Dict(values=parts):
            for each in parts:
                yield from _told(each)
        case ast.Call(func=ast.Name(id=called), args=args, keywords=named):
            if called[:1].isupper() or called == "dict":
                for each in (*args, *(one.value for one in named)):
                    yield from _told(each)
        case _:
            pass
