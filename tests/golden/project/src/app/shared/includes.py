"""Relations that a response embeds on demand: ``?include=customer,lines``."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import ConfigDict, model_validator
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.shared.filters import listed
from app.shared.schemas import OutputSchema, without_defaults


def include_of(*names: str) -> Any:  # noqa: ANN401 # as pydantic's own Field
    """The field for ``?include=customer,lines``.

    Args:
        names: of the relations that clients may have embedded.
    """
    item = f"({'|'.join(names)})"
    return listed(f"{item}(,{item})*", f"Relations to embed, comma-separated: {', '.join(names)}.")


def included(
    text: str | None, relations: Mapping[str, InstrumentedAttribute[Any]]
) -> list[ORMOption]:
    """How to load what a validated ``include`` parameter names: one query a relation.

    Args:
        text: matches the pattern of :func:`include_of`.
        relations: the relation of each name.
    """
    names = dict.fromkeys(text.split(",")) if text else ()
    return [selectinload(relations[name]) for name in names]


class ExpandedSchema(OutputSchema):
    """Base of responses with relations: those that were not loaded are left out.

    Attributes:
        _linked: fields that hold keys, and the relations whose rows take their place once loaded.
    """

    model_config = ConfigDict(json_schema_extra=without_defaults)

    _linked: ClassVar[Mapping[str, str]] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_row(cls, value: object) -> object:
        if not isinstance(value, DeclarativeBase):
            return value
        loaded = vars(value)
        told = {
            name: loaded[name] if name in loaded else getattr(value, name)
            for name, field in cls.model_fields.items()
            if name in loaded or field.is_required()
        }
        rows = {name: loaded[link] for name, link in cls._linked.items() if link in loaded}
        return told | rows
