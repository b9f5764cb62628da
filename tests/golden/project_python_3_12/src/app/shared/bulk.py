"""Several rows in one request: all of them are stored, or none."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated

from pydantic import Field

from app.core.errors import AppError
from app.shared.schemas import InputSchema

MAX_ITEMS = 100


class BulkCreate[T](InputSchema):
    """What it takes to create several rows."""

    items: Annotated[list[T], Field(min_length=1, max_length=MAX_ITEMS)]


@contextmanager
def errors_of_item(index: int) -> Generator[None, None, None]:
    """Let an error say which item of a request it is about."""
    try:
        yield
    except AppError as error:
        item = f"items.{index}"
        error.message = f"{item}: {error.message}"
        error.args = (error.message,)
        error.details = tuple(
            detail.model_copy(update={"field": f"{item}.{detail.field}" if detail.field else item})
            for detail in error.details
        )
        raise
