"""Whole numbers of 64 bits."""

from __future__ import annotations

from fastscaffold.fields.integers import Whole


class BigintType(Whole):
    """``bigint``."""

    name = "bigint"
    bits = 64
    schema = "Int64"
    sql = "BigInteger"


FIELD_TYPE = BigintType()
