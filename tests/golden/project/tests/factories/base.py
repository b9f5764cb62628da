"""What factories share: rows and request bodies whose values differ from index to index."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import Base

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound=Base)


def pick(index: int, values: Sequence[T]) -> T:
    """The value for an index; after the last the first comes again."""
    return values[index % len(values)]


class Factory(Generic[ModelT]):
    """Makes rows of one model and request bodies for it.

    Attributes:
        model: what rows are made of.
        schema: what a request that creates one looks like.
    """

    model: type[ModelT]
    schema: ClassVar[type[BaseModel]]

    @classmethod
    def values(cls, index: int) -> dict[str, Any]:
        """Valid values of all fields; those of unique fields differ for the first eight indexes."""
        raise NotImplementedError

    @classmethod
    async def references(cls, session: AsyncSession, index: int) -> dict[str, Any]:
        """Foreign keys to rows that are there, made when they are first asked for."""
        del session, index
        return {}

    @classmethod
    def build(cls, index: int = 0, **values: object) -> ModelT:
        """A row that no session knows."""
        return cls.model(**(cls.values(index) | values))

    @classmethod
    async def create(cls, session: AsyncSession, index: int = 0, **values: object) -> ModelT:
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
        """The JSON of a create request; foreign keys have to be given."""
        request = cls.schema.model_validate(cls.values(index) | values, by_name=True)
        return request.model_dump(mode="json", by_alias=True)

    @classmethod
    async def valid_body(cls, session: AsyncSession, index: int = 0) -> dict[str, Any]:
        """The JSON of a create request that refers to rows that are there."""
        return cls.body(index, **await cls.references(session, index))
