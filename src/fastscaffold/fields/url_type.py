"""Web addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import SHARED, imported, migration, plain
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.models import FieldSpec

# In ASCII once it is normalised, so that it fits the entry of an index as well.
MAX_LENGTH = 2048
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII)


class UrlType(SimpleType):
    """``url``: http or https, kept as text in normal form."""

    name = "url"
    searchable = True
    code = plain("str")
    schema = imported(SHARED, "WebUrl")
    model = imported("sqlalchemy", "String", f"({MAX_LENGTH})")
    ddl = migration(f"sa.String(length={MAX_LENGTH})")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        message = "it should be an address such as https://example.com/page"
        text = text_value(raw)
        printable = text.isascii() and text.isprintable() and " " not in text
        if not printable or len(text) > MAX_LENGTH:
            raise ValueError(message)
        try:
            parts = urlsplit(text)
            valid = parts.scheme in {"http", "https"} and parts.port != 0
        except ValueError:
            raise ValueError(message) from None
        if not valid or "@" in parts.netloc or not _HOST.fullmatch(parts.hostname or ""):
            raise ValueError(message)
        return text if parts.path or parts.query or parts.fragment else f"{text}/"

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [f"https://example.com/pages/{number}" for number in range(1, SAMPLES + 1)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "5"
        yield "not_an_address", '"example"'
        yield "other_scheme", '"ftp://example.com/file"'
        yield "too_long", f'"https://example.com/" + "a" * {MAX_LENGTH}'


FIELD_TYPE = UrlType()
