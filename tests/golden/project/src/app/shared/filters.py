"""Query parameters of lists: unknown ones are refused, sorting goes by an allow-list."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, inspect, or_
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from app.core.fastapi_workaround import keep_fields_of_all_query_models
from app.shared.schemas import Storable

T = TypeVar("T")


def _one_of(column: ColumnElement[Any], values: Sequence[object]) -> ColumnElement[bool]:
    return column.in_(values)


OPERATORS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": _one_of,
}

# What every list takes; a column may have the same name and is no filter then.
PARAMETERS = frozenset({"cursor", "include", "include_total", "page", "page_size", "q", "sort"})

# A list is sorted by at most five columns: so many beside the first.
MORE_SORTS = "{0,4}"

# Values of a parameter that repeats: ``?status__in=draft&status__in=paid``.
OneOf = Annotated[list[T], Field(min_length=1, max_length=100)]
SearchText = Annotated[str, Field(min_length=1, max_length=200), Storable]

keep_fields_of_all_query_models()


class QueryParams(BaseModel):
    """Base of query parameter models: ``Annotated[OrderQuery, Query()]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by."""

    column: InstrumentedAttribute[Any]
    descending: bool = False

    @property
    def nullable(self) -> bool:
        """Whether a row may have no value; such a row counts as greater than all others."""
        return bool(self.column.expression.nullable)

    @property
    def expression(self) -> ColumnElement[Any]:
        """The part of ORDER BY."""
        order = self.column.desc() if self.descending else self.column.asc()
        if not self.nullable:
            return order
        return order.nulls_first() if self.descending else order.nulls_last()


def listed(pattern: str, description: str) -> Any:  # noqa: ANN401 # as pydantic's own Field
    """The field for names with commas between.

    Args:
        pattern: what they match; clients are told of it in the schema.
        description: names those that there are, in the schema and where a client gives others.
    """

    def check(value: str | None) -> str | None:
        if value is not None and re.fullmatch(pattern, value) is None:
            raise ValueError(description)
        return value

    field: Any = Field(
        default=None, description=description, json_schema_extra={"pattern": f"^{pattern}$"}
    )
    field.metadata.append(AfterValidator(check))
    return field


def sort_by(*names: str) -> Any:  # noqa: ANN401 # as pydantic's own Field
    """The field for ``?sort=-placed_at,total``: a minus sorts from the largest down.

    Args:
        names: what clients may sort by.
    """
    item = f"-?({'|'.join(names)})"
    return listed(
        f"{item}(,{item}){MORE_SORTS}",
        f"Takes up to five of {', '.join(names)}, with commas between, and `-` for descending.",
    )


def parse_sort(text: str | None, columns: Mapping[str, InstrumentedAttribute[Any]]) -> list[Sort]:
    """Read a validated ``sort`` parameter; of names that repeat the first counts.

    Args:
        text: matches the pattern of :func:`sort_by`.
        columns: the column of each name.
    """
    sorts: dict[str, Sort] = {}
    for item in text.split(",") if text else ():
        name = item.removeprefix("-")
        sorts.setdefault(name, Sort(columns[name], descending=item.startswith("-")))
    return list(sorts.values())


def conditions(model: type[DeclarativeBase], params: QueryParams) -> list[ColumnElement[bool]]:
    """The conditions of the filters that are set, such as ``status`` and ``placed_at__gte``.

    Args:
        model: a parameter that is called like a column of it, or like one with ``__`` and an
            operator, is a filter; others, and ``PARAMETERS``, are not.
        params: already validated.
    """
    columns = inspect(model).columns
    found: list[ColumnElement[bool]] = []
    for name in params.model_fields_set - PARAMETERS:
        value = getattr(params, name)
        column, _, comparison = (name, "", "eq") if name in columns else name.rpartition("__")
        if column in columns and value is not None:
            found.append(OPERATORS[comparison](getattr(model, column), value))
    return found


def search(
    text: str | None, columns: Sequence[InstrumentedAttribute[Any]]
) -> list[ColumnElement[bool]]:
    """The condition that one of the columns contains the text, whatever its case.

    Wildcards in the text stand for themselves.
    """
    if not text:
        return []
    return [or_(*(column.icontains(text, autoescape=True) for column in columns))]
