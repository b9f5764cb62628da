"""Routes that log somebody in, as their paths, their names and what they take say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.routes import Route

# A request to log in, or for what replaces a password. Logging out is none.
_LOGIN = re.compile(
    r"(^|[/_-])(log_?-?in|sign_?-?in|signin|token|tokens|auth(enticate)?|jwt|session|sessions"
    r"|access[-_]?token|otp)/?$|/(login|signin|sign-in|token)(/|$)",
    re.IGNORECASE,
)
_NOT_LOGIN = re.compile(
    r"log_?out|sign_?out|revoke|validate|verify|test|\bme\b|status|callback|push|device|fcm|logs",
    re.IGNORECASE,
)
# What is named so lets somebody in, whatever it takes: a text, a mapping, the request itself.
_LETS_IN = re.compile(
    r"(?i)(^|[/_-])(log[_-]?in|sign[_-]?in|authenticate)(/(\{\w+\})?)?$|^(log_?in|sign_?in)_"
)
# By the names that parameters and fields have.
_CREDENTIAL = re.compile(
    r"(?i)passw|passphrase|passcode|^pwd|pwd$|credential|(?<!last_)login|api_?key"
    r"|client_?secret|^secret|(^|_)pin(_code)?$|(^|_)otp(_code)?$"
)
_REFRESH = re.compile(r"(?i)refresh_?token|^refresh$")
_GRANTS = re.compile(r"(?i)grant_?type|^code$|client_?secret")
_ASKS_WHO = re.compile(r"current_user|OAuth2PasswordBearer|HTTPBearer")
_ASKS_FOR = re.compile(r"HTTPBasic|Credentials|Form$|[Ll]og_?in")


def named_logins(facts: Facts) -> list[Route]:
    """Those that take credentials, or hand out tokens for them."""
    found = [each for each in facts.routes if _is_login(facts, each)]
    # Nobody guesses the long token that another is given for.
    return [each for each in found if not _renews(facts, each)] or found


def _is_login(facts: Facts, route: Route) -> bool:
    if not set(route.methods) & {"POST", "PUT", "PATCH"}:
        return False
    name = route.function.name
    if _NOT_LOGIN.search(route.path.rpartition("/")[2]) or _NOT_LOGIN.search(name):
        return False
    for parameter in route.parameters:
        symbol = facts.index.annotated(parameter.annotation, route.module) or ""
        if "OAuth2PasswordRequestForm" in symbol.rpartition(".")[2]:
            return True
    for dependency in route.dependencies:
        if "OAuth2PasswordRequestForm" in dependency.symbol.rpartition(".")[2]:
            return True
    if not _LOGIN.search(route.path) and not re.search(r"log_?in|sign_?in|authenticate", name):
        return False
    if _takes_credentials(facts, route):
        return True
    if is_inside(route):
        return False
    if _issues(facts, route):
        return True
    is_named = _LETS_IN.search(route.path) or _LETS_IN.search(name)
    return is_named is not None and _is_sent_something(route)


def _takes_credentials(facts: Facts, route: Route) -> bool:
    for parameter in route.parameters:
        if _CREDENTIAL.search(parameter.name):
            return True
        symbol = facts.index.annotated(parameter.annotation, route.module)
        model = facts.index.definition(symbol)
        if not isinstance(model, Class) or parameter.kind not in {"body", "form", "query"}:
            continue
        fields = all_fields(facts.index, model)
        inner = (facts.index.annotated(each.annotation, each.owner) for each in fields.values())
        for holder in (model, *map(facts.index.definition, inner)):
            if isinstance(holder, Class) and any(
                map(_CREDENTIAL.search, all_fields(facts.index, holder))
            ):
                return True
    return False


def _renews(facts: Facts, route: Route) -> bool:
    """Whether a route is sent a refresh token, alone or in a model, and no password."""
    names = [each.name for each in route.parameters]
    for parameter in route.parameters:
        symbol = facts.index.annotated(parameter.annotation, route.module)
        model = facts.index.definition(symbol)
        if isinstance(model, Class) and parameter.kind in {"body", "form", "query"}:
            names += all_fields(facts.index, model)
    if any(_GRANTS.search(each) for each in names) or _takes_credentials(facts, route):
        return False
    return any(_REFRESH.search(each) for each in names)


def _issues(facts: Facts, route: Route) -> bool:
    signers = {call.function for call in facts.tokens.signed}
    reached = facts.callers.reached([route.function])
    return any(each in signers for each in reached)


def _is_sent_something(route: Route) -> bool:
    """Whether a client sends more than the path, or a dependency takes who it is."""
    return any(each.kind not in {"depends", "path"} for each in route.parameters) or any(
        _ASKS_FOR.search(each.symbol) for each in route.dependencies
    )


def is_inside(route: Route) -> bool:
    """Whether only who is in already may ask: what it hands out is for something else."""
    return any(_ASKS_WHO.search(each.symbol) for each in route.dependencies)
