"""Tables of the tests' own, to try the shared code on whatever features the project has."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.core.database import NAMING_CONVENTION, TimestampMixin
from app.core.types import ExactDecimal, UtcDateTime, uuid7
from app.shared.repository import Repository


class ShelfBase(DeclarativeBase):
    """Keeps the tables apart from those that are migrated."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Author(TimestampMixin, ShelfBase):
    __tablename__ = "shelf_authors"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(String(40))
    books: Mapped[list["Book"]] = relationship(lazy="raise", viewonly=True)


class Book(ShelfBase):
    __tablename__ = "shelf_books"
    __table_args__ = (CheckConstraint("year > 0", name="year"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    title: Mapped[str] = mapped_column(String(40), index=True, unique=True)
    isbn: Mapped[str | None] = mapped_column(String(13), unique=True)
    year: Mapped[int]
    price: Mapped[Decimal | None] = mapped_column(ExactDecimal(12, 2))
    sold_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey(Author.id, ondelete="RESTRICT"))
    author: Mapped[Author | None] = relationship(lazy="raise")
    loans: Mapped[list["Loan"]] = relationship(lazy="raise", viewonly=True)

    @property
    def spine(self) -> str:
        """What its back says."""
        return f"{self.title} ({self.year})"


class Loan(ShelfBase):
    """Of a book that has to be there in the end only: the commit finds out."""

    __tablename__ = "shelf_loans"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    book_id: Mapped[UUID] = mapped_column(
        ForeignKey(Book.id, deferrable=True, initially="DEFERRED")
    )


class AuthorRepository(Repository[Author]):
    model = Author


class BookRepository(Repository[Book]):
    model = Book
