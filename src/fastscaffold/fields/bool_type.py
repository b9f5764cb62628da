"""True or false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.fields.literals import SHARED, imported, migration, plain
from fastscaffold.fields.simple import SimpleType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec


class BoolType(SimpleType):
    """``bool``: only JSON's true and false are accepted."""

    name = "bool"
    uniqueable = False
    code = plain("bool")
    schema = imported("pydantic", "StrictBool")
    model = imported("sqlalchemy", "Boolean")
    ddl = migration("sa.Boolean()")

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return imported(SHARED, "QueryFlag")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        if not isinstance(raw, bool):
            raise ValueError("it should be true or false")
        return raw

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [True, False]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", '"perhaps"'
        yield "text", '"true"'
        yield "number", "1"


FIELD_TYPE = BoolType()
