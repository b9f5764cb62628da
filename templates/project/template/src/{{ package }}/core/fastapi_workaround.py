"""A workaround for a limit of FastAPI that nothing public lifts."""

from functools import cache

from fastapi.dependencies import utils

CACHED = "get_cached_model_fields"


def keep_fields_of_all_query_models() -> None:
    """Let FastAPI keep the fields of any number of models of query parameters.

    FastAPI 0.165 keeps those of 128. With more of them each request makes its own anew, and none is
    found again for the OpenAPI document. To be taken out once
    ``test_very_many_lists_can_be_described`` passes without it.
    """
    uncached = getattr(getattr(utils, CACHED, None), "__wrapped__", None)
    if uncached is not None:
        setattr(utils, CACHED, cache(uncached))
