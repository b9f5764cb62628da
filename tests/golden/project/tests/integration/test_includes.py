"""Relations that responses embed, on a real database."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.errors import UnprocessableError
from app.shared import includes
from app.shared.includes import ExpandedSchema, include_of, included
from app.shared.pagination import PageParams
from app.shared.schemas import OutputSchema
from tests.shelf import Author, AuthorRepository, Book, BookRepository, ShelfBase

RELATIONS = {"author": Book.author}


class AuthorResponse(OutputSchema):
    name: str


class BookExpanded(ExpandedSchema):
    _linked: ClassVar[Mapping[str, str]] = {"spine": "author"}

    title: str
    spine: AuthorResponse | str
    author: AuthorResponse | None = None


class Parameters(BaseModel):
    include: str | None = include_of("author", "loans")


@pytest.fixture
async def books(session: AsyncSession) -> BookRepository:
    connection = await session.connection()
    await connection.run_sync(ShelfBase.metadata.create_all)
    session.add(Book(title="Emma", year=1815, author=Author(name="Jane")))
    await session.commit()
    session.expunge_all()
    return BookRepository(session)


async def test_what_is_not_asked_for_is_left_out(books: BookRepository) -> None:
    page = await books.list_page(PageParams())
    response = BookExpanded.model_validate(page.items[0])

    assert books.embedding([]) is books.loading([]) is books
    assert response.model_dump(exclude_unset=True) == {"title": "Emma", "spine": "Emma (1815)"}
    assert BookExpanded.model_validate({"title": "Emma", "spine": "Emma (1815)"}) == response


async def test_what_is_asked_for_is_embedded(books: BookRepository) -> None:
    page = await books.embedding(included("author,author", RELATIONS)).list_page(PageParams())
    response = BookExpanded.model_validate(page.items[0])

    author = {"name": "Jane"}
    assert response.model_dump(exclude_unset=True) == {
        "title": "Emma",
        "spine": author,
        "author": author,
    }


async def test_many_rows_are_embedded(books: BookRepository) -> None:
    books.session.add(Author(name="Anne"))
    await books.session.flush()
    authors = AuthorRepository(books.session).embedding([Author.books])

    page = await authors.list_page(PageParams())

    titles = {author.name: [book.title for book in author.books] for author in page.items}
    assert titles == {"Jane": ["Emma"], "Anne": []}


@pytest.mark.parametrize("relations", [(Book.author, Book.loans), (Book.loans, Book.author)])
async def test_one_row_and_many_are_embedded_together(
    books: BookRepository, relations: Sequence[InstrumentedAttribute[Any]]
) -> None:
    page = await books.embedding(relations).list_page(PageParams())

    (book,) = page.items
    assert book.author is not None
    assert book.author.name == "Jane"
    assert book.loans == []


async def test_no_response_holds_more_rows_than_it_may(
    books: BookRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(includes, "MAX_EMBEDDED", 1)
    jane = (await books.list_page(PageParams())).items[0].author_id
    assert jane is not None
    authors = AuthorRepository(books.session).embedding([Author.books])
    assert await authors.get(jane)
    await books.add(Book(title="Persuasion", year=1817, author_id=jane))

    with pytest.raises(UnprocessableError) as error:
        await authors.get(jane)

    (detail,) = error.value.details
    assert (detail.field, detail.location) == ("include", "query")


def test_nothing_is_loaded_without_a_name() -> None:
    assert included(None, RELATIONS) == []


@pytest.mark.parametrize("text", ["", ",", "author,", "Author", "author,id", "author loans"])
def test_what_is_no_relation_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="comma-separated: author, loans"):
        Parameters(include=text)


def test_several_relations_are_taken() -> None:
    assert Parameters(include="loans,author").include == "loans,author"
