"""Tables of the tests' own, whose rows are kept when they are deleted; and what refers to them."""

from uuid import UUID

from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.core.database import NAMING_CONVENTION, VersionMixin
from app.core.soft_delete import SoftDeleteMixin, unique_among_live
from app.core.types import uuid7
from app.shared.repository import Repository
from app.shared.soft_delete import SoftDeleteRepository


class KeptBase(DeclarativeBase):
    """Keeps the tables apart from those that are migrated."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Folder(SoftDeleteMixin, VersionMixin, KeptBase):
    __tablename__ = "kept_folders"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(40))
    inside_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("kept_folders.id", ondelete="CASCADE")
    )
    documents: Mapped[list["Document"]] = relationship(lazy="raise", viewonly=True)


class Document(SoftDeleteMixin, VersionMixin, KeptBase):
    """Goes with its folder, and is kept like it."""

    __tablename__ = "kept_documents"
    __table_args__ = (unique_among_live("title"), unique_among_live("folder_id", "place"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    title: Mapped[str] = mapped_column(String(40))
    place: Mapped[int | None]
    folder_id: Mapped[UUID | None] = mapped_column(ForeignKey(Folder.id, ondelete="CASCADE"))
    answers_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("kept_documents.id", ondelete="SET NULL")
    )


class Pin(KeptBase):
    """Links a folder with a document, which may be in another one."""

    __tablename__ = "kept_pins"

    folder_id: Mapped[UUID] = mapped_column(
        ForeignKey(Folder.id, ondelete="CASCADE"), primary_key=True
    )
    document_id: Mapped[UUID] = mapped_column(
        ForeignKey(Document.id, ondelete="CASCADE"), primary_key=True
    )


class Note(KeptBase):
    """Goes with its document, and is not kept."""

    __tablename__ = "kept_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    document_id: Mapped[UUID] = mapped_column(ForeignKey(Document.id, ondelete="CASCADE"))


class Review(SoftDeleteMixin, KeptBase):
    """Keeps its document from being deleted. Columns may have any name."""

    __tablename__ = "kept_reviews"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    row: Mapped[int | None]
    key: Mapped[int | None]
    deletion: Mapped[int | None]
    document_id: Mapped[UUID] = mapped_column(ForeignKey(Document.id, ondelete="RESTRICT"))


class Desk(VersionMixin, KeptBase):
    """Has a folder on it, or none."""

    __tablename__ = "kept_desks"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    folder_id: Mapped[UUID | None] = mapped_column(ForeignKey(Folder.id, ondelete="SET NULL"))


class Folders(SoftDeleteRepository[Folder]):
    model = Folder


class Documents(SoftDeleteRepository[Document]):
    model = Document


class Reviews(SoftDeleteRepository[Review]):
    model = Review


class Desks(Repository[Desk]):
    model = Desk
