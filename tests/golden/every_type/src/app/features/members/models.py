"""The table of members."""

from uuid import UUID

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, TimestampMixin, VersionMixin
from app.core.soft_delete import SoftDeleteMixin, index_of_deleted, unique_among_live
from app.core.types import uuid7


class Member(TimestampMixin, SoftDeleteMixin, VersionMixin, Base):
    """A member."""

    __tablename__ = "members"
    __table_args__ = (
        unique_among_live("type"),
        index_of_deleted(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    number: Mapped[str] = mapped_column("type", String(20), info={"alias": "memberNumber"})
    from_: Mapped[int] = mapped_column("Since", Integer, info={"alias": "from-year"})
    pin: Mapped[str] = mapped_column(String(255))
    recovery: Mapped[str | None] = mapped_column(String(255), info={"alias": "recoveryCode"})
    photo: Mapped[bytes | None] = mapped_column(LargeBinary)
    mark: Mapped[bytes] = mapped_column(LargeBinary, default=b"hello")
