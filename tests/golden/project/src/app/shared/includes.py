"""Relations that a response embeds on demand: ``?include=customer,lines``."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import ConfigDict, model_validator
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapper,
    RelationshipProperty,
    aliased,
)
from sqlalchemy.orm.attributes import set_committed_value

from app.core.errors import UnprocessableError
from app.core.references import key_of
from app.core.soft_delete import LIVE_ONLY
from app.shared.filters import listed
from app.shared.schemas import OutputSchema, without_defaults

# Of a relation, in all rows of a response.
MAX_EMBEDDED = 1_000
TOO_MANY = ("too_many", "has too many rows to embed them: ask for pages of them instead")


def include_of(*names: str) -> Any:  # noqa: ANN401 # as pydantic's own Field
    """The field for ``?include=customer,lines``.

    Args:
        names: of the relations that clients may have embedded.
    """
    item = f"({'|'.join(names)})"
    return listed(f"{item}(,{item})*", f"Relations to embed, comma-separated: {', '.join(names)}.")


def included(
    text: str | None, relations: Mapping[str, InstrumentedAttribute[Any]]
) -> list[InstrumentedAttribute[Any]]:
    """The relations that a validated ``include`` parameter names.

    Args:
        text: matches the pattern of :func:`include_of`.
        relations: the relation of each name.
    """
    return [relations[name] for name in dict.fromkeys(text.split(","))] if text else []


def is_many(model: type[Any], relation: InstrumentedAttribute[Any]) -> bool:
    """Whether a row of a model has any number of rows by a relation, not one at most."""
    return bool(_relationship(model, relation).uselist)


async def embed(
    session: AsyncSession,
    model: type[Any],
    rows: Sequence[DeclarativeBase],
    relation: InstrumentedAttribute[Any],
) -> None:
    """Load a relation to many of some rows, by one query.

    Args:
        session: of the rows.
        model: of the rows.
        rows: of which none has the relation yet.
        relation: of the model.

    Raises:
        UnprocessableError: it has more rows than a response is to hold.
    """
    key = key_of(model)
    found: dict[Any, list[Any]] = {getattr(row, key.key): [] for row in rows}
    other: type[Any] = _relationship(model, relation).mapper.class_
    target = aliased(other)
    query = (
        select(key, target)
        .join(relation.of_type(target))
        .where(key.in_(found))
        .order_by(getattr(target, key_of(other).key))
        .limit(MAX_EMBEDDED + 1)
        .options(LIVE_ONLY)
    )
    pairs = (await session.execute(query)).all()
    if len(pairs) > MAX_EMBEDDED:
        raise UnprocessableError.on("include", *TOO_MANY, location="query")
    for owner, row in pairs:
        found[owner].append(row)
    for row in rows:
        set_committed_value(row, relation.key, found[getattr(row, key.key)])


def _relationship(
    model: type[Any], relation: InstrumentedAttribute[Any]
) -> RelationshipProperty[Any]:
    mapper: Mapper[Any] = inspect(model)
    return mapper.relationships[relation.key]


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
