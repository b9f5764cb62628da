# pyright: basic
# Schemathesis' decorators and cases are not typed in full.
"""The application keeps to its OpenAPI schema, for valid and for invalid requests."""

import json
from contextlib import suppress
from os import environ
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import positive_data_acceptance
from schemathesis.errors import NoLinksFound
from schemathesis.generation.stateful import APIStateMachine
from schemathesis.specs.openapi.checks import missing_required_header, negative_data_rejection

from tests.contract.api import schema
from tests.contract.refusals import is_beyond_schemas, is_read_otherwise

# What they reach is covered by the other tests; measuring it would take as long again.
pytestmark = pytest.mark.no_cover
# By default few requests, and for the most part the same; with a number so many others. Hypothesis
# takes constants from whatever modules are loaded, so another machine may make other requests.
EXAMPLES = environ.get("CONTRACT_EXAMPLES")
# Which version is there no schema can say; a row that is not there has none to be named.
VERSION_CHECKS = {
    404: missing_required_header,
    412: positive_data_acceptance,
    428: missing_required_header,
}
SETTINGS = settings(
    max_examples=int(EXAMPLES or 8),
    deadline=None,
    derandomize=EXAMPLES is None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def checks_to_skip(
    case: schemathesis.Case[Any], response: schemathesis.Response
) -> list[schemathesis.CheckFunction]:
    """None, but for a valid request that is refused for what no schema can say, and only for it.

    And for an invalid form or query that is valid when it is sent.
    """
    if is_mended_on_its_way(case) or is_read_otherwise(case.query or {}, lists_of_query(case)):
        return [negative_data_rejection]
    if response.status_code in VERSION_CHECKS and asks_for_version(case):
        return [VERSION_CHECKS[response.status_code]]
    if response.status_code != 422:
        return []
    sent: dict[str, Any] = {"body": case.body, "query": case.query, "path": case.path_parameters}
    details = response.json()["error"]["details"]
    beyond = bool(details) and all(is_beyond_schemas(detail, sent) for detail in details)
    return [positive_data_acceptance] if beyond else []


def is_mended_on_its_way(case: schemathesis.Case[Any]) -> bool:
    """Whether a form holds what no part is sent for: an empty list."""
    if case.media_type != "multipart/form-data" or not isinstance(case.body, dict):
        return False
    return [] in case.body.values()


def lists_of_query(case: schemathesis.Case[Any]) -> set[str]:
    """The names of the parameters that take several values."""
    parameters = case.operation.definition.raw.get("parameters", [])
    return {each["name"] for each in parameters if '"array"' in json.dumps(each.get("schema"))}


def asks_for_version(case: schemathesis.Case[Any]) -> bool:
    """Whether a request has to name the version that it changes."""
    parameters = case.operation.definition.raw.get("parameters", [])
    return "If-Match" in {parameter.get("name") for parameter in parameters}


def validate(case: schemathesis.Case[Any], response: schemathesis.Response) -> None:
    """Hold a response to the schema; an endpoint that is for users has to take the login."""
    case.validate_response(response, excluded_checks=checks_to_skip(case, response))
    if case.operation.definition.raw.get("security"):
        assert response.status_code != 401


@schema.parametrize()
@SETTINGS
def test_requests(case: schemathesis.Case[Any]) -> None:
    validate(case, case.call())


def test_sequences() -> None:
    # Without features no operation leads to another.
    with suppress(NoLinksFound):
        sequences().run(settings=settings(SETTINGS, max_examples=6, stateful_step_count=6))


def sequences() -> type[APIStateMachine]:
    class Sequences(schema.as_state_machine()):  # type: ignore[misc]  # made from the schema
        def validate_response(
            self,
            response: schemathesis.Response,
            case: schemathesis.Case[Any],
            *_: object,
            **__: object,
        ) -> None:
            validate(case, response)

    return Sequences
