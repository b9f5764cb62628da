"""Long text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.fields.literals import imported, migration
from fastscaffold.fields.texts import BoundedText
from fastscaffold.model.resource import Column

if TYPE_CHECKING:
    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec


class TextType(BoundedText):
    """``text``: at most 10,000 characters unless the spec says otherwise, so bodies are bounded."""

    name = "text"
    default_length = 10_000
    longest = 1_000_000

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        del spec, context
        return Column(imported("sqlalchemy", "Text"), migration("sa.Text()"))


FIELD_TYPE = TextType()
