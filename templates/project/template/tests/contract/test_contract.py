# pyright: basic
# Schemathesis' decorators and cases are not typed in full.
"""The application keeps to its OpenAPI schema, for valid and for invalid requests."""

from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.errors import NoLinksFound

from tests.contract.api import schema

SETTINGS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@schema.parametrize()
@SETTINGS
def test_requests(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


def test_sequences() -> None:
    # Without features no operation leads to another.
    with suppress(NoLinksFound):
        schema.as_state_machine().run(
            settings=settings(SETTINGS, max_examples=10, stateful_step_count=6)
        )
