"""Workarounds for limits of FastAPI that nothing public lifts."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from fastapi.dependencies import utils
from pydantic import BaseModel
from starlette.datastructures import QueryParams

CACHED = "get_cached_model_fields"
READS = "_request_param_model_to_args"

# Gives what is wrong with a query that is read as a model, in the form of pydantic's errors.
Check = Callable[[type[BaseModel], QueryParams], Sequence[dict[str, Any]]]


def keep_fields_of_all_query_models() -> None:
    """Let FastAPI keep the fields of any number of models of query parameters.

    FastAPI 0.165 keeps those of 128. With more of them each request makes its own anew, and none is
    found again for the OpenAPI document. To be taken out once
    ``test_very_many_lists_can_be_described`` passes without it.
    """
    uncached = getattr(getattr(utils, CACHED, None), "__wrapped__", None)
    if uncached is not None:
        setattr(utils, CACHED, cache(uncached))


def check_queries_of(base: type[BaseModel], check: Check) -> None:
    """Show a check the whole query that becomes a model below ``base``.

    Of a parameter that is given twice FastAPI 0.165 shows models the last value, unless they take a
    list. To be taken out once ``test_what_is_given_twice_is_refused`` passes without it.
    """
    read = getattr(utils, READS, None)
    if read is None:
        return

    def checked(field: object, model: type[BaseModel], given: object) -> tuple[Any, list[Any]]:
        value, errors = read(field, model, given)
        if isinstance(given, QueryParams) and issubclass(model, base):
            errors = [*errors, *check(model, given)]
        return value, errors

    setattr(utils, READS, checked)
