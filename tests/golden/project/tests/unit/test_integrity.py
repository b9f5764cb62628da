"""What drivers say of broken constraints, and what clients are told."""

from dataclasses import dataclass

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)
from sqlalchemy.exc import IntegrityError

from app.core.integrity import Kind, Violation, explain, read_violation
from tests.shelf import ShelfBase


@dataclass
class Particulars:
    constraint_name: str | None = None
    table_name: str | None = "shelf_books"
    column_name: str | None = None


class DriverError(Exception):
    """As psycopg raises it."""

    def __init__(self, sqlstate: str, diag: Particulars | None = None) -> None:
        super().__init__("in whatever language the server speaks")
        self.sqlstate = sqlstate
        self.diag = diag


def violation(orig: Exception, statement: str | None = None) -> Violation | None:
    return read_violation(IntegrityError(statement, None, orig), ShelfBase.metadata)


@pytest.mark.parametrize(
    ("orig", "expected"),
    [
        (
            DriverError("23505", Particulars("uq_shelf_books_isbn")),
            Violation(Kind.UNIQUE, ("isbn",)),
        ),
        (
            DriverError("23505", Particulars("ix_shelf_books_title")),
            Violation(Kind.UNIQUE, ("title",)),
        ),
        (DriverError("23505", Particulars("of_another_table")), Violation(Kind.UNIQUE)),
        (
            DriverError("23503", Particulars("fk_shelf_books_author_id_shelf_authors")),
            Violation(Kind.FOREIGN_KEY, ("author_id",)),
        ),
        (
            DriverError("23502", Particulars(column_name="year")),
            Violation(Kind.NOT_NULL, ("year",)),
        ),
        (
            DriverError("23514", Particulars("ck_shelf_books_year")),
            Violation(Kind.CHECK, ("year",), rule="year"),
        ),
        (DriverError("99999"), None),
    ],
    ids=["unique", "unique-index", "unknown", "reference", "not-null", "check", "other"],
)
def test_postgresql(orig: Exception, expected: Violation | None) -> None:
    assert violation(orig) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("UNIQUE constraint failed: a.b, a.c", Violation(Kind.UNIQUE, ("b", "c"))),
        ("NOT NULL constraint failed: a.b", Violation(Kind.NOT_NULL, ("b",))),
        ("CHECK constraint failed: ck_a_b", Violation(Kind.CHECK)),
        (
            "CHECK constraint failed: ck_shelf_books_year",
            Violation(Kind.CHECK, ("year",), rule="year"),
        ),
        ("FOREIGN KEY constraint failed", Violation(Kind.FOREIGN_KEY)),
        ("FOREIGN KEY constraint failed: b, c", Violation(Kind.FOREIGN_KEY, ("b", "c"))),
        ("datatype mismatch", None),
    ],
)
def test_sqlite(message: str, expected: Violation | None) -> None:
    assert violation(Exception(message)) == expected


@pytest.mark.parametrize(
    "orig",
    [
        Exception("UNIQUE constraint failed: a.b"),
        DriverError("23505", Particulars("uq_a_b", "a")),
        DriverError("23505", Particulars("ix_a_b", "a")),
        DriverError("23502", Particulars(table_name="a", column_name="b")),
        Exception("FOREIGN KEY constraint failed: a.b"),
        DriverError("23503", Particulars("fk_a_b", "a")),
    ],
    ids=["sqlite", "unique", "unique-index", "not-null", "sqlite-reference", "reference"],
)
def test_columns_are_told_by_their_aliases(orig: Exception) -> None:
    metadata = MetaData()
    column = Column("b", Integer(), info={"alias": "c-d"})
    unique = UniqueConstraint("b", name="uq_a_b")
    refers = ForeignKeyConstraint(["b"], ["a.b"], name="fk_a_b")
    Table("a", metadata, column, unique, refers, Index("ix_a_b", column, unique=True))

    found = read_violation(IntegrityError(None, None, orig), metadata)

    assert found is not None
    assert found.columns == ("c-d",)


def test_a_check_names_no_key_of_a_row() -> None:
    metadata = MetaData()
    check = CheckConstraint("b <> id", name="ck_a_other")
    Table("a", metadata, Column("id", Integer(), primary_key=True), Column("b", Integer()), check)
    broken = Exception("CHECK constraint failed: ck_a_other")

    found = read_violation(IntegrityError(None, None, broken), metadata)

    assert found is not None
    assert found.columns == ("b",)


def test_deleting_what_is_referred_to() -> None:
    found = violation(Exception("FOREIGN KEY constraint failed"), "DELETE FROM shelf_authors")

    assert found == Violation(Kind.FOREIGN_KEY, deleting=True)


@pytest.mark.parametrize(
    ("found", "status", "code", "field"),
    [
        (None, 409, "conflict", None),
        (Violation(Kind.UNIQUE, ("isbn",)), 409, "conflict", "isbn"),
        (Violation(Kind.UNIQUE), 409, "conflict", None),
        (Violation(Kind.FOREIGN_KEY, ("author_id",)), 422, "validation_failed", "author_id"),
        (Violation(Kind.FOREIGN_KEY, deleting=True), 409, "referenced", None),
        (Violation(Kind.NOT_NULL, ("year",)), 422, "validation_failed", "year"),
        (Violation(Kind.CHECK), 422, "validation_failed", None),
        (Violation(Kind.CHECK, ("year",), rule="year"), 422, "validation_failed", "year"),
    ],
)
def test_clients_learn_what_they_can_mend(
    found: Violation | None, status: int, code: str, field: str | None
) -> None:
    error = explain(found)

    assert (error.status, error.code) == (status, code)
    assert [detail.field for detail in error.details] == ([field] if field else [])
