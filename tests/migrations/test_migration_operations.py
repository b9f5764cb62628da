from __future__ import annotations

import pytest

from fastscaffold.migrations.operations import (
    AddForeignKey,
    Column,
    CreateIndex,
    CreateTable,
    DropForeignKey,
    DropIndex,
    DropTable,
    ForeignKey,
    PrimaryKey,
    reverse_all,
)
from fastscaffold.model.resource import Code

TABLE = CreateTable("a", (Column("id", Code("sa.Uuid()")),), PrimaryKey("pk_a", ("id",)))
INDEX = CreateIndex("ix_a_x", "a", ("x",))
KEY = AddForeignKey("a", ForeignKey("fk_a_b_id_b", ("b_id",), "b", ("id",), "cascade"))


@pytest.mark.parametrize(
    ("operation", "inverse"),
    [(TABLE, DropTable(TABLE)), (INDEX, DropIndex(INDEX)), (KEY, DropForeignKey(KEY))],
)
def test_reverse_and_back(operation, inverse):
    assert operation.reverse() == inverse
    assert inverse.reverse() == operation


def test_several_are_undone_from_the_last_to_the_first():
    assert reverse_all((TABLE, INDEX, KEY)) == (
        DropForeignKey(KEY),
        DropIndex(INDEX),
        DropTable(TABLE),
    )
