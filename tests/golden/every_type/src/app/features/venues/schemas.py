"""What requests and responses about venues hold."""

from typing import Annotated

from pydantic import Field

from app.shared.filters import QueryParams, SearchText, sort_by
from app.shared.includes import include_of
from app.shared.pagination import PageParams
from app.shared.schemas import InputSchema, Omittable, OutputSchema, PatchSchema, Storable, WebUrl

VenueName = Annotated[str, Field(max_length=80), Storable]


class VenueCreate(InputSchema):
    """What it takes to create a venue."""

    name: VenueName
    website: WebUrl | None = None


class VenueUpdate(PatchSchema):
    """What can be changed of a venue."""

    name: Omittable[VenueName] = None
    website: WebUrl | None = None


class VenueResponse(OutputSchema):
    """What clients are told of a venue."""

    id: int
    name: str
    website: str | None


class VenueInclude(QueryParams):
    """What a response about a venue embeds."""

    include: str | None = include_of("events")


class VenueFilters(PageParams):
    """Which venues to list."""

    include: str | None = include_of("events")
    sort: str | None = sort_by("name")
    q: SearchText | None = None
