"""Pages of a list: by number with a total, or by cursor for lists of any length."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from app.shared.filters import QueryParams
from app.shared.schemas import QueryFlag

DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
# Deep pages cost as much as all before them; whoever wants to go further uses a filter or a cursor.
MAX_PAGE = 100_000
# Room for the values of five columns of text.
MAX_CURSOR = 12_000


class PageParams(QueryParams):
    """Which page of a list; lists with filters derive from it."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    page_size: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)
    include_total: QueryFlag = Field(default=True, description="Counting takes time; leave it out.")

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.page - 1) * self.page_size


class Page[T](BaseModel):
    """One page of a list; ``total`` is null where it was not asked for."""

    items: list[T]
    total: int | None
    page: int
    page_size: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class PageOf[T]:
    """A page as the repository returns it: rows, which a response model turns into a ``Page``."""

    items: list[T]
    total: int | None
    page: int
    page_size: int
    has_next: bool


class CursorParams(QueryParams):
    """Where in a list to go on."""

    cursor: str | None = Field(default=None, min_length=1, max_length=MAX_CURSOR)
    page_size: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class CursorPage[T](BaseModel):
    """One page of a list and the cursor of the next, null on the last."""

    items: list[T]
    page_size: int
    next_cursor: str | None
    has_next: bool


@dataclass(frozen=True, slots=True)
class CursorPageOf[T]:
    """A page as the repository returns it."""

    items: list[T]
    page_size: int
    next_cursor: str | None

    @property
    def has_next(self) -> bool:
        """Whether there is more."""
        return self.next_cursor is not None
