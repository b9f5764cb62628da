"""Resolves what lists can be filtered by, sorted by and searched in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.fields.loader import field_types
from fastscaffold.model import reserved
from fastscaffold.model.members import is_broken
from fastscaffold.model.permissions import operations_of
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.model.ends import Relation
    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Field
    from fastscaffold.spec.positions import Path

_SELECTIONS = ("filter", "sort", "search")


@dataclass(frozen=True, slots=True)
class Selections:
    """Python names of fields, in the order of the fields, and the members marked alike."""

    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    filter: tuple[str, ...]
    sort: tuple[str, ...]
    search: tuple[str, ...]


def resolve_selections(
    members: Members, fields: Sequence[Field], relations: Sequence[Relation]
) -> Selections:
    """Merge what ``api`` says with what the fields say."""
    lists = "list" in operations_of(members.spec)
    chosen = {
        key: _chosen(members, key, fields, relations) if lists else set[str]()
        for key in _SELECTIONS
    }
    marked = tuple(
        replace(
            item,
            filter=item.name in chosen["filter"],
            sort=item.name in chosen["sort"],
            search=item.name in chosen["search"],
        )
        for item in fields
    )
    linked = tuple(replace(item, filter=item.field in chosen["filter"]) for item in relations)
    own = _own_columns(members)
    _check_parameters(members, marked)
    return Selections(
        fields=marked,
        relations=linked,
        filter=tuple(item.name for item in marked if item.filter)
        + tuple(item.field for item in linked if item.filter)
        + tuple(name for name in own if name in chosen["filter"]),
        sort=tuple(item.name for item in marked if item.sort)
        + tuple(name for name in own if name in chosen["sort"]),
        search=tuple(item.name for item in marked if item.search),
    )


def _chosen(
    members: Members, key: str, fields: Sequence[Field], relations: Sequence[Relation]
) -> set[str]:
    chosen = {item.name for item in fields if getattr(item, key)}
    if key == "filter":
        chosen |= {item.field for item in relations if item.filter}
    by_name = {item.given: item for item in fields}
    keys = {name: item for item in relations for name in (item.name, item.field)}
    own = _own_columns(members)
    path: Path = (members.spec.name, "api", key)
    for at, given in enumerate(getattr(members.spec.api, key)):
        place = (*path, at)
        if given in by_name:
            item = by_name[given]
            if key not in field_types()[item.type_name].impossible():
                chosen.add(item.name)
            else:
                message = f"`{given}` is of type {item.type_name}, which cannot {key}."
                members.problems.at_value(place, "spec.misplaced", message, "Leave it out.")
        elif given in keys:
            if key == "filter":
                chosen.add(keys[given].field)
            else:
                message = f"`{key}` by a relation is not supported yet."
                members.problems.at_value(place, "spec.unsupported", message, "Leave it out.")
        elif given in own:
            if key in own[given]:
                chosen.add(given)
            else:
                message = f"`{given}` cannot {key}."
                members.problems.at_value(place, "spec.misplaced", message, "Leave it out.")
        else:
            _unknown(members, given, place, [*by_name, *keys, *own])
    return chosen


def _own_columns(members: Members) -> dict[str, tuple[str, ...]]:
    """Columns that no field declares, and what lists can do with them."""
    behaviours = members.spec.behaviours
    found: dict[str, tuple[str, ...]] = {reserved.KEY_COLUMN: ("filter", "sort")}
    if behaviours.timestamps:
        found |= dict.fromkeys(reserved.TIMESTAMP_COLUMNS, ("filter", "sort"))
    if behaviours.ownership:
        found[reserved.OWNER_COLUMN] = ("filter",)
    return found


def _unknown(members: Members, given: str, place: Path, known: list[str]) -> None:
    feature = members.spec.name
    present = (*members.spec.fields, *members.spec.relations)
    if given in present or any(
        is_broken(members, (feature, part, given)) for part in ("fields", "relations")
    ):
        return
    unread = [str(path[2]) for path in members.broken if path[:1] == (feature,) and len(path) > 2]  # noqa: PLR2004 # feature, part, name
    names = sorted({*known, *present, *unread})
    hint = did_you_mean(given, names) or f"Fields are {', '.join(names)}."
    message = f"`{given}` is not a field of `{feature}`."
    members.problems.at_value(place, "spec.unknown-field", message, hint)


def _check_parameters(members: Members, fields: Sequence[Field]) -> None:
    """A filter may not be called like another query parameter of lists."""
    for item in fields:
        name = next((x for x in (item.alias, item.name) if x in reserved.LIST_PARAMETERS), None)
        if item.filter and name is not None:
            message = f"`{item.given}` cannot be a filter: lists have a parameter `{name}`."
            path = (members.spec.name, "fields", item.given)
            hint = "Rename the field, or leave `filter` out."
            members.problems.at_key(path, "spec.reserved-name", message, hint)
