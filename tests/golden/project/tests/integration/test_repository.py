"""The shared repository on a real database."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import AppError, ConflictError, NotFoundError, UnprocessableError
from app.core.types import uuid7
from app.shared.filters import Sort, search
from app.shared.pagination import CursorParams, PageParams
from tests.fakes import CODEC
from tests.shelf import Author, AuthorRepository, Book, BookRepository, ShelfBase


@pytest.fixture
async def books(session: AsyncSession) -> BookRepository:
    connection = await session.connection()
    await connection.run_sync(ShelfBase.metadata.create_all)
    await session.commit()
    return BookRepository(session)


@pytest.fixture
async def author(books: BookRepository) -> Author:
    author = await AuthorRepository(books.session).add(Author(name="Ann"))
    await books.session.commit()
    return author


@pytest.fixture
async def shelf(books: BookRepository) -> list[Book]:
    """Five books; two of them are of the same year."""
    years = [2001, 2003, 2002, 2003, 2000]
    added = [
        await books.add(Book(title=f"Book {number}", year=year))
        for number, year in enumerate(years)
    ]
    await books.session.commit()
    return added


async def test_a_row_is_found_by_its_key(books: BookRepository, shelf: list[Book]) -> None:
    assert await books.get(shelf[0].id) is shelf[0]


async def test_what_is_out_of_scope_is_not_there(books: BookRepository, shelf: list[Book]) -> None:
    recent = books.within(Book.year > 2001).within(Book.year < 2003)
    inside, outside = shelf[2], shelf[0]

    assert await recent.get(inside.id) is inside
    assert await recent.get(outside.id) is None
    assert not await recent.exists(Book.id == outside.id)
    assert await recent.count() == 1
    assert (await recent.list_page(PageParams())).items == [inside]
    assert (await recent.list_cursor(CursorParams(), CODEC)).items == [inside]
    assert await books.count() == len(shelf)


async def test_a_rule_sees_what_is_out_of_scope(books: BookRepository, shelf: list[Book]) -> None:
    nothing = books.within(Book.year == 0)

    assert await nothing.unscoped().count() == len(shelf)
    assert await nothing.count() == 0


async def test_what_is_required_is_there(books: BookRepository, shelf: list[Book]) -> None:
    await books.require(shelf[0].id, "book_id")
    await books.require(None, "book_id")

    with pytest.raises(UnprocessableError) as caught:
        await books.within(Book.year == 0).require(shelf[0].id, "book_id")

    (detail,) = caught.value.details
    assert (detail.field, detail.code) == ("book_id", "missing_reference")


async def test_all_that_is_required_is_there(books: BookRepository, shelf: list[Book]) -> None:
    keys = [book.id for book in shelf]
    await books.require_all(keys, "book_ids")
    await books.require_all([], "book_ids")

    for missing in ([uuid7()], [*keys, uuid7()]):
        with pytest.raises(UnprocessableError) as caught:
            await books.require_all(missing, "book_ids")
        assert caught.value.details[0].field == "book_ids"


async def test_what_has_only_read_lets_go(books: BookRepository, shelf: list[Book]) -> None:
    assert await books.exists(Book.id == shelf[0].id)

    await books.end_read_transaction()

    assert not books.session.in_transaction()


async def test_what_has_written_does_not_let_go(books: BookRepository) -> None:
    await books.add(Book(title="A book", year=2001))

    await books.end_read_transaction()
    await books.session.rollback()

    assert await books.count() == 0


async def test_an_unknown_key_finds_nothing(books: BookRepository) -> None:
    assert await books.get(uuid7()) is None


async def test_values_come_back_as_they_went_in(books: BookRepository) -> None:
    sold = datetime(2026, 1, 1, tzinfo=UTC)
    book = await books.add(Book(title="a", year=1, price=Decimal("9999999999.99"), sold_at=sold))
    await books.session.refresh(book)

    assert book.price == Decimal("9999999999.99")
    assert book.sold_at == sold


async def test_timestamps_are_set_and_kept_up(author: Author, books: BookRepository) -> None:
    created, updated = author.created_at, author.updated_at
    assert created == updated
    await AuthorRepository(books.session).update(author, {"name": "Bea"})

    assert author.created_at == created
    assert author.updated_at > updated


async def test_exists(books: BookRepository, shelf: list[Book]) -> None:
    assert await books.exists(Book.title == shelf[0].title)
    assert not await books.exists(Book.title == "nothing")


async def test_the_first_page(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_page(PageParams(page_size=2))

    assert page.items == shelf[:2]
    assert (page.total, page.page, page.page_size, page.has_next) == (5, 1, 2, True)


async def test_the_last_page(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_page(PageParams(page=3, page_size=2))

    assert page.items == shelf[4:]
    assert not page.has_next


async def test_a_page_beyond_the_end_is_empty(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_page(PageParams(page=9))

    assert page.items == []
    assert page.total == len(shelf)


async def test_a_total_may_be_left_out(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_page(PageParams(page_size=len(shelf), include_total=False))

    assert page.total is None
    assert not page.has_next


async def test_a_page_is_filtered_and_sorted(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_page(
        PageParams(), where=[Book.year > 2001], sorts=[Sort(Book.year, descending=True)]
    )

    assert page.items == [shelf[1], shelf[3], shelf[2]]
    assert page.total == 3


@pytest.mark.parametrize(("text", "found"), [("50%", 1), ("0_", 0), ("SALE", 1), ("o", 2)])
async def test_wildcards_are_searched_for_as_text(
    books: BookRepository, text: str, found: int
) -> None:
    await books.add(Book(title="50% off", year=1))
    await books.add(Book(title="for sale", year=1))

    assert await books.count(*search(text, [Book.title, Book.isbn])) == found


async def walk(books: BookRepository, *sorts: Sort) -> list[Book]:
    """The books of all pages."""
    seen: list[Book] = []
    params = CursorParams(page_size=2)
    while len(seen) < 20:
        page = await books.list_cursor(params, CODEC, sorts=sorts)
        seen += page.items
        if not page.has_next:
            break
        params = CursorParams(page_size=2, cursor=page.next_cursor)
    return seen


@pytest.mark.parametrize("descending", [False, True])
async def test_cursors_lead_through_all_rows(
    books: BookRepository, shelf: list[Book], *, descending: bool
) -> None:
    by_year = sorted(shelf, key=lambda book: book.year, reverse=descending)

    assert await walk(books, Sort(Book.year, descending=descending)) == by_year


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("then_descending", [False, True])
async def test_cursors_lead_through_rows_without_values(
    books: BookRepository, *, descending: bool, then_descending: bool
) -> None:
    sold = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)
    values: list[tuple[str | None, datetime | None]] = [
        (price, sold_at) for price in ("9.50", "10.00", None) for sold_at in (sold, None)
    ]
    for number, (price, sold_at) in enumerate([*values, *values]):
        amount = None if price is None else Decimal(price)
        await books.add(Book(title=f"b{number}", year=1, price=amount, sold_at=sold_at))
    sorts = (Sort(Book.price, descending), Sort(Book.sold_at, then_descending))

    seen = await walk(books, *sorts)

    assert seen == (await books.list_page(PageParams(), sorts=sorts)).items
    prices = [None if book.price is None else str(book.price) for book in seen]
    expected = [price for price in ("9.50", "10.00", None) for _ in range(4)]
    assert prices == (expected[::-1] if descending else expected)


async def test_what_is_added_meanwhile_moves_no_row_to_another_page(
    books: BookRepository, shelf: list[Book]
) -> None:
    by_year = [Sort(Book.year, descending=True)]
    first = await books.list_cursor(CursorParams(page_size=2), CODEC, sorts=by_year)
    await books.add(Book(title="newest", year=3000))

    rest = await books.list_cursor(CursorParams(cursor=first.next_cursor), CODEC, sorts=by_year)

    assert [*first.items, *rest.items] == sorted(shelf, key=lambda book: -book.year)


async def test_a_cursor_serves_its_own_filters_only(
    books: BookRepository, shelf: list[Book]
) -> None:
    class Years(CursorParams):
        year__lt: int | None = None

    page = await books.list_cursor(Years(page_size=len(shelf) - 1), CODEC)

    with pytest.raises(UnprocessableError, match="these filters"):
        await books.list_cursor(Years(cursor=page.next_cursor, year__lt=9), CODEC)


async def test_a_cursor_serves_its_own_order_only(books: BookRepository, shelf: list[Book]) -> None:
    page = await books.list_cursor(CursorParams(page_size=len(shelf) - 1), CODEC)

    with pytest.raises(UnprocessableError) as caught:
        await books.list_cursor(
            CursorParams(cursor=page.next_cursor), CODEC, sorts=[Sort(Book.year)]
        )

    assert caught.value.details[0].field == "cursor"


@pytest.mark.parametrize("field", ["title", "isbn"])
async def test_a_taken_value_is_a_conflict(books: BookRepository, field: str) -> None:
    first = {"title": "a", "isbn": "1", "year": 1}
    await books.add(Book(**first))
    second = {"title": "b", "isbn": "2", "year": 1, field: first[field]}

    with pytest.raises(ConflictError) as caught:
        await books.add(Book(**second))

    assert [detail.field for detail in caught.value.details] == [field]


async def test_an_update_may_conflict_too(books: BookRepository, shelf: list[Book]) -> None:
    with pytest.raises(ConflictError, match="title"):
        await books.update(shelf[0], {"title": shelf[1].title})


async def test_a_missing_reference_is_named(books: BookRepository) -> None:
    with pytest.raises(UnprocessableError) as caught:
        await books.add(Book(title="a", year=1, author_id=uuid7()))

    assert caught.value.details[0].field == "author_id"
    assert caught.value.details[0].code == "missing_reference"


async def test_a_missing_reference_is_named_in_an_update(
    books: BookRepository, shelf: list[Book]
) -> None:
    with pytest.raises(UnprocessableError, match="author_id"):
        await books.update(shelf[0], {"author_id": uuid7()})


async def test_a_reference_that_exists_is_kept(books: BookRepository, author: Author) -> None:
    book = await books.add(Book(title="a", year=1, author_id=author.id))

    assert book.author_id == author.id


async def test_what_is_referred_to_stays(books: BookRepository, author: Author) -> None:
    await books.add(Book(title="a", year=1, author_id=author.id))

    with pytest.raises(ConflictError) as caught:
        await AuthorRepository(books.session).delete(author)

    assert caught.value.code == "referenced"


async def test_a_row_is_deleted(books: BookRepository, shelf: list[Book]) -> None:
    await books.delete(shelf[0])

    assert await books.get(shelf[0].id) is None


async def test_a_missing_value_is_named(books: BookRepository) -> None:
    with pytest.raises(UnprocessableError, match="year"):
        await books.add(Book(title="a"))


async def test_a_broken_check_is_unprocessable(books: BookRepository) -> None:
    with pytest.raises(UnprocessableError, match="year: breaks the rule year"):
        await books.add(Book(title="a", year=0))


@pytest.mark.parametrize(
    "wrong", [{"title": "a", "author_id": uuid7()}, {"title": "before"}, {"title": "a", "year": 0}]
)
async def test_in_a_savepoint_an_error_leaves_the_rest_as_it_was(
    books: BookRepository, wrong: dict[str, Any]
) -> None:
    await books.add(Book(title="before", year=1))
    with pytest.raises(AppError):
        async with books.session.begin_nested():
            await books.add(Book(**({"year": 1} | wrong)))
    await books.add(Book(title="after", year=1))
    await books.session.commit()

    assert await books.count() == 2


async def test_an_update_of_a_row_that_is_gone_finds_nothing(
    books: BookRepository, shelf: list[Book]
) -> None:
    by_another = delete(Book).where(Book.id == shelf[0].id)
    await books.session.execute(by_another, execution_options={"synchronize_session": False})

    with pytest.raises(NotFoundError):
        await books.update(shelf[0], {"year": 1999})
