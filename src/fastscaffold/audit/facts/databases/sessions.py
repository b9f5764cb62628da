"""Which values are sessions of a database, and not of HTTP, or of somebody's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts

_SESSIONS = frozenset({"AsyncSession", "Session", "async_scoped_session", "scoped_session"})
# The session of the request, which such libraries keep in a name of theirs.
_CURRENT = re.compile(
    r"(?:fastapi|flask)_(?:async_)?sqlalchemy(?:\.\w+)*\.(?:db|DBSession)\.session"
)
_HTTP = frozenset({"boto3", "botocore", "curl_cffi", "requests", "requests_oauthlib"})


def is_session(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is one of sessions of the database."""
    if symbol is not None and _CURRENT.fullmatch(symbol):
        return True
    return any(
        each.rpartition(".")[2] in _SESSIONS
        and each.partition(".")[0] not in _HTTP
        and facts.index.definition(each) is None
        for each in facts.index.ancestors(symbol)
    )


def takes_session(facts: Facts, call: Call) -> bool:
    """Whether a call is handed a session."""
    scope = call.function or call.module
    return any(
        is_session(facts, facts.index.kind(each, scope) or facts.index.symbol(each, scope))
        for each in arguments_of(call.node)
    )
