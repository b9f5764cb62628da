"""What factories share: rows and request bodies whose values differ from index to index."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, ClassVar, cast

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Base
from app.shared.schemas import PatchSchema
from tests.passwords import CHEAP_HASHER


def pick[T](index: int, values: Sequence[T]) -> T:
    """The value for an index; after the last the first comes again."""
    return values[index % len(values)]


class Factory[ModelT: Base]:
    """Makes rows of one model and request bodies for it.

    Attributes:
        model: what rows are made of.
        schema: what a request that creates one looks like, or that changes one where none is
            created; not set where there is neither.
    """

    model: type[ModelT]
    schema: ClassVar[type[BaseModel]]

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        """Valid values of all fields; those of unique fields differ for the first eight indexes."""
        raise NotImplementedError

    @classmethod
    def secrets(cls, index: int) -> dict[str, str]:
        """Valid values of all fields of which only hashes are kept."""
        del index
        return {}

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        """Foreign keys to rows that are there, made when they are first asked for."""
        del session, index
        return {}

    @classmethod
    def build(cls, index: int = 0, **values: object) -> ModelT:
        """A row that no session knows."""
        hashes = {name: CHEAP_HASHER.hash(text) for name, text in cls.secrets(index).items()}
        return cls.model(**(cls.values(index) | hashes | values))

    @classmethod
    async def create(cls, session: AsyncSession, /, index: int = 0, **values: object) -> ModelT:
        """A row in the database, with all that it refers to."""
        references = await cls.references(session, index)
        row = cls.build(index, **(references | values))
        session.add(row)
        await session.flush()
        session.info.setdefault((cls, index), row)
        return row

    @classmethod
    async def shared(cls, session: AsyncSession, index: int) -> ModelT:
        """The row of an index, for others to refer to."""
        row: ModelT | None = session.info.get((cls, index))
        return row or await cls.create(session, index)

    @classmethod
    def body(cls, index: int = 0, **values: object) -> dict[str, Any]:
        """The JSON of a request; foreign keys have to be given."""
        secrets = cls.secrets(index)
        fields = cls.schema.model_fields
        given = (cls.values(index) | secrets | values).items()
        known = {name: value for name, value in given if name in fields}
        request = cls.schema.model_validate(known, by_name=True)
        told = {fields[name].alias or name: secrets[name] for name in secrets if name in fields}
        # A request that changes a row leaves out what stays.
        partial = issubclass(cls.schema, PatchSchema)
        return request.model_dump(mode="json", by_alias=True, exclude_unset=partial) | told

    @classmethod
    async def valid_body(cls, session: AsyncSession, index: int = 0) -> dict[str, Any]:
        """The JSON of a request that refers to rows that are there."""
        return cls.body(index, **await cls.references(session, index))


def all_factories() -> dict[str, type[Factory[Any]]]:
    """The factories of all features that take requests, by the name of their schema."""
    for module in iter_modules([str(Path(__file__).parent)]):
        import_module(f"{__package__}.{module.name}")
    found = cast("list[type[Factory[Any]]]", list(_below(Factory)))
    return {factory.schema.__name__: factory for factory in found if hasattr(factory, "schema")}


def _below(base: type[object]) -> Iterator[type[object]]:
    for derived in base.__subclasses__():
        yield derived
        yield from _below(derived)
