"""What resolvers of GraphQL tell clients: their errors, and the types that they answer with."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

# The message of any such error is sent, whoever raises it.
_ERRORS = ("graphql.GraphQLError", "graphql.error.GraphQLError", "*.StrawberryGraphQLError")
_TYPES = frozenset({"strawberry.interface", "strawberry.type"})


def is_graphql_error(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is one of errors of which clients see the message."""
    return facts.index.is_a(symbol, *_ERRORS)


def is_graphql_type(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is one of types whose fields clients ask for."""
    defined = facts.index.definition(symbol)
    return isinstance(defined, Class) and any(
        facts.index.symbol(plain, defined.module) in _TYPES
        for each in defined.node.decorator_list
        for plain in [each.func if isinstance(each, ast.Call) else each]
    )
