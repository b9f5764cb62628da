"""What the tests and the factory of a feature hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_cases import (
    Case,
    hostile_of,
    invalid_of,
)
from fastscaffold.generators.feature_constraints import checked, rows_apart, together
from fastscaffold.generators.feature_defaults import defaults_view
from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_keys import (
    ANY_KEYS,
    MALFORMED_KEYS,
    MISSING_KEYS,
    UUID7,
    told_key,
)
from fastscaffold.generators.feature_lists import lists_view
from fastscaffold.generators.feature_members import members
from fastscaffold.generators.feature_samples import row_values
from fastscaffold.generators.registration import API_PREFIX
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.generators.feature_constraints import Checked, Together
    from fastscaffold.generators.feature_defaults import DefaultsView
    from fastscaffold.generators.feature_lists import ListsView
    from fastscaffold.model.ends import Link, Relation
    from fastscaffold.model.resource import OnDelete, Resource, Sample

OWN_COLUMNS = ("id", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Reference:
    """A relation, as tests see it.

    Attributes:
        field: the foreign key; ``factory`` of ``module`` makes what it refers to, below ``url``.
        any_key: expression of a key that no row has; ``missing`` the same in JSON.
        own: whether it refers to its own feature.
        target_key: the key of the row ``target``, in JSON.
        soft_delete: whether what it refers to is kept when it is deleted.
        versioned: whether the version of what it refers to has to be named.
        deletable: whether clients may delete what it refers to.
        given: whether the factory fills it, with the row of ``index``.
    """

    field: str
    module: str
    factory: str
    url: str
    any_key: str
    missing: str
    on_delete: OnDelete
    updatable: bool
    own: bool
    given: bool
    index: str
    target_key: str
    soft_delete: bool
    versioned: bool
    deletable: bool


@dataclass(frozen=True, slots=True)
class TestsView:
    """What the templates of tests see. Names are wire names, unless they are called attributes.

    Attributes:
        keys: keyword arguments that give each foreign key any value; ``other_body`` those of
            another row's body, and ``third_body`` of one more.
        invalid_fields: fields of ``invalid``; ``invalid_updates`` those that an update may change.
        hostile: values that databases cannot hold.
        changed: fields that an update may change, and that responses tell; ``cleared`` those of
            them that can be null.
        extra: fields that a create request may not carry; ``fixed`` those of an update.
        lists: what can be asked of lists.
        renamed: attributes that clients know by another name, and that name, as far as tests of
            queries need it.
    """

    url: str
    any_key: str
    missing_key: str
    malformed_keys: tuple[str, ...]
    counts_keys: bool
    row_id: str
    timestamps: bool
    told: str
    service_imports: tuple[str, ...]
    body_imports: tuple[str, ...]
    repository_imports: tuple[str, ...]
    request_imports: tuple[str, ...]
    factory_imports: tuple[str, ...]
    factory_values: tuple[str, ...]
    references: tuple[Reference, ...]
    keys: str
    other_body: str
    third_body: str
    invalid: tuple[Case, ...]
    invalid_fields: tuple[str, ...]
    invalid_updates: tuple[str, ...]
    hostile: tuple[Case, ...]
    defaults: DefaultsView
    required: tuple[str, ...]
    extra: tuple[str, ...]
    fixed: tuple[str, ...]
    updatable: tuple[str, ...]
    changed: tuple[str, ...]
    cleared: tuple[str, ...]
    emptied: tuple[str, ...]
    kept: tuple[str, ...]
    unique: tuple[str, ...]
    unique_updatable: tuple[str, ...]
    unique_attributes: tuple[str, ...]
    together: tuple[Together, ...]
    checks: tuple[Checked, ...]
    renamed: tuple[tuple[str, str], ...]
    lists: ListsView

    @property
    def referring(self) -> tuple[Reference, ...]:
        """References to other features."""
        return tuple(item for item in self.references if not item.own)

    @property
    def given(self) -> tuple[Reference, ...]:
        """References that factories fill."""
        return tuple(item for item in self.references if item.given)


def tests_view(resource: Resource, package: str) -> TestsView:
    """Decide what the tests of a feature hold."""
    listed = members(resource)
    values = row_values(resource)
    inputs = [item for item in listed if not item.read_only]
    unset = _unset(resource)
    updatable = [item for item in inputs if item.updatable and resource.api.has("update")]
    updatable_names = {item.alias for item in updatable}
    constraints = resource.constraints
    # Conditions let these change together only.
    free = [item for item in inputs if item.name not in constraints.aligned]
    filled = {name for check in constraints.check for name in check.filled}
    changed = [item for item in updatable if item in free and item.name not in unset]
    emptied = [item for item in updatable if item.nullable and item.name not in filled]
    unique = [item for item in free if item.unique and item.name not in unset]
    own = OWN_COLUMNS if resource.timestamps else OWN_COLUMNS[:1]
    read_only = (*own, *(item.alias for item in listed if item.read_only))
    lists = lists_view(resource, values, unset)
    invalid = tuple(invalid_of(resource))
    invalid_fields = tuple(dict.fromkeys(case.field for case in invalid))
    defaults = defaults_view(resource)
    references = tuple(_reference(resource, relation) for relation in resource.relations)
    users = (UUID7,) if _knows_users(resource) else ()
    any_key, missing_key = ANY_KEYS[resource.key], MISSING_KEYS[resource.key]
    given = [relation for relation in resource.relations if resource.fills(relation)]
    given_keys = [ANY_KEYS[relation.target.key] for relation in given]
    keys = [f"{item.field}={ANY_KEYS[item.target.key].text}" for item in given]
    other_keys = [f"{item.field}={_other_key(item)}" for item in given]
    return TestsView(
        url=API_PREFIX + resource.names.path,
        any_key=any_key.text,
        missing_key=missing_key.text,
        malformed_keys=MALFORMED_KEYS[resource.key],
        counts_keys=resource.counts_keys,
        row_id=told_key(resource.key, "row"),
        timestamps=resource.timestamps,
        told=_told((*own, *(item.alias for item in listed if not item.secret))),
        service_imports=import_lines([any_key, *given_keys, *users], package=package),
        body_imports=import_lines([*given_keys, *defaults.request_codes], package=package),
        repository_imports=import_lines(
            [
                any_key,
                *(ANY_KEYS[item.target.key] for item in resource.relations),
                *defaults.row_codes,
            ],
            package=package,
        ),
        request_imports=import_lines(
            [missing_key, *(MISSING_KEYS[item.target.key] for item in resource.relations)],
            package=package,
        ),
        factory_imports=import_lines(_factory_imports(resource, values), package=package),
        factory_values=tuple(
            f'"{name}": pick(index, [{", ".join(value.python.text for value in chosen)}])'
            for name, chosen in values.items()
        ),
        references=references,
        keys=", ".join(keys),
        other_body=", ".join(["1", *other_keys]),
        third_body=", ".join(["2", *other_keys]),
        invalid=invalid,
        invalid_fields=invalid_fields,
        invalid_updates=tuple(name for name in invalid_fields if name in updatable_names),
        hostile=tuple(hostile_of(resource)),
        defaults=defaults,
        required=tuple(item.alias for item in inputs if item.required),
        extra=("no_such_field", *read_only),
        fixed=("no_such_field", *read_only, *(item.alias for item in inputs if item.immutable)),
        updatable=tuple(item.alias for item in changed),
        changed=tuple(item.alias for item in changed if not item.secret),
        cleared=tuple(item.alias for item in emptied if not item.secret),
        emptied=tuple(item.alias for item in emptied),
        kept=tuple(item.alias for item in updatable if not item.nullable),
        unique=tuple(item.alias for item in unique),
        unique_updatable=tuple(item.alias for item in unique if item.updatable),
        unique_attributes=tuple(item.name for item in unique),
        together=tuple(together(resource)),
        checks=tuple(checked(resource)),
        renamed=tuple(
            (item.name, item.alias)
            for item in listed
            if item.name != item.alias and (item in unique or item.name in lists.sort_attributes)
        ),
        lists=lists,
    )


def _other_key(relation: Relation) -> str:
    """What has to be there for the user has a constant for its key."""
    if relation.of == "owner":
        return relation.field.upper()
    return ANY_KEYS[relation.target.key].text


def _told(names: Sequence[str]) -> str:
    return "{" + ", ".join(f'"{name}"' for name in names) + "}"


def _knows_users(resource: Resource) -> bool:
    """Whether the service has to know who calls it."""
    ends: tuple[Relation | Link, ...] = (*resource.relations, *resource.links)
    return resource.owner is not None or any(item.of == "owner" for item in ends)


def _unset(resource: Resource) -> set[str]:
    """Attributes that factories give no value: the first row of all has no row to refer to."""
    empty = {relation.field for relation in resource.relations if not resource.fills(relation)}
    return empty | {link.field for link in resource.links}


def _factory_imports(
    resource: Resource, values: Mapping[str, Sequence[Sample]]
) -> Iterator[Import | Code]:
    for chosen in values.values():
        yield from (value.python for value in chosen)
    for relation in resource.relations:
        names = relation.target.names
        if resource.fills(relation):
            yield Import(f"tests.factories.{names.feature}", f"{names.class_name}Factory")


def _reference(resource: Resource, relation: Relation) -> Reference:
    names = relation.target.names
    further = rows_apart(resource).get(relation.field, 0)
    return Reference(
        field=relation.field,
        module=names.feature,
        factory=f"{names.class_name}Factory",
        url=API_PREFIX + names.path,
        any_key=ANY_KEYS[relation.target.key].text,
        missing=MISSING_KEYS[relation.target.key].text,
        on_delete=relation.on_delete,
        updatable=not relation.immutable,
        own=resource.is_at(relation.target),
        given=resource.fills(relation),
        index=f"index + {further}" if further else "index",
        target_key=told_key(relation.target.key, "target"),
        soft_delete=relation.target.soft_delete,
        versioned=relation.target.versioned,
        deletable=relation.target.deletable,
    )
