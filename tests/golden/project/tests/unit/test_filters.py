"""Sorting and searching, from the query parameter to the expression."""

import re
from typing import Annotated

import pytest
from fastapi import FastAPI, Query
from pydantic import ValidationError, create_model
from sqlalchemy.orm import Mapped, mapped_column

from app.shared.filters import (
    OneOf,
    QueryParams,
    Sort,
    conditions,
    parse_sort,
    search,
    sort_by,
)
from app.shared.pagination import MAX_PAGE, PageParams
from tests.shelf import Book, ShelfBase


class BookQuery(PageParams):
    sort: str | None = sort_by("title", "year")


COLUMNS = {"title": Book.title, "year": Book.year}


@pytest.mark.parametrize("sort", ["title", "-year", "-year,title", "title,title"])
def test_what_is_listed_sorts(sort: str) -> None:
    assert BookQuery(sort=sort).sort == sort


@pytest.mark.parametrize(
    "sort",
    ["title," * 5 + "title", "", "id", "__class__", "title,", "+title", "--year", "title desc"],
)
def test_anything_else_is_refused_and_told_what_there_is(sort: str) -> None:
    with pytest.raises(ValidationError, match="up to five of title, year,") as refusal:
        BookQuery(sort=sort)

    assert "(" not in refusal.value.errors()[0]["msg"]


def test_the_schema_has_the_pattern() -> None:
    assert re.fullmatch(BookQuery.model_json_schema()["properties"]["sort"]["pattern"], "-year")


def test_nothing_to_sort_by() -> None:
    assert parse_sort(None, COLUMNS) == []


def test_the_order_of_columns_is_kept() -> None:
    assert parse_sort("-year,title", COLUMNS) == [
        Sort(Book.year, descending=True),
        Sort(Book.title),
    ]


def test_the_first_of_a_repeated_name_counts() -> None:
    assert parse_sort("-year,year", COLUMNS) == [Sort(Book.year, descending=True)]


@pytest.mark.parametrize("text", [None, ""])
def test_an_empty_search_finds_everything(text: str | None) -> None:
    assert search(text, [Book.title]) == []


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        PageParams.model_validate({"limit": 5})


@pytest.mark.parametrize(
    ("name", "value"),
    [("page", 0), ("page", MAX_PAGE + 1), ("page", 10**18), ("page_size", 0), ("page_size", 101)],
)
def test_pages_have_limits(name: str, value: int) -> None:
    with pytest.raises(ValidationError, match=name):
        PageParams.model_validate({name: value})


def test_pages_are_counted_from_one() -> None:
    assert PageParams(page=3, page_size=10).offset == 20


class YearQuery(PageParams):
    year: int | None = None
    year__gte: int | None = None
    year__lt: int | None = None


def test_filters_that_are_set_become_conditions() -> None:
    found = conditions(Book, YearQuery(year__gte=2000, year__lt=2010, page=2))

    assert {str(condition) for condition in found} == {
        "shelf_books.year >= :year_1",
        "shelf_books.year < :year_1",
    }


def test_a_filter_without_operator_is_equality() -> None:
    (condition,) = conditions(Book, YearQuery(year=2000))

    assert str(condition) == "shelf_books.year = :year_1"


class YearsQuery(PageParams):
    year__in: OneOf[int] | None = None


def test_a_filter_takes_one_of_several_values() -> None:
    (condition,) = conditions(Book, YearsQuery(year__in=[2000, 2010]))

    assert str(condition) == "shelf_books.year IN (__[POSTCOMPILE_year_1])"


@pytest.mark.parametrize("count", [0, 101])
def test_several_values_have_limits(count: int) -> None:
    with pytest.raises(ValidationError, match="year__in"):
        YearsQuery(year__in=[0] * count)


def test_a_filter_that_is_null_is_none() -> None:
    assert conditions(Book, YearQuery(year=None)) == []


def test_a_parameter_of_all_lists_is_none_whatever_the_columns_are_called() -> None:
    class Leaf(ShelfBase):
        __tablename__ = "shelf_leaves"

        page: Mapped[int] = mapped_column(primary_key=True)

    assert conditions(Leaf, PageParams(page=2)) == []


def test_very_many_lists_can_be_described() -> None:
    app = FastAPI()

    for number in range(200):

        async def find(params: QueryParams) -> None:
            """Take parameters of its own."""

        model = create_model(f"Params{number}", __base__=QueryParams, year=(int, 1900))
        find.__annotations__["params"] = Annotated[model, Query()]
        app.get(f"/{number}")(find)

    assert len(app.openapi()["paths"]) == 200
