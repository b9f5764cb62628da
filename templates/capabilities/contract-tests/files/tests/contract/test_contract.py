# pyright: basic
# Schemathesis' decorators and cases are not typed in full.
"""The application keeps to its OpenAPI schema, for valid and for invalid requests."""

from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import positive_data_acceptance
from schemathesis.errors import NoLinksFound
from schemathesis.generation.stateful import APIStateMachine

from tests.contract.api import schema

SETTINGS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def checks_to_skip(response: schemathesis.Response) -> list[schemathesis.CheckFunction]:
    """None, but for a valid request that refers to what is not there: no schema can rule it out."""
    if response.status_code != 422:
        return []
    codes = {detail["code"] for detail in response.json()["error"]["details"]}
    return [positive_data_acceptance] if codes == {"missing_reference"} else []


@schema.parametrize()
@SETTINGS
def test_requests(case: schemathesis.Case[Any]) -> None:
    response = case.call()

    case.validate_response(response, excluded_checks=checks_to_skip(response))


def test_sequences() -> None:
    # Without features no operation leads to another.
    with suppress(NoLinksFound):
        sequences().run(settings=settings(SETTINGS, max_examples=10, stateful_step_count=6))


def sequences() -> type[APIStateMachine]:
    class Sequences(schema.as_state_machine()):  # type: ignore[misc]  # made from the schema
        def validate_response(
            self,
            response: schemathesis.Response,
            case: schemathesis.Case[Any],
            *_: object,
            **__: object,
        ) -> None:
            case.validate_response(response, excluded_checks=checks_to_skip(response))

    return Sequences
