"""Whole numbers of 64 bits."""

from __future__ import annotations

from fastscaffold.fields.integers import Whole


class BigintType(Whole):
    """``bigint``."""

    name = "bigint"
    bits = 64
    schema = "Int64"
    sql = "BigInteger"

    @property
    def low(self) -> int:
        return -self.high

    @property
    def high(self) -> int:
        """The greatest number that OpenAPI writes exactly.

        Its bounds are doubles, which below 2**63 are multiples of 1,024, in 16 digits, which are
        multiples of 1,000.
        """
        return (1 << 63) // 128_000 * 128_000


FIELD_TYPE = BigintType()
