"""The table of folders."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, TimestampMixin, VersionMixin
from app.core.types import uuid7
from app.features.orders.models import Order


class FolderOrdersLink(Base):
    """A link of ``orders``."""

    __tablename__ = "folders_orders"

    folder_id: Mapped[UUID] = mapped_column(
        ForeignKey("folders.id", ondelete="CASCADE"), primary_key=True
    )
    order_id: Mapped[UUID] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info={"alias": "orders"},
    )


class FolderRecommendedLink(Base):
    """A link of ``recommended``."""

    __tablename__ = "folders_recommended"

    folder_id: Mapped[UUID] = mapped_column(
        ForeignKey("folders.id", ondelete="CASCADE"), primary_key=True
    )
    linked_folder_id: Mapped[UUID] = mapped_column(
        ForeignKey("folders.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info={"alias": "recommended"},
    )


class Folder(TimestampMixin, VersionMixin, Base):
    """A folder."""

    __tablename__ = "folders"
    __table_args__ = (CheckConstraint("inside_id <> id", name="not_inside_itself"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    cover_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("orders.id", ondelete="SET NULL"), unique=True
    )
    inside_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("folders.id", ondelete="CASCADE"), index=True
    )
    copied_from_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("folders.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    cover: Mapped[Order | None] = relationship(lazy="raise")
    inside: Mapped["Folder | None"] = relationship(
        lazy="raise", foreign_keys=[inside_id], remote_side="Folder.id"
    )
    copied_from: Mapped["Folder | None"] = relationship(
        lazy="raise", foreign_keys=[copied_from_id], remote_side="Folder.id"
    )
    orders: Mapped[list["Order"]] = relationship(
        secondary="folders_orders", viewonly=True, order_by="Order.id", lazy="raise"
    )
    order_links: Mapped[list[FolderOrdersLink]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by=FolderOrdersLink.order_id,
        lazy="selectin",
    )
    recommended: Mapped[list["Folder"]] = relationship(
        secondary="folders_recommended",
        primaryjoin="Folder.id == FolderRecommendedLink.folder_id",
        secondaryjoin="Folder.id == FolderRecommendedLink.linked_folder_id",
        viewonly=True,
        order_by="Folder.id",
        lazy="raise",
    )
    recommended_links: Mapped[list[FolderRecommendedLink]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        foreign_keys=[FolderRecommendedLink.folder_id],
        order_by=FolderRecommendedLink.linked_folder_id,
        lazy="selectin",
    )

    @property
    def order_ids(self) -> list[UUID]:
        """The keys at the other end of ``order_links``."""
        return [link.order_id for link in self.order_links]

    @order_ids.setter
    def order_ids(self, keys: list[UUID]) -> None:
        kept = {link.order_id: link for link in self.order_links}
        self.order_links = [kept.get(key) or FolderOrdersLink(order_id=key) for key in keys]

    @property
    def recommended_ids(self) -> list[UUID]:
        """The keys at the other end of ``recommended_links``."""
        return [link.linked_folder_id for link in self.recommended_links]

    @recommended_ids.setter
    def recommended_ids(self, keys: list[UUID]) -> None:
        kept = {link.linked_folder_id: link for link in self.recommended_links}
        self.recommended_links = [
            kept.get(key) or FolderRecommendedLink(linked_folder_id=key) for key in keys
        ]
