"""Rows of tests that constraints over several columns let in."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from fastscaffold.fields.base import MIN_UNIQUE_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.resource import Resource, Sample

# The first rows differ in everything; the others need only differ in what is unique together.
FIRST = 3
_ATTEMPTS = 10_000


def keep_apart(
    resource: Resource, values: Mapping[str, Sequence[Sample]]
) -> dict[str, Sequence[Sample]]:
    """Give values of which no two of the first rows share those that are unique together.

    Args:
        resource: the feature.
        values: of each field that clients send, by the index of the row, without end.

    Returns:
        The same, with further values where rows would be too much alike.
    """
    kept = dict(values)
    samples = {field.name: field.samples for field in resource.fields}
    tight: list[tuple[str, ...]] = []
    for members in _apart(resource):
        if any(len(kept[name]) >= MIN_UNIQUE_SAMPLES for name in members):
            continue
        rich = [name for name in members if len(samples[name]) >= MIN_UNIQUE_SAMPLES]
        if rich:
            more = dict.fromkeys((*kept[rich[0]], *samples[rich[0]]))
            kept[rich[0]] = tuple(more)[:MIN_UNIQUE_SAMPLES]
        else:
            tight.append(members)
    return kept | _spread(kept, tight)


def _apart(resource: Resource) -> Iterator[tuple[str, ...]]:
    """The fields of each constraint that only values of fields keep."""
    sent = {field.name for field in resource.fields if not field.read_only}
    # All rows have the same default, and the same owner. Everything else that clients do not send
    # is another one for each row, or null.
    same = {
        field.name
        for field in resource.fields
        if field.read_only and field.default is not None and not field.default.factory
    }
    if resource.owner is not None:
        same.add(resource.owner.field)
    for item in resource.constraints.together:
        members = tuple(name for name in item.members if name not in same)
        if sent.issuperset(members):
            yield members


def _spread(
    values: Mapping[str, Sequence[Sample]], tight: Sequence[tuple[str, ...]]
) -> dict[str, Sequence[Sample]]:
    """Combine the few values of some fields anew for each row."""
    names = list(dict.fromkeys(name for members in tight for name in members))
    if not names:
        return {}
    rows = [
        {name: values[name][index % len(values[name])] for name in names}
        for index in range(min(FIRST, *(len(values[name]) for name in names)))
    ]
    combined = (
        dict(zip(names, chosen, strict=True))
        for chosen in product(*(values[name] for name in names))
    )
    for row in islice(combined, _ATTEMPTS):
        if len(rows) < MIN_UNIQUE_SAMPLES and not any(
            all(row[name] == other[name] for name in members) for other in rows for members in tight
        ):
            rows.append(row)
    return {name: tuple(row[name] for row in rows) for name in names}
