"""Routes that log in, though neither their paths nor what they take says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.guards import depended_on
from fastscaffold.audit.facts.password_checks import PasswordChecks
from fastscaffold.audit.modules import dotted

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
        if not _RETURNS.search(route.path) or not _OF_LOGINS.search(named):
            continue
        if any(_EXCHANGES.search(_last(call)) for call in route.function.calls):
            yield route


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
