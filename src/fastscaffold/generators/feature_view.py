"""Everything that the templates of a feature see, decided once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_access import access_view
from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_includes import includes_view
from fastscaffold.generators.feature_keys import KEY_PYTHON, MISSING_KEYS, PATH_KEYS
from fastscaffold.generators.feature_links import links_view, segment_of
from fastscaffold.generators.feature_members import unique_inputs
from fastscaffold.generators.feature_models import models_view
from fastscaffold.generators.feature_ownership import ownership_view
from fastscaffold.generators.feature_pages import pages_view
from fastscaffold.generators.feature_raises import raises_view
from fastscaffold.generators.feature_schemas import repository_view, schemas_view
from fastscaffold.generators.feature_secrets import secrets_view
from fastscaffold.generators.feature_tests import tests_view
from fastscaffold.model.plurals import uncountable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.generators.feature_access import AccessView
    from fastscaffold.generators.feature_includes import IncludesView
    from fastscaffold.generators.feature_links import LinksView
    from fastscaffold.generators.feature_models import ModelsView
    from fastscaffold.generators.feature_ownership import OwnershipView
    from fastscaffold.generators.feature_pages import PagesView
    from fastscaffold.generators.feature_raises import RaisesView
    from fastscaffold.generators.feature_schemas import RepositoryView, SchemasView
    from fastscaffold.generators.feature_secrets import SecretsView
    from fastscaffold.generators.feature_tests import TestsView
    from fastscaffold.model.resource import Names, Operation, Resource

# Words that begin with a vowel's letter and a consonant's sound, and the other way about.
_CONSONANT_SOUNDS = ("eu", "one", "ubi", "uni", "use", "usu", "uti")
_VOWEL_SOUNDS = ("heir", "honest", "honou", "hour")


@dataclass(frozen=True, slots=True)
class KeyView:
    """The primary key.

    Attributes:
        name: of variables and parameters that hold one: ``order_id``.
        python: its Python type.
        path: its annotation as a path parameter.
        item_path: the path of one row below the feature's.
        braced: the name as a part of a formatted string.
        location: expression of the path of a new row.
    """

    name: str
    python: str
    imports: tuple[str, ...]
    path: str
    path_imports: tuple[str, ...]
    item_path: str
    braced: str
    location: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """What templates of features see.

    Attributes:
        package: of the project.
        one: the label with its article: ``an order``; ``equipment`` has none.
        many: the label of several: ``orders``; ``title`` begins with a capital.
        has_auth: whether the project has users.
        access: who may call which operation.
        ownership: whose rows they reach.
        secrets: fields of which only hashes are kept.
        links: what many_to_many relations add.
        includes: what clients may have embedded.
        errors: statuses of each operation, beyond those that the router or every route has.
        raises: errors of each method of the service.
        soft_delete: whether rows are kept when they are deleted.
        versioned: whether clients have to name the version that they change.
        operations: what there is.
        pages: how lists are read.
        caching: seconds that responses of operations are kept.
    """

    package: str
    names: Names
    one: str
    many: str
    title: str
    key: KeyView
    models: ModelsView
    schemas: SchemasView
    repository: RepositoryView
    tests: TestsView
    has_auth: bool
    access: AccessView
    ownership: OwnershipView
    secrets: SecretsView
    links: LinksView
    includes: IncludesView
    errors: Mapping[Operation, tuple[int, ...]]
    raises: RaisesView
    soft_delete: bool
    versioned: bool
    operations: frozenset[Operation]
    pages: PagesView
    caching: Mapping[Operation, int]

    @property
    def creates(self) -> bool:
        """Whether rows are made of requests."""
        return bool(self.operations & {"create", "bulk_create"})

    @property
    def lists(self) -> bool:
        """Whether there is a list."""
        return "list" in self.operations

    @property
    def gets(self) -> bool:
        """Whether a row can be read alone."""
        return "get" in self.operations

    @property
    def updates(self) -> bool:
        """Whether a row can be changed."""
        return "update" in self.operations

    @property
    def deletes(self) -> bool:
        """Whether a row can be deleted."""
        return "delete" in self.operations

    @property
    def restores(self) -> bool:
        """Whether a deleted row can be restored."""
        return "restore" in self.operations

    @property
    def finds_one(self) -> bool:
        """Whether an operation is about one row."""
        return self.gets or self.updates or self.deletes

    @property
    def responds(self) -> bool:
        """Whether a response holds a row."""
        return bool(self.operations - {"delete"})

    @property
    def tells(self) -> bool:
        """Whether a row is told by more than restoring it, for which it has to be deleted first."""
        return bool(self.operations - {"delete", "restore"})

    @property
    def embeds(self) -> bool:
        """Whether a response about one row can hold others."""
        return self.gets and bool(self.includes.items)

    @property
    def prepares(self) -> bool:
        """Whether rows are made before the first of them is stored."""
        return "bulk_create" in self.operations and bool(self.secrets.fields)


def feature_view(resource: Resource, *, package: str, python: str, has_auth: bool) -> FeatureView:
    """Decide everything that the templates of a feature see.

    Args:
        resource: the feature.
        package: what the project's package is called.
        python: the oldest Python that the project runs on, such as ``3.11``.
        has_auth: whether the project has users.
    """
    names = resource.names
    major, _, minor = python.partition(".")
    statuses = _errors(resource)
    access = access_view(resource.api.permissions, list(_links(resource)))
    return FeatureView(
        package=package,
        names=names,
        one=names.label if uncountable(names.label) else f"{_article(names.label)} {names.label}",
        many=names.label_plural,
        title=names.label_plural.capitalize(),
        key=_key_view(resource, package),
        models=models_view(resource, package, (int(major), int(minor))),
        schemas=schemas_view(resource, package),
        repository=repository_view(resource, package),
        tests=tests_view(resource, package),
        has_auth=has_auth,
        access=access,
        ownership=ownership_view(resource),
        secrets=secrets_view(resource),
        links=links_view(resource, package),
        includes=includes_view(resource, package),
        errors={
            operation: tuple(sorted({*found, *access.errors[operation]}))
            for operation, found in statuses.items()
            if operation in access.errors
        },
        raises=raises_view(resource, statuses),
        soft_delete=resource.soft_delete,
        versioned=resource.versioned,
        operations=frozenset(resource.api.permissions),
        pages=pages_view(resource, package),
        caching=resource.api.caching,
    )


def _errors(resource: Resource) -> dict[Operation, tuple[int, ...]]:
    """Statuses that operations answer with because of what they do."""
    unique = unique_inputs(resource)
    # Links are unique as well: two requests may make the same one.
    taken = bool(resource.links) or any(item.updatable for item in unique)
    version = (412, 428) if resource.versioned else ()
    changed = (409,) if taken else ()
    return {
        "list": (),
        "get": (404,),
        "create": (409,) if unique else (),
        "bulk_create": (409,) if unique else (),
        "update": (404, *changed, *version),
        "delete": (404, 409, *version),
        "restore": (404, 409) if resource.has_unique or resource.relations else (404,),
    }


def _links(resource: Resource) -> Iterator[tuple[str, int]]:
    """The segments of links, and what is answered below them to a key that no row has."""
    for link in resource.links:
        is_alike = MISSING_KEYS[link.target.key] == MISSING_KEYS[resource.key]
        yield segment_of(link), 404 if is_alike else 422


def _key_view(resource: Resource, package: str) -> KeyView:
    name = f"{resource.names.singular}_id"
    python, path = KEY_PYTHON[resource.key], PATH_KEYS[resource.key]
    return KeyView(
        name=name,
        python=python.text,
        imports=import_lines([python], package=package),
        path=path.text,
        path_imports=import_lines([path], package=package),
        item_path=f"/{{{name}}}",
        braced=f"{{{name}}}",
        location=f'f"{{request.url.path}}/{{{resource.names.singular}.id}}"',
    )


def _article(label: str) -> str:
    if label.startswith(_CONSONANT_SOUNDS):
        return "a"
    return "an" if label[0] in "aeiou" or label.startswith(_VOWEL_SOUNDS) else "a"
