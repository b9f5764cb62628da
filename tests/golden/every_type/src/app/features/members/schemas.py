"""What requests and responses about members hold."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, Secret

from app.shared.filters import OneOf, sort_by
from app.shared.pagination import PageParams
from app.shared.schemas import (
    HIDDEN,
    Base64,
    InputSchema,
    Int32,
    Omittable,
    OutputSchema,
    PatchSchema,
    QueryInt32,
    Storable,
)

MemberNumber = Annotated[str, Field(max_length=20), Storable]
MemberPin = Secret[
    Annotated[str, Field(min_length=4, max_length=12, json_schema_extra=HIDDEN), Storable]
]
MemberPhoto = Annotated[bytes, Base64(max_length=65536)]
MemberMark = Annotated[bytes, Base64(max_length=16)]


class MemberCreate(InputSchema):
    """What it takes to create a member."""

    number: MemberNumber = Field(alias="memberNumber")
    from_: Int32 = Field(alias="from-year", description="Year of joining.", examples=[1999, 2024])
    pin: MemberPin = Field(description="Asked for at the door.", examples=["2580"])
    recovery: (
        Secret[Annotated[str, Field(max_length=128, json_schema_extra=HIDDEN), Storable]] | None
    ) = Field(default=None, alias="recoveryCode")
    photo: MemberPhoto | None = None
    mark: MemberMark = Field(default_factory=lambda: b"hello")


class MemberUpdate(PatchSchema):
    """What can be changed of a member."""

    number: Omittable[MemberNumber] = Field(default=None, alias="memberNumber")
    from_: Omittable[Int32] = Field(
        default=None, alias="from-year", description="Year of joining.", examples=[1999, 2024]
    )
    pin: Omittable[MemberPin] = Field(
        default=None, description="Asked for at the door.", examples=["2580"]
    )
    photo: MemberPhoto | None = None
    mark: Omittable[MemberMark] = None


class MemberResponse(OutputSchema):
    """What clients are told of a member."""

    id: UUID
    number: str = Field(serialization_alias="memberNumber")
    from_: int = Field(
        serialization_alias="from-year", description="Year of joining.", examples=[1999, 2024]
    )
    photo: Annotated[bytes, Base64(max_length=65536)] | None
    mark: Annotated[bytes, Base64(max_length=16)]
    created_at: datetime
    updated_at: datetime


class MemberFilters(PageParams):
    """Which members to list."""

    sort: str | None = sort_by("memberNumber", "from-year")
    number: Annotated[str, Field(max_length=20), Storable] | None = Field(
        default=None, alias="memberNumber"
    )
    number__in: OneOf[Annotated[str, Field(max_length=20), Storable]] | None = Field(
        default=None, alias="memberNumber__in"
    )
    from_: QueryInt32 | None = Field(default=None, alias="from-year")
    from___gt: QueryInt32 | None = Field(default=None, alias="from-year__gt")
    from___gte: QueryInt32 | None = Field(default=None, alias="from-year__gte")
    from___lt: QueryInt32 | None = Field(default=None, alias="from-year__lt")
    from___lte: QueryInt32 | None = Field(default=None, alias="from-year__lte")
    from___in: OneOf[QueryInt32] | None = Field(default=None, alias="from-year__in")
