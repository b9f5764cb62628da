"""Texts of exceptions that clients of GraphQL see."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

RESOLVERS = """import logging
import strawberry
from fastapi import FastAPI
from strawberry.exceptions import StrawberryGraphQLError
from strawberry.fastapi import GraphQLRouter
class Refused(StrawberryGraphQLError):
    def __init__(self, message: str, field: str):
        super().__init__(message, extensions={"field": field})
@strawberry.type
class Health:
    status: str
    message: str | None = None
class Note:
    def __init__(self, message: str): ...
@strawberry.type
class Query:
    @strawberry.field
    def health(self) -> Health:
        results = []
        try:
            run("all")
        except Exception as error:
            TOLD
        return results[0]
app = FastAPI()
app.include_router(GraphQLRouter(strawberry.Schema(query=Query)))
"""


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("raise Refused(f'Failed: {error}', field='x')", [23]),
        ("raise StrawberryGraphQLError(str(error))", [23]),
        ("return Health(status='bad', message=str(error))", [23]),
        ("results.append(Health(status='bad', message=str(error)))", [23]),
        ("raise Refused('Failed.', field='x')", []),
        ("logging.error(Note(message=str(error)))", []),
    ],
)
def test_errors_and_types_of_graphql_are_sent(told, found):
    assert lines(RULE, RESOLVERS.replace("TOLD", told)) == found
