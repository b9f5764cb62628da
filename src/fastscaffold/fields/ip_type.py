"""IP addresses."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import SHARED, imported, migration, plain
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.models import FieldSpec

MAX_LENGTH = 45


class IpType(SimpleType):
    """``ip``: version 4 or 6, kept as text in its shortest form."""

    name = "ip"
    code = plain("str")
    schema = imported(SHARED, "IpAddress")
    model = imported("sqlalchemy", "String", f"({MAX_LENGTH})")
    ddl = migration(f"sa.String(length={MAX_LENGTH})")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        text = text_value(raw)
        try:
            if "%" in text:
                raise ValueError(text)
            return str(ip_address(text))
        except ValueError:
            raise ValueError("it should be an address such as 192.0.2.1") from None

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        half = SAMPLES // 2
        old = [f"192.0.2.{number}" for number in range(1, half + 1)]
        return [*old, *(f"2001:db8::{number}" for number in range(1, half + 1))]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "5"
        yield "not_an_address", '"localhost"'
        yield "out_of_range", '"192.0.2.256"'
        yield "nul_byte", r'"192.0.2.1\x00"'


FIELD_TYPE = IpType()
