"""Bytes."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES, FieldType, Problem
from fastscaffold.fields.literals import SHARED, bytes_literal, imported, migration, plain
from fastscaffold.model.resource import Code, Column, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

DEFAULT_LENGTH = 65_536
LONGEST = 10_000_000
# What stands in generated code.
LONGEST_VALUE = 1_000
_GROUP = 3


class BytesType(FieldType):
    """``bytes``: base64 in JSON, at most 64 KiB unless the spec says otherwise."""

    name = "bytes"
    constraints = frozenset({"max_length"})
    sortable = False
    filterable = False
    indexable = False
    uniqueable = False

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return plain("bytes")

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        imports = (Import("typing", "Annotated"), Import(SHARED, "Base64"))
        return Code(f"Annotated[bytes, Base64(max_length={_longest(spec)})]", imports)

    def output(self, spec: FieldSpec, context: FieldContext) -> Code:
        return self.annotation(spec, context)

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(imported("sqlalchemy", "LargeBinary"), migration("sa.LargeBinary()"))

    def parse(self, spec: FieldSpec, raw: object) -> object:
        try:
            value = base64.b64decode(str(raw), validate=True)
        except ValueError:
            value = None
        if value is None or not isinstance(raw, str) or base64.b64encode(value).decode() != raw:
            raise ValueError("it should be base64 with padding, such as aGVsbG8=")
        if len(value) > _longest(spec):
            raise ValueError(f"it has more than {_longest(spec):,} bytes")
        if len(value) > LONGEST_VALUE:
            raise ValueError(f"it has more than {LONGEST_VALUE:,} bytes, too many for code")
        return value

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        if not 1 <= _longest(spec) <= LONGEST:
            message = f"`max_length` of bytes is from 1 to {LONGEST:,}."
            yield Problem("max_length", message, "Use the capability `uploads` for larger files.")

    def values(self, spec: FieldSpec) -> Sequence[object]:
        # Some that no text has, and that differ from their first byte on.
        found = [bytes([number, 0, 255, 254 - number]) for number in range(250, 250 - SAMPLES, -1)]
        return [value[: _longest(spec)] for value in found]

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return base64.b64encode(cast("bytes", value)).decode()

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        return plain(bytes_literal(cast("bytes", value)))

    def mutable_default(self) -> bool:
        # Pydantic cannot write bytes into a schema, but needs not where a factory makes them.
        return True

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        groups = _longest(spec) // _GROUP + 1
        yield "wrong_type", "12345"
        yield "not_base64", '"not base64!"'
        yield "another_alphabet", '"-_-_"'
        yield "no_padding", '"YQ"'
        yield "loose_bits", '"YR=="'
        yield "line_end", r'"YQ==\n"'
        yield "too_long", f'"AAAA" * {groups}'


def _longest(spec: FieldSpec) -> int:
    return DEFAULT_LENGTH if spec.max_length is None else spec.max_length


FIELD_TYPE = BytesType()
