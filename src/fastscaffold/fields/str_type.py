"""Short text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.fields.literals import imported, migration
from fastscaffold.fields.texts import BoundedText
from fastscaffold.model.resource import Column

if TYPE_CHECKING:
    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec


class StrType(BoundedText):
    """``str``: at most 255 characters unless the spec says otherwise."""

    name = "str"
    default_length = 255
    longest = 4_000

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del context
        length = self.max_length(spec)
        return Column(
            imported("sqlalchemy", "String", f"({length})"),
            migration(f"sa.String(length={length})"),
        )


FIELD_TYPE = StrType()
