"""What the tests and the factory of a feature hold."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_samples import is_sorted_alike, row_values
from fastscaffold.generators.feature_schemas import RANGE_SUFFIXES, members
from fastscaffold.generators.registration import API_PREFIX
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.generators.feature_schemas import Member
    from fastscaffold.model.resource import KeyType, OnDelete, Relation, Resource, Sample

SEARCHED_LENGTH = 40
NUMBERS = frozenset({"int", "bigint", "float", "decimal"})
# Reasons that are worth a whole request: what a database would choke on.
HOSTILE = frozenset({"nul_byte", "out_of_range", "too_many_digits"})
OWN_COLUMNS = ("id", "created_at", "updated_at")

_UUID7 = Import("app.core.types", "uuid7")
_MISSING_KEYS: dict[KeyType, Code] = {
    "uuid": Code("str(uuid7())", (_UUID7,)),
    "int": Code("999_999"),
    "bigint": Code("999_999"),
}
_ANY_KEYS: dict[KeyType, Code] = {
    "uuid": Code("uuid7()", (_UUID7,)),
    "int": Code("999_999"),
    "bigint": Code("999_999"),
}


_MALFORMED_KEYS: dict[KeyType, tuple[str, ...]] = {
    "uuid": ("not-a-key", "1", "%00"),
    "int": ("not-a-key", "0", "1.5", "2147483648", "%00"),
    "bigint": ("not-a-key", "0", "1.5", "9223372036854775808", "%00"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A parameter of a test: a wire name, an expression and what the test is called by."""

    field: str
    value: str
    id: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A relation, as tests see it.

    Attributes:
        field: the foreign key; ``factory`` of ``module`` makes what it refers to, below ``url``.
        any_key: expression of a key that no row has; ``missing`` the same in JSON.
        own: whether it refers to its own feature.
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


@dataclass(frozen=True, slots=True)
class TestsView:
    """What the templates of tests see. Names are wire names, unless they are called attributes.

    Attributes:
        keys: keyword arguments that give each foreign key any value; ``other_body`` those of
            another row's body.
        hostile: values that databases cannot hold.
        extra: fields that a create request may not carry; ``fixed`` those of an update.
        bad_queries: query strings that lists refuse.
    """

    url: str
    any_key: str
    missing_key: str
    malformed_keys: tuple[str, ...]
    row_id: str
    page_size: int
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
    invalid: tuple[Case, ...]
    invalid_update: bool
    hostile: tuple[Case, ...]
    defaults: tuple[Case, ...]
    required: tuple[str, ...]
    extra: tuple[str, ...]
    fixed: tuple[str, ...]
    updatable: tuple[str, ...]
    emptied: tuple[str, ...]
    kept: tuple[str, ...]
    unique: tuple[str, ...]
    unique_updatable: tuple[str, ...]
    unique_attributes: tuple[str, ...]
    filters: tuple[str, ...]
    ranges: tuple[str, ...]
    sorts: tuple[str, ...]
    sort_attributes: tuple[str, ...]
    searches: tuple[str, ...]
    searched_attributes: tuple[str, ...]
    bad_queries: tuple[str, ...]

    @property
    def referring(self) -> tuple[Reference, ...]:
        """References that factories fill: all but those to the feature itself."""
        return tuple(item for item in self.references if not item.own)


