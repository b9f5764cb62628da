"""What the tests of a feature ask of its lists."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_members import listed_members
from fastscaffold.generators.feature_samples import is_sorted_alike
from fastscaffold.generators.feature_schemas import RANGE_SUFFIXES, takes_several

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fastscaffold.generators.feature_members import Member
    from fastscaffold.model.resource import Resource, Sample

SEARCHED_LENGTH = 40
NUMBERS = frozenset({"int", "bigint", "float", "decimal"})


@dataclass(frozen=True, slots=True)
class ListsView:
    """What templates of tests see of it. Names are wire names, unless they are called attributes.

    Attributes:
        owned_queries: query strings of lists that show every row; ``other_queries`` those of other
            lists than the plain one, filters left out.
        ranges: attributes that lists can be filtered by a range of; ``several`` those by several
            values of.
        walks: what lists can be sorted by; ``empty_sorts`` attributes of it that can be null.
        bad_queries: query strings that lists refuse; ``foreign_queries`` those with a cursor of the
            plain list in the place of ``{}``.
    """

    page_size: int
    max_page_size: int
    owned_queries: tuple[str, ...]
    other_queries: tuple[str, ...]
    filters: tuple[str, ...]
    ranges: tuple[str, ...]
    several: tuple[str, ...]
    walks: tuple[str, ...]
    empty_sorts: tuple[str, ...]
    sorts: tuple[str, ...]
    sort_attributes: tuple[str, ...]
    searches: tuple[str, ...]
    searched_attributes: tuple[str, ...]
    bad_queries: tuple[str, ...]
    foreign_queries: tuple[str, ...]


def lists_view(
    resource: Resource, values: Mapping[str, Sequence[Sample]], unset: Collection[str]
) -> ListsView:
    """Decide what the tests of a feature ask of its lists.

    Args:
        resource: the feature.
        values: of each field that clients send, by the index of the row.
        unset: attributes that factories give no value.
    """
    by_name, constraints = listed_members(resource), resource.constraints
    filled = {name for check in constraints.check for name in check.filled}
    filters = [by_name[name] for name in resource.api.filter]
    told = [item for item in filters if item.name not in unset and (item.own or not item.read_only)]
    sorts = [
        by_name[name]
        for name in resource.api.sort
        if by_name[name].own
        or (not by_name[name].read_only and is_sorted_alike(values.get(name, ())))
    ]
    return ListsView(
        page_size=resource.api.page_size,
        max_page_size=resource.api.max_page_size,
        owned_queries=("", "page_size=1", *(f"sort=-{item.alias}" for item in sorts)),
        other_queries=tuple(_other_queries(resource, by_name)),
        filters=tuple(item.alias for item in told),
        ranges=tuple(item.name for item in told if item.ranged),
        several=tuple(item.name for item in told if takes_several(item)),
        walks=tuple(by_name[name].alias for name in resource.api.sort),
        empty_sorts=tuple(
            item.name
            for item in sorts
            if item.nullable and item.name not in {*filled, *constraints.aligned}
        ),
        sorts=tuple(item.alias for item in sorts),
        sort_attributes=tuple(item.name for item in sorts),
        searches=tuple(_searches(resource, values)),
        searched_attributes=resource.api.search,
        bad_queries=tuple(_bad_queries(resource, filters)),
        foreign_queries=tuple(_foreign_queries(resource, by_name)),
    )


def _searches(resource: Resource, values: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    """Texts that find the first row of tests, each in one of the fields."""
    for name in resource.api.search:
        if name in values:
            text = str(ast.literal_eval(values[name][0].json.text))[:SEARCHED_LENGTH]
            yield text.upper() if text.isascii() else text


def _bad_queries(resource: Resource, filters: Sequence[Member]) -> Iterator[str]:
    """Query strings that lists refuse."""
    if resource.api.cursor:
        yield from ("page=1", "cursor=", "cursor=bm9uZQ", "cursor=%00", "page_size=0")
    else:
        yield from ("page=0", f"page={10**18}", "page=one", "page_size=0")
    yield f"page_size={resource.api.max_page_size + 1}"
    yield from ("sort=no_such_field", "no_such_filter=1", "q=%00")
    numbers = {field.name for field in resource.fields if field.type_name in NUMBERS}
    for item in filters:
        yield f"{item.alias}=%00"
        if item.ranged:
            yield from (f"{item.alias}__{suffix}=%00" for suffix in RANGE_SUFFIXES[:1])
        if item.name in numbers:
            yield f"{item.alias}=1e999"


def _other_queries(resource: Resource, by_name: Mapping[str, Member]) -> Iterator[str]:
    """Query strings whose answer may differ from that of the plain list."""
    if resource.api.page_size != 1:
        yield "page_size=1"
    yield from (f"sort=-{by_name[name].alias}" for name in resource.api.sort)
    if resource.api.search:
        yield "q=x"


def _foreign_queries(resource: Resource, by_name: Mapping[str, Member]) -> Iterator[str]:
    """Query strings that a cursor of the plain list, which stands for ``{}``, is of no use for."""
    yield from ("cursor=A{}", "cursor={}A")
    if resource.api.sort:
        yield "sort=-" + by_name[resource.api.sort[0]].alias + "&cursor={}"
    if resource.api.search:
        yield "q=x&cursor={}"
