"""E-mail addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import SHARED, imported, migration, plain
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.models import FieldSpec

MAX_LENGTH = 254
_NAMES = [
    "ada",
    "alan",
    "barbara",
    "donald",
    "edsger",
    "frances",
    "grace",
    "john",
    "katherine",
    "linus",
    "margaret",
    "tony",
]

# Stricter than the project's own validation: a default or example should be beyond doubt.
_ADDRESS = re.compile(
    r"[a-z0-9_%+-]+(\.[a-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE | re.ASCII,
)


class EmailType(SimpleType):
    """``email``: validated and kept in lower case."""

    name = "email"
    searchable = True
    code = plain("str")
    schema = imported(SHARED, "Email")
    model = imported("sqlalchemy", "String", f"({MAX_LENGTH})")
    ddl = migration(f"sa.String(length={MAX_LENGTH})")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        text = text_value(raw)
        if len(text) > MAX_LENGTH or not _ADDRESS.fullmatch(text):
            raise ValueError("it should be an address such as ada@example.com")
        return text.lower()

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [f"{name}@example.com" for name in _NAMES[:SAMPLES]]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "5"
        yield "not_an_address", '"ada.example.com"'
        yield "nul_byte", r'"ada\x00@example.com"'
        yield "too_long", '"a" * 60 + "@" + "b" * 300 + ".com"'


FIELD_TYPE = EmailType()
