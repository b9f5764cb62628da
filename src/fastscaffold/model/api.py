"""Decides how a resource is served: what there is, to whom, and how lists are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.model.permissions import CACHE, operations_of, resolve_permissions
from fastscaffold.model.resource import Api

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Operation, Permission
    from fastscaffold.model.selections import Selections
    from fastscaffold.spec.models import FieldSpec, RelationSpec

_OF_LISTS = ("pagination", "page_size", "filter", "sort", "search")
_MARKS = ("filter", "sort", "search")
# What a list by cursor is sorted by has at most so many characters.
MAX_SORTED = 255
_LENGTHS = {"text": 10_000, "url": 2_048}


def resolve_api(members: Members, selections: Selections, capabilities: Collection[str]) -> Api:
    """Resolve how a resource is served.

    Args:
        members: the feature; receives the errors.
        selections: what lists can be filtered by, sorted by and searched in.
        capabilities: what the project has besides features.
    """
    spec = members.spec
    if "list" not in operations_of(spec):
        _refuse_lists(members)
    if spec.api.pagination == "cursor":
        _check_cursor(members, selections)
    permissions = resolve_permissions(members, capabilities)
    size = spec.api.page_size
    if size.default > size.max:
        message = f"`default` is greater than `max`, which is {size.max}."
        place = (spec.name, "api", "page_size", "default")
        hint = f"Write {size.max} or less, or raise `max`."
        members.problems.at_value(place, "spec.invalid-value", message, hint)
    return Api(
        permissions=permissions,
        page_size=size.default,
        max_page_size=size.max,
        filter=selections.filter,
        sort=selections.sort,
        search=selections.search,
        cursor=spec.api.pagination == "cursor",
        caching=_resolve_caching(members, permissions, capabilities),
    )


def _resolve_caching(
    members: Members, permissions: Mapping[Operation, Permission], capabilities: Collection[str]
) -> dict[Operation, int]:
    """Decide which responses are kept, and for how many seconds.

    What only owners read differs from user to user, and a version that a client is to name must be
    the row's own.
    """
    spec = members.spec
    if spec.api.cache is None:
        return {}
    kept: list[Operation] = ["list"] if spec.behaviours.optimistic_lock else ["get", "list"]
    shared: list[Operation] = [
        operation
        for operation in kept
        if operation in permissions and permissions[operation].level != "owner"
    ]
    if not shared:
        message = "There is nothing that `cache` could keep for all readers."
        hint = (
            "It keeps what `list` and `get` answer, but not where they are for owners only, nor "
            "what `get` answers with `optimistic_lock`. Leave it out."
        )
        members.problems.at_key((spec.name, "api", "cache"), "spec.misplaced", message, hint)
    if CACHE not in capabilities:
        return {}
    return dict.fromkeys(shared, spec.api.cache.ttl)


def _check_cursor(members: Members, selections: Selections) -> None:
    """A cursor holds what a list is sorted by, and stands in an address."""
    for item in selections.fields:
        given = members.spec.fields[item.given]
        longest = given.max_length or _LENGTHS.get(given.type, 0)
        if item.sort and longest > MAX_SORTED:
            message = f"`{item.given}` may be {longest:,} characters long: too long for a cursor."
            hint = (
                f"Give it a `max_length` of {MAX_SORTED} or less, leave `sort` out, or list by "
                "`pagination: page`."
            )
            place = (members.spec.name, "fields", item.given)
            members.problems.at_key(place, "spec.invalid-value", message, hint)


def _refuse_lists(members: Members) -> None:
    """Without lists nothing can say how they are."""
    spec = members.spec
    given: list[tuple[str, ...]] = [
        ("api", key) for key in _OF_LISTS if key in spec.api.model_fields_set
    ]
    parts: dict[str, dict[str, FieldSpec] | dict[str, RelationSpec]] = {
        "fields": spec.fields,
        "relations": spec.relations,
    }
    given += [
        (part, name, key)
        for part, items in parts.items()
        for name, item in items.items()
        for key in _MARKS
        if key in item.model_fields_set and getattr(item, key)
    ]
    for place in given:
        message = f"`{place[-1]}` is for lists, and `list` is not among the operations."
        hint = "Add `list` to `operations`, or leave it out here."
        members.problems.at_key((spec.name, *place), "spec.misplaced", message, hint)
