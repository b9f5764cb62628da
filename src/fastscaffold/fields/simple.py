"""What the types without constraints share: their forms are the same for each field."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from fastscaffold.fields.base import FieldType
from fastscaffold.model.resource import Code, Column

if TYPE_CHECKING:
    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec


class SimpleType(FieldType):
    """A type whose code does not depend on the field.

    Attributes:
        code: the Python type.
        schema: the annotation of an input.
        model: the column's type in a model; ``ddl`` in a migration.
        response: the annotation of a response; the Python type where it is left out.
    """

    code: ClassVar[Code]
    schema: ClassVar[Code]
    model: ClassVar[Code]
    ddl: ClassVar[Code]
    response: ClassVar[Code | None] = None

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return self.code

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return self.schema

    def output(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return self.response or self.code

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(self.model, self.ddl)
