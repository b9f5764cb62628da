"""Parameters of the tests of a feature: what they send, and what has to be refused."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_schemas import RANGE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.generators.feature_members import Member
    from fastscaffold.model.resource import Resource, Sample

SEARCHED_LENGTH = 40
NUMBERS = frozenset({"int", "bigint", "float", "decimal"})
# Reasons that are worth a whole request: what a database would choke on.
HOSTILE = frozenset({"nul_byte", "out_of_range", "too_many_digits"})


@dataclass(frozen=True, slots=True)
class Case:
    """A parameter of a test: a wire name, an expression and what the test is called by."""

    field: str
    value: str
    id: str


def invalid_of(resource: Resource) -> Iterator[Case]:
    """What requests may not hold, by field."""
    for field in resource.fields:
        if not field.read_only:
            for sample in field.invalid:
                name = f"{field.alias}-{sample.reason}"
                yield Case(field.alias, sample.json.text, name)


def hostile_of(resource: Resource) -> Iterator[Case]:
    """Those that a database would choke on, unless a condition would refuse them before."""
    checked = {name for check in resource.constraints.check for name in check.members}
    aliases = {field.alias for field in resource.fields if field.name not in checked}
    for case in invalid_of(resource):
        if case.field in aliases and case.id.rpartition("-")[2] in HOSTILE:
            yield case


def searches(resource: Resource, values: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    """Texts that find the first row of tests, each in one of the fields."""
    for name in resource.api.search:
        if name in values:
            text = str(ast.literal_eval(values[name][0].json.text))[:SEARCHED_LENGTH]
            yield text.upper() if text.isascii() else text


def bad_queries(resource: Resource, filters: Sequence[Member]) -> Iterator[str]:
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


def foreign_queries(resource: Resource, by_name: Mapping[str, Member]) -> Iterator[str]:
    """Query strings that a cursor of the plain list, which stands for ``{}``, is of no use for."""
    yield from ("cursor=A{}", "cursor={}A")
    if resource.api.sort:
        yield "sort=-" + by_name[resource.api.sort[0]].alias + "&cursor={}"
    if resource.api.search:
        yield "q=x&cursor={}"
