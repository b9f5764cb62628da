"""Whole numbers of 32 bits."""

from __future__ import annotations

from fastscaffold.fields.integers import Whole


class IntType(Whole):
    """``int``."""

    name = "int"
    bits = 32
    schema = "Int32"
    sql = "Integer"


FIELD_TYPE = IntType()
