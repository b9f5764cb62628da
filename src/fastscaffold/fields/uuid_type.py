"""Universally unique identifiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from uuid import UUID

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import imported, migration
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec

_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


class UuidType(SimpleType):
    """``uuid``; the default ``uuid`` makes a random one for each row."""

    name = "uuid"
    code = imported("uuid", "UUID")
    schema = code
    model = imported("sqlalchemy", "Uuid")
    ddl = migration("sa.Uuid()")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        text = text_value(raw)
        if not _FORM.fullmatch(text):
            raise ValueError("it should be a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e")
        return UUID(text)

    def wire(self, spec: FieldSpec, value: object) -> object:
        del spec
        return str(cast("UUID", value))

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        del spec, context
        return imported("uuid", "UUID", f'("{value}")')

    def words(self) -> Mapping[str, Code]:
        return {"uuid": imported("uuid", "uuid4")}

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [UUID(int=0x1B4E28BA2FA140D2883F0016D3CCA400 + number) for number in range(SAMPLES)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", "7"
        yield "not_a_uuid", '"not-a-uuid"'


FIELD_TYPE = UuidType()
