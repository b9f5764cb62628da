"""Routes that log in, though neither their paths nor what they take says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.guards import depended_on
from fastscaffold.audit.facts.password_checks import PasswordChecks
from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import constant_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Route
    from fastscaffold.audit.modules import Function

_LOGS_IN = re.compile(r"(?i)log_?in|sign_?in|authenticat")
# Where a provider of logins sends people back to, with a code that is exchanged for a token.
_RETURNS = re.compile(r"(?i)(?:^|[/_-])(?:callback|redirect|authoriz(?:e|ed)|complete)/?$")
_OF_LOGINS = re.compile(r"(?i)o?auth|oidc|sso|log_?-?in|sign_?-?in|openid")
_EXCHANGES = re.compile(
    r"(?i)callback|exchange|access_token|fetch_token|get_token|verify_and_process"
)
# What ends a login elsewhere, by whatever path people come back.
_COMPLETES = frozenset(
    {
        *("acquire_token_by_auth_code_flow", "acquire_token_by_authorization_code"),
        *("authorize_access_token", "exchange_code", "fetch_token", "verify_and_process"),
        *("exchange_code_for_token", "verify_oauth2_token"),
    }
)
_GRANTS = frozenset({"authorization_code", "https://github.com/login/oauth/access_token"})
# Classes whose ``login`` the admin interfaces of libraries call.
_ADMINS = (
    *("sqladmin.authentication.AuthenticationBackend", "starlette_admin.auth.AuthProvider"),
    *("starlette_admin.auth.BaseAuthProvider", "starlette_admin.AuthProvider"),
)
_BASIC = "fastapi.security.HTTPBasicCredentials"
_TAKES = frozenset({"PATCH", "POST", "PUT"})


def logging_in(facts: Facts) -> Iterator[Route]:
    """Those that run something named after logging in, and with it what checks a password."""
    checks = PasswordChecks(facts)
    for route in facts.routes:
        if not set(route.methods) & _TAKES:
            continue
        run = facts.callers.reached([route.function])
        named = any(_LOGS_IN.search(each.name) for each in run)
        if named and any(
            checks.verifies(call.node, function) for function in run for call in function.calls
        ):
            yield route


def returning(facts: Facts) -> Iterator[Route]:
    """Those that a provider of logins sends people back to, and that hand out what it gives."""
    for route in facts.routes:
        named = f"{route.module.path} {route.path} {route.function.name}"
        is_named = _RETURNS.search(route.path) and _OF_LOGINS.search(named)
        exchanges = any(_EXCHANGES.search(_last(call)) for call in route.function.calls)
        if (is_named and exchanges) or _completes(facts, route):
            yield route


def _completes(facts: Facts, route: Route) -> bool:
    """Whether a route itself, or a helper, exchanges the code of a login for a token."""
    if route.is_websocket:
        return False
    run = facts.callers.reached([route.function])
    if any(_last(call) in _COMPLETES for each in run for call in each.calls):
        return True
    takes_code = any(each.name == "code" for each in route.parameters)
    return takes_code and any(not _GRANTS.isdisjoint(constant_texts(each.node)) for each in run)


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
    for function in depended_on(facts):
        annotations = (argument.annotation for argument, _ in function.parameters())
        if any(
            facts.index.annotated(each, function.module) == _BASIC
            for each in annotations
            if each is not None
        ) and signing & set(facts.callers.reached([function])):
            yield function


def _last(call: Call) -> str:
    """The last part of what a call names, whatever it stands for."""
    return (dotted(call.node.func) or "").rpartition(".")[2]
