"""Which errors the methods of a service raise, for their docstrings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_members import members, unique_inputs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from fastscaffold.model.ends import Link, Relation
    from fastscaffold.model.resource import Operation, Resource

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class RaisesView:
    """What each method raises, a line each."""

    find: tuple[str, ...]
    create: tuple[str, ...]
    bulk_create: tuple[str, ...]
    update: tuple[str, ...]
    delete: tuple[str, ...]
    restore: tuple[str, ...]
    add: tuple[str, ...]
    remove: tuple[str, ...]


def raises_view(resource: Resource, statuses: Mapping[Operation, Collection[int]]) -> RaisesView:
    """Decide what docstrings tell of errors.

    Args:
        resource: the feature.
        statuses: that its operations answer with.
    """
    taken = "ConflictError: a unique value is taken."
    missing = f"{resource.names.class_name}NotFoundError: there is none with this key."
    versions = (
        "PreconditionFailedError: the client saw another version.",
        "PreconditionRequiredError: the client names no version.",
    )
    version = versions if resource.versioned else ()
    cursor = "UnprocessableError: the cursor is of another list."
    conflict = {name: (taken,) if CONFLICT in found else () for name, found in statuses.items()}
    if conflict["update"] and not any(item.updatable for item in unique_inputs(resource)):
        conflict["update"] = ("ConflictError: another request makes the same link.",)
    created, changed = _refused(resource, "it"), _refused(resource, "it", updates=True)
    return RaisesView(
        find=(cursor,) if resource.api.cursor else (),
        create=(*conflict["create"], *created),
        bulk_create=(*conflict["bulk_create"], *_refused(resource, "one")),
        update=(*conflict["update"], missing, *version, *changed),
        delete=("ConflictError: rows that refer to it keep it from going.", missing, *version),
        restore=(
            *_unrestorable(resource),
            f"{resource.names.class_name}NotFoundError: none with this key is deleted.",
        ),
        add=(
            "ConflictError: there are as many as are allowed.",
            "NotFoundError: either is not there.",
            *version,
        ),
        remove=("NotFoundError: either is not there, or they are not linked.", *version),
    )


def _unrestorable(resource: Resource) -> tuple[str, ...]:
    reasons = [
        *(["a unique value is taken"] if resource.has_unique else []),
        *(["what it refers to is deleted"] if resource.relations else []),
    ]
    return (f"ConflictError: {', or '.join(reasons)}.",) if reasons else ()


def _refused(resource: Resource, subject: str, *, updates: bool = False) -> tuple[str, ...]:
    reasons = " or ".join(_reasons(resource, updates=updates))
    return (f"UnprocessableError: {subject} {reasons}.",) if reasons else ()


def _reasons(resource: Resource, *, updates: bool) -> Iterator[str]:
    sent = {
        item.name
        for item in members(resource)
        if not item.read_only and (item.updatable or not updates)
    }
    relations = [item for item in resource.relations if item.field in sent]
    ends: tuple[Relation | Link, ...] = (*relations, *resource.links)
    if any(item.of == "owner" for item in ends):
        yield "refers to what is not there for the user"
    elif ends:
        yield "refers to what is not there"
    if any(sent.intersection(check.members) for check in resource.constraints.check):
        yield "breaks a condition"
