"""Versions of rows whose references and links end because others are deleted."""

import pytest
from sqlalchemy import CheckConstraint, ForeignKey, MetaData, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.core.database import NAMING_CONVENTION, VersionMixin
from app.core.errors import ConflictError, PreconditionFailedError
from app.core.soft_delete import SoftDeleteMixin
from app.shared.repository import Repository
from app.shared.soft_delete import SoftDeleteRepository


class LostBase(DeclarativeBase):
    """Keeps the tables apart from those that are migrated."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Shelf(LostBase):
    """Goes with the one that it is a part of."""

    __tablename__ = "lost_shelves"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("lost_shelves.id", ondelete="CASCADE")
    )


class Tag(LostBase):
    __tablename__ = "lost_tags"

    id: Mapped[int] = mapped_column(primary_key=True)


class Topic(SoftDeleteMixin, LostBase):
    __tablename__ = "lost_topics"

    id: Mapped[int] = mapped_column(primary_key=True)


class BookTag(LostBase):
    __tablename__ = "lost_book_tags"

    book_id: Mapped[int] = mapped_column(
        ForeignKey("lost_books.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("lost_tags.id", ondelete="CASCADE"), primary_key=True
    )


class BookTopic(LostBase):
    __tablename__ = "lost_book_topics"

    book_id: Mapped[int] = mapped_column(
        ForeignKey("lost_books.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("lost_topics.id", ondelete="CASCADE"), primary_key=True
    )


class Book(VersionMixin, LostBase):
    """Outlives its shelf and the book that it follows."""

    __tablename__ = "lost_books"

    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int | None] = mapped_column(ForeignKey(Shelf.id, ondelete="SET NULL"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("lost_books.id", ondelete="SET NULL"))
    follows: Mapped["Book | None"] = relationship(remote_side="Book.id", lazy="raise")
    tags: Mapped[list[BookTag]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    topics: Mapped[list[BookTopic]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class Person(VersionMixin, LostBase):
    """Has somebody above, who may be the same one."""

    __tablename__ = "lost_people"
    __table_args__ = (CheckConstraint("above_id IS NOT NULL", name="is_led"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    above_id: Mapped[int | None] = mapped_column(ForeignKey("lost_people.id", ondelete="RESTRICT"))
    above: Mapped["Person | None"] = relationship(remote_side="Person.id", lazy="raise")


class People(Repository[Person]):
    model = Person


class Shelves(Repository[Shelf]):
    model = Shelf


class Tags(Repository[Tag]):
    model = Tag


class Topics(SoftDeleteRepository[Topic]):
    model = Topic


class Books(Repository[Book]):
    model = Book


@pytest.fixture
async def books(session: AsyncSession) -> Books:
    connection = await session.connection()
    await connection.run_sync(LostBase.metadata.create_all)
    session.add_all([Shelf(id=1), Tag(id=1), Topic(id=1), Topic(id=2)])
    await session.flush()
    session.add_all([Shelf(id=2, part_of_id=1), Book(id=1)])
    await session.flush()
    session.add(Shelf(id=3, part_of_id=2))
    await session.flush()
    return Books(session)


async def version(books: Books, key: int) -> int:
    books.session.expire_all()
    book = await books.get(key)
    assert book is not None
    return book.version


@pytest.mark.parametrize("shelf", [1, 3])
async def test_a_row_that_loses_a_reference_has_another_version(books: Books, shelf: int) -> None:
    await books.add(Book(id=2, shelf_id=shelf))
    lowest = await Shelves(books.session).get(shelf)
    assert lowest is not None

    await Shelves(books.session).delete(lowest)

    book = await books.get(2)
    assert book is not None
    await books.session.refresh(book)
    assert (book.shelf_id, book.version) == (None, 2)
    assert await version(books, 1) == 1


async def test_also_if_what_it_refers_to_goes_with_another_row(books: Books) -> None:
    await books.add(Book(id=2, shelf_id=3))
    topmost = await Shelves(books.session).get(1)
    assert topmost is not None

    await Shelves(books.session).delete(topmost)

    assert await version(books, 2) == 2


async def test_also_if_it_refers_to_a_row_of_its_own_model(books: Books) -> None:
    first = await books.add(Book(id=2))
    await books.add(Book(id=3, follows_id=2))
    first.follows_id = first.id
    await books.session.flush()

    await books.delete(first)

    assert await version(books, 3) == 2


async def test_a_row_that_loses_a_link_has_another_version(books: Books) -> None:
    await books.add(Book(id=2, tags=[BookTag(tag_id=1)]))
    tag = await Tags(books.session).get(1)
    assert tag is not None

    await Tags(books.session).delete(tag)

    assert await version(books, 2) == 2
    assert await version(books, 1) == 1


async def test_also_a_link_with_a_row_that_is_kept(books: Books) -> None:
    await books.add(Book(id=2, topics=[BookTopic(topic_id=1)]))
    await books.add(Book(id=3, topics=[BookTopic(topic_id=2)]))
    topic = await Topics(books.session).get(1)
    assert topic is not None

    await Topics(books.session).delete(topic)

    assert await version(books, 2) == 2
    assert await version(books, 3) == 1


async def test_a_row_that_refers_to_itself_is_deleted(books: Books) -> None:
    book = await books.get(1)
    assert book is not None
    await books.update(book, {"follows_id": 1})

    await books.delete(book)

    assert await books.get(1) is None


@pytest.fixture
async def leader(books: Books) -> Person:
    return await People(books.session).add(Person(id=1, above_id=1))


async def test_also_if_it_may_not_refer_to_nothing(books: Books, leader: Person) -> None:
    people = People(books.session)

    await people.delete(leader)

    assert await people.count() == 0
    assert leader not in books.session


async def test_what_refers_to_itself_and_was_changed_meanwhile_stays(
    books: Books, leader: Person
) -> None:
    changed = update(Person).values(version=Person.version + 1)
    await books.session.execute(changed, execution_options={"synchronize_session": False})

    with pytest.raises(PreconditionFailedError):
        await People(books.session).delete(leader)


async def test_what_refers_to_itself_stays_while_others_refer_to_it(
    books: Books, leader: Person
) -> None:
    await People(books.session).add(Person(id=2, above_id=1))

    with pytest.raises(ConflictError):
        await People(books.session).delete(leader)
