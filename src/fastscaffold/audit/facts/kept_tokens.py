"""Tokens that are kept and looked up, and not signed: those that let somebody in, and renew it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.secret_names import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.origin import Origin
    from fastscaffold.audit.modules import Class

# What such a token is called, and where its end stands.
_REFRESH = re.compile(r"refresh_?(token|session)", re.IGNORECASE)
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
_SCHEMES = ("*.OAuth2PasswordBearer", "*.HTTPBearer", "*.APIKeyCookie", "*.APIKeyHeader")


def kept_ends(facts: Facts) -> Iterator[tuple[Class, Origin]]:
    """The ends of refresh tokens that are stored; what cannot be told says nothing."""
    for module in facts.production:
        for defined in module.classes.values():
            if _REFRESH.search(defined.name):
                for each in _ends(facts, defined):
                    if each.kind == "until":
                        yield defined, each


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
    if any(facts.calls(*_SCHEMES)):
        return True
    return any(
        facts.index.is_a(each.symbol, *_SCHEMES)
        for module in facts.production
        for each in module.classes.values()
    )


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
