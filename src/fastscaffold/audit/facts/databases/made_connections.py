"""What the symbols of libraries make: which of them are connections, and of which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.drivers import (
    AWS,
    BUILDERS,
    DOCUMENTS,
    ENGINES,
    MADE,
    ROWS,
    SESSION_TYPES,
    SESSIONS,
)
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    import ast

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.databases.drivers import Kind
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope


def kind_of_symbol(index: Index, symbol: str | None) -> Kind | None:
    """What a call of a symbol of a library makes, or a value of such a class is."""
    if symbol is None or index.definition(symbol) is not None:
        return None
    if symbol in BUILDERS:
        return "builder"
    owner, _, last = symbol.rpartition(".")
    first = symbol.partition(".")[0]
    if first in {"sqlalchemy", "sqlmodel"}:
        if last in SESSIONS | SESSION_TYPES:
            return "session"
        if last == "begin" and owner.rpartition(".")[2] in SESSIONS | SESSION_TYPES:
            return "session"
        if last == "Query":
            return "query"
        return "rows" if last in ENGINES or last in MADE - {"session"} else None
    if last in MADE and first in ROWS:
        return "rows"
    return "documents" if last in MADE and first in DOCUMENTS else None


def makes_dynamo(facts: Facts, symbol: str, node: ast.Call, scope: Scope) -> bool:
    """Whether a client of AWS is made, by a name, that is one of DynamoDB."""
    first, last = symbol.partition(".")[0], symbol.rpartition(".")[2]
    is_client = first in AWS and last in {"client", "create_client", "resource"}
    return is_client and any(
        facts.values.text(each, scope) == "dynamodb" for each in arguments_of(node)
    )
