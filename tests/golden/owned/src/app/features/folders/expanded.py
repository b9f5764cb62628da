"""What responses about folders hold with relations embedded."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from app.features.folders.schemas import FolderFields, FolderResponse
from app.features.orders.schemas import OrderResponse
from app.shared.includes import ExpandedSchema


class FolderExpanded(ExpandedSchema, FolderFields):
    """What clients are told of a folder, with the relations that they ask for."""

    _linked: ClassVar[Mapping[str, str]] = {"order_ids": "orders", "recommended_ids": "recommended"}

    cover: OrderResponse | None = None
    inside: FolderResponse | None = None
    copied_from: FolderResponse | None = None
    order_ids: list[OrderResponse] | list[UUID] = Field(serialization_alias="orders")
    recommended_ids: list[FolderResponse] | list[UUID] = Field(serialization_alias="recommended")
