"""Free JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.fields.base import SAMPLES
from fastscaffold.fields.literals import CORE, SHARED, imported, migration
from fastscaffold.fields.simple import SimpleType
from fastscaffold.fields.texts import text_value
from fastscaffold.model.resource import Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.models import FieldSpec

MAX_INTEGER = 2**53
# As ``shared/schemas.py`` of projects has them.
MIN_FLOAT = 1e-22
MAX_FLOAT = 1e16
DDL = migration(
    'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")',
    Import("sqlalchemy.dialects", "postgresql"),
)
MODEL = imported(CORE, "JSONVariant")


class JsonType(SimpleType):
    """``json``: an object or a list, of whatever content."""

    name = "json"
    sortable = False
    filterable = False
    indexable = False
    uniqueable = False
    code = imported(CORE, "JsonDocument")
    schema = imported(SHARED, "JsonData")
    model = MODEL
    ddl = DDL

    def parse(self, spec: FieldSpec, raw: object) -> object:
        del spec
        if not isinstance(raw, dict | list):
            raise ValueError("it should be a JSON object or list")
        check_json(cast("object", raw))
        return cast("object", raw)

    def mutable_default(self) -> bool:
        return True

    def values(self, spec: FieldSpec) -> Sequence[object]:
        del spec
        return [{"key": f"value {number}"} for number in range(1, SAMPLES + 1)]

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        del spec
        yield "wrong_type", '"text"'
        yield "nul_byte", r'{"key": "nul\x00byte"}'
        yield "many_digits", '{"key": 1e300}'


def check_json(value: object) -> None:
    """Check what is inside a JSON value: text and floats that can be stored, and exact integers.

    Raises:
        ValueError: something in it is not.
    """
    if isinstance(value, dict):
        for key, item in cast("dict[object, object]", value).items():
            check_json(key)
            check_json(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            check_json(item)
    elif isinstance(value, str):
        text_value(value)
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise ValueError("it holds an integer beyond 2**53")
    elif isinstance(value, float) and value and not MIN_FLOAT <= abs(value) < MAX_FLOAT:
        raise ValueError(f"it holds a float that is not from {MIN_FLOAT} to below {MAX_FLOAT}")


FIELD_TYPE = JsonType()
