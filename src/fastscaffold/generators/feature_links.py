"""Endpoints that a feature has for each of its many_to_many relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_keys import (
    KEY_PYTHON,
    MISSING_KEYS,
    PATH_KEYS,
    told_key,
)
from fastscaffold.generators.feature_members import KEY_INPUT, SHARED
from fastscaffold.generators.feature_ownership import narrowed, uses_own_rows
from fastscaffold.generators.registration import API_PREFIX
from fastscaffold.model.names import LABEL_LENGTH, wire_name
from fastscaffold.model.plurals import singular
from fastscaffold.model.resource import Import

if TYPE_CHECKING:
    from fastscaffold.model.ends import Link
    from fastscaffold.model.resource import KeyType, Names, Resource


@dataclass(frozen=True, slots=True)
class Linked:
    """A many_to_many relation, as services, routers and tests see it.

    Attributes:
        name: as clients say it; ``one`` a single one: ``label``; ``label`` all, in prose.
        field: attribute that holds the keys.
        key: parameter that holds one key; ``python`` its type, ``path`` that of a path parameter,
            ``input`` that of a body.
        segment: of paths.
        repository: attribute of the service that finds the rows, ``narrowed`` to those that the
            user may refer to, where these are not all: ``checked``.
        owned: whether rows at the other end belong to users.
        target: names of the feature at the other end; ``own`` whether it is the feature itself.
        url: where that is served.
        missing: expression of a key that no row has, in JSON; ``told`` that of the row ``target``.
        soft_delete: whether rows at the other end are kept when they are deleted.
        versioned: whether their versions have to be named.
        deletable: whether clients may delete them.
    """

    name: str
    one: str
    label: str
    field: str
    key: str
    python: str
    path: str
    input: str
    segment: str
    repository: str
    narrowed: str
    checked: bool
    owned: bool
    target: Names
    url: str
    own: bool
    missing: str
    told: str
    soft_delete: bool
    versioned: bool
    deletable: bool


@dataclass(frozen=True, slots=True)
class LinksView:
    """All of them, with the imports of service.py, router.py and the tests over HTTP."""

    items: tuple[Linked, ...]
    service_imports: tuple[str, ...]
    router_imports: tuple[str, ...]
    test_imports: tuple[str, ...]


def links_view(resource: Resource, package: str) -> LinksView:
    """Decide what a feature does with its many_to_many relations."""
    keys: list[KeyType] = [link.target.key for link in resource.links]
    shared = [Import(SHARED, "LinkedKeys")] if keys else []
    return LinksView(
        items=tuple(_linked(resource, link) for link in resource.links),
        service_imports=import_lines([KEY_PYTHON[key] for key in keys], package=package),
        router_imports=import_lines(
            [
                *shared,
                *(KEY_INPUT[key] for key in keys),
                *(KEY_PYTHON[key] for key in keys),
                *(PATH_KEYS[key] for key in keys),
            ],
            package=package,
        ),
        test_imports=import_lines([MISSING_KEYS[key] for key in keys], package=package),
    )


def segment_of(link: Link) -> str:
    """What stands for a relation in the paths below one row."""
    return wire_name(link.name).replace("_", "-")


def _linked(resource: Resource, link: Link) -> Linked:
    name, target = wire_name(link.name), link.target
    one = singular(name)
    own = resource.is_at(target)
    key = f"{one}_id"
    return Linked(
        name=name,
        one=one,
        label=f"`{name}`" if len(name) <= LABEL_LENGTH else "the links",
        field=link.field,
        key=f"linked_{key}" if key == f"{resource.names.singular}_id" else key,
        python=KEY_PYTHON[target.key].text,
        path=PATH_KEYS[target.key].text,
        input=KEY_INPUT[target.key].text,
        segment=segment_of(link),
        repository="_repository" if uses_own_rows(resource, link) else f"_{target.names.feature}",
        narrowed=narrowed(target) if link.of == "owner" else "",
        checked=link.of == "owner",
        owned=target.owned,
        target=target.names,
        url=API_PREFIX + target.names.path,
        own=own,
        missing=MISSING_KEYS[target.key].text,
        told=told_key(target.key, "target"),
        soft_delete=target.soft_delete,
        versioned=target.versioned,
        deletable=target.deletable,
    )