def tests_view(resource: Resource, package: str) -> TestsView:
    """Decide what the tests of a feature hold."""
    listed = members(resource)
    values = row_values(resource)
    inputs = [item for item in listed if not item.read_only]
    updatable = [item for item in inputs if item.updatable]
    updatable_names = {item.alias for item in updatable}
    unique = [item for item in inputs if item.unique and _is_set(item, resource)]
    own = OWN_COLUMNS if resource.timestamps else OWN_COLUMNS[:1]
    read_only = (*own, *(item.alias for item in listed if item.read_only))
    by_name = {item.name: item for item in listed}
    filters = [by_name[name] for name in resource.api.filter]
    settled = [item for item in filters if _is_set(item, resource)]
    sorts = [
        by_name[name]
        for name in resource.api.sort
        if not by_name[name].read_only and is_sorted_alike(values.get(name, ()))
    ]
    invalid = tuple(_invalid(resource))
    defaults = [
        (field.alias, field.default.schema)
        for field in resource.fields
        if field.default is not None and not field.default.factory and not field.read_only
    ]
    references = tuple(_reference(resource, relation) for relation in resource.relations)
    any_key, missing_key = _ANY_KEYS[resource.key], _MISSING_KEYS[resource.key]
    keys = [f"{item.field}={item.any_key}" for item in references if not item.own]
    given_keys = [
        _ANY_KEYS[relation.target.key]
        for relation in resource.relations
        if relation.target.names.feature != resource.names.feature
    ]
    return TestsView(
        url=API_PREFIX + resource.names.path,
        any_key=any_key.text,
        missing_key=missing_key.text,
        malformed_keys=_MALFORMED_KEYS[resource.key],
        row_id="str(row.id)" if resource.key == "uuid" else "row.id",
        page_size=resource.api.page_size,
        timestamps=resource.timestamps,
        told=_told((*own, *(item.alias for item in listed))),
        service_imports=import_lines([any_key, *given_keys], package=package),
        body_imports=import_lines([*given_keys, *(code for _, code in defaults)], package=package),
        repository_imports=import_lines(
            [any_key, *(_ANY_KEYS[item.target.key] for item in resource.relations)],
            package=package,
        ),
        request_imports=import_lines(
            [missing_key, *(_MISSING_KEYS[item.target.key] for item in resource.relations)],
            package=package,
        ),
        factory_imports=import_lines(_factory_imports(resource, values), package=package),
        factory_values=tuple(
            f'"{name}": pick(index, [{", ".join(value.python.text for value in chosen)}])'
            for name, chosen in values.items()
        ),
        references=references,
        keys=", ".join(keys),
        other_body=", ".join(["1", *keys]),
        invalid=invalid,
        invalid_update=any(case.field in updatable_names for case in invalid),
        hostile=tuple(case for case in invalid if case.id.rpartition("-")[2] in HOSTILE),
        defaults=tuple(Case(name, code.text, name) for name, code in defaults),
        required=tuple(item.alias for item in inputs if item.required),
        extra=("no_such_field", *read_only),
        fixed=("no_such_field", *read_only, *(item.alias for item in inputs if item.immutable)),
        updatable=tuple(item.alias for item in updatable if _is_set(item, resource)),
        emptied=tuple(item.alias for item in updatable if item.nullable),
        kept=tuple(item.alias for item in updatable if not item.nullable),
        unique=tuple(item.alias for item in unique),
        unique_updatable=tuple(item.alias for item in unique if item.updatable),
        unique_attributes=tuple(item.name for item in unique),
        filters=tuple(item.alias for item in settled if not item.read_only),
        ranges=tuple(item.name for item in settled if item.ranged and not item.read_only),
        sorts=tuple(item.alias for item in sorts),
        sort_attributes=tuple(item.name for item in sorts),
        searches=tuple(_searches(resource, values)),
        searched_attributes=resource.api.search,
        bad_queries=tuple(_bad_queries(resource, filters)),
    )


def _told(names: Sequence[str]) -> str:
    return "{" + ", ".join(f'"{name}"' for name in names) + "}"


def _is_set(item: Member, resource: Resource) -> bool:
    """Whether factories give it a value: the first row of all has no row to refer to."""
    own = {
        relation.field
        for relation in resource.relations
        if relation.target.names.feature == resource.names.feature
    }
    return item.name not in own


def _factory_imports(
    resource: Resource, values: Mapping[str, Sequence[Sample]]
) -> Iterator[Import | Code]:
    for chosen in values.values():
        yield from (value.python for value in chosen)
    for relation in resource.relations:
        names = relation.target.names
        if names.feature != resource.names.feature:
            yield Import(f"tests.factories.{names.feature}", f"{names.class_name}Factory")


def _reference(resource: Resource, relation: Relation) -> Reference:
    names = relation.target.names
    return Reference(
        field=relation.field,
        module=names.feature,
        factory=f"{names.class_name}Factory",
        url=API_PREFIX + names.path,
        any_key=_ANY_KEYS[relation.target.key].text,
        missing=_MISSING_KEYS[relation.target.key].text,
        on_delete=relation.on_delete,
        updatable=not relation.immutable,
        own=names.feature == resource.names.feature,
    )


def _invalid(resource: Resource) -> Iterator[Case]:
    for field in resource.fields:
        if not field.read_only:
            for sample in field.invalid:
                name = f"{field.alias}-{sample.reason}"
                yield Case(field.alias, sample.json.text, name)


def _searches(resource: Resource, values: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    for name in resource.api.search:
        if name in values:
            text = str(ast.literal_eval(values[name][0].json.text))[:SEARCHED_LENGTH]
            yield text.upper() if text.isascii() else text


def _bad_queries(resource: Resource, filters: Sequence[Member]) -> Iterator[str]:
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
