"""Tokens that are kept and looked up, and not signed: those that let somebody in, and renew it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.origins.followed import entries
from fastscaffold.audit.facts.places import at_call, at_definition
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Class, Function

# What such a token is called, and where its end stands.
_REFRESH = re.compile(r"refresh_?(token|session)", re.IGNORECASE)
# What makes one, or says how long it lives.
_DRAWS = re.compile(r"refresh_?(token|session|expir)", re.IGNORECASE)
_END = re.compile(r"(exp|expir(es|y|ation))(_at|_on|_time|_date|_in)?|expire_at|valid_until")
_ACCESS = frozenset(
    (
        *("access", "auth", "authentication", "bearer", "db", "entity", "login", "model", "orm"),
        *("schema", "session", "table", "token", "tokens", "user"),
    )
)
# Columns of what a request shows; tokens of devices and of other services are called after these.
_SHOWN = re.compile(
    r"value|((access|auth|bearer|hashed|session)_)?(token|key)(_(digest|hash|value))?"
)
# How a dependency names the header that it reads itself.
_HEADERS = frozenset({"auth_header", "authorization", "x_auth_token"})
_SCHEMES = ("*.OAuth2PasswordBearer", "*.HTTPBearer", "*.APIKeyCookie", "*.APIKeyHeader")


# What looks for such tokens, or ends them, keeps none.
_KEEPS_NONE = re.compile(
    r"(?i)^_*(check|clean|count|decode|delete|expire|fetch|find|get|is|list|purge|read|remove"
    r"|revoke|select|validate|verify)(_|$)"
)
_MAKES = re.compile(r"(?i)^_*(build|create|generate|issue|make|mint|new)_")
_INSERTS = ("*.insert", "*.insert_one", "*.replace_one")


def kept_ends(facts: Facts) -> Iterator[tuple[Place, str, Origin]]:
    """The ends of refresh tokens that are stored, and where and in what they are."""
    for module in facts.production:
        for defined in module.classes.values():
            if _REFRESH.search(defined.name):
                for each in _ends(facts, defined):
                    yield at_definition(defined), defined.symbol, each
        for function in module.functions.values():
            for each in (*_handed_ends(facts, function), *_made_ends(facts, function)):
                yield at_definition(function), function.symbol, each
    for call in facts.calls(*_INSERTS):
        if _REFRESH.search(unparsed(call.node.func)):
            given = entries(facts, call.argument("document", 0), call.scope) or {}
            for name, placed in given.items():
                if _END.fullmatch(name):
                    for each in facts.origins.of(*placed):
                        yield at_call(call), call.module.name, each


def _handed_ends(facts: Facts, function: Function) -> Iterator[Origin]:
    """The ends that a function is given which keeps refresh tokens: ``save_refresh_token``."""
    if not _REFRESH.search(function.qualname) or _KEEPS_NONE.match(function.name):
        return
    for argument, _ in function.parameters():
        if _END.fullmatch(argument.arg):
            position = function.position(argument.arg)
            for call in facts.callers.of(function):
                given = call.argument(argument.arg, position)
                if given is not None:
                    yield from facts.origins.of(given, call.scope)


def opaque_ends(facts: Facts) -> Iterator[tuple[Class, Origin | None]]:
    """Tables that keep tokens that let somebody in, and each end of these; None for no end."""
    if not _asks_for_tokens(facts):
        return
    for table in facts.tables:
        fields = all_fields(facts.index, table)
        if not _lets_in(table, fields):
            continue
        if not any(_END.fullmatch(each) for each in fields):
            yield table, None
            continue
        for each in _ends(facts, table):
            yield table, each


def _asks_for_tokens(facts: Facts) -> bool:
    """Whether requests are let in by a token."""
    if any(facts.calls(*_SCHEMES)) or any(
        argument.arg.lower() in _HEADERS
        for function in depended_on(facts)
        for argument, _ in function.parameters()
    ):
        return True
    return any(
        facts.index.is_a(each.symbol, *_SCHEMES)
        for module in facts.production
        for each in module.classes.values()
    )


def _made_ends(facts: Facts, function: Function) -> Iterator[Origin]:
    """The ends that a function works out which makes refresh tokens, or says how long they live."""
    if not _DRAWS.search(function.name):
        return
    named = [values for name, values in function.assigned.items() if _END.fullmatch(name)]
    ends = [value for values in named for value in values]
    if "expir" in function.name.lower():
        ends += returned(function)
    for value in ends:
        for each in facts.origins.of(value, function):
            if _MAKES.match(function.name) or each.kind == "until":
                yield each


def _lets_in(table: Class, fields: dict[str, Field]) -> bool:
    """Whether a table holds tokens of users, and none for a single purpose."""
    parts = set(words(table.name))
    if not parts <= _ACCESS or not parts & {"token", "tokens"}:
        return False
    return _is_of_user(fields) and any(map(_SHOWN.fullmatch, fields))


def _is_of_user(fields: dict[str, Field]) -> bool:
    return any(re.search(r"user|account|owner", each) for each in fields)


def _ends(facts: Facts, defined: Class) -> Iterator[Origin]:
    for call in facts.callers.of_class(defined.symbol):
        for keyword in call.node.keywords:
            if keyword.arg is not None and _END.fullmatch(keyword.arg):
                yield from facts.origins.of(keyword.value, call.scope)
    for module in facts.production:
        for function in module.functions.values():
            for target, values in function.assigned.items():
                owner, _, name = target.rpartition(".")
                if not owner or owner == "self" or not _END.fullmatch(name):
                    continue
                kind = facts.index.kind(ast.parse(owner, mode="eval").body, function)
                if defined.symbol in facts.index.ancestors(kind):
                    for value in values:
                        yield from facts.origins.of(value, function)
