"""Refuses what belongs to the language but not to this version, so that it is never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

CODE = "spec.unsupported"
OPERATIONS = ("list", "get", "create", "update", "delete")

_LATER = "It belongs to the language and comes with a later version; leave it out for now."
_FIELD_TYPES = ("secret", "bytes")
_RELATION_KINDS = ("one_to_one", "one_to_many", "many_to_many")
_BEHAVIOURS = ("soft_delete", "ownership", "optimistic_lock")


def check_supported(data: Mapping[str, object], path: Path, problems: Problems) -> None:
    """Add an error for everything in a feature that this version cannot generate.

    Args:
        data: the feature as plain data, valid or not.
        path: where the feature stands.
        problems: receives the errors.
    """
    for name, value in _entries(data.get("fields")):
        _check_field(_mapping(value), (*path, "fields", name), problems)
    for name, value in _entries(data.get("relations")):
        _check_relation(_mapping(value), (*path, "relations", name), problems)
    if data.get("constraints"):
        _refuse("constraints", (*path, "constraints"), problems)
    for name, value in _entries(data.get("behaviours")):
        if name in _BEHAVIOURS and value is True:
            _refuse(name, (*path, "behaviours", name), problems)
    _check_api(_mapping(data.get("api")), (*path, "api"), problems)


def _check_field(field: Mapping[str, object], path: Path, problems: Problems) -> None:
    if field.get("type") in _FIELD_TYPES:
        _refuse_value(f"The field type `{field['type']}`", (*path, "type"), problems)
    for key in ("column", "alias"):
        if key in field:
            _refuse(key, (*path, key), problems)


def _check_relation(relation: Mapping[str, object], path: Path, problems: Problems) -> None:
    if relation.get("kind") in _RELATION_KINDS:
        _refuse_value(f"The relation `{relation['kind']}`", (*path, "kind"), problems)
    for key in ("back", "cascade"):
        if key in relation:
            _refuse(key, (*path, key), problems)


def _check_api(api: Mapping[str, object], path: Path, problems: Problems) -> None:
    if api.get("pagination") == "cursor":
        _refuse_value("`pagination: cursor`", (*path, "pagination"), problems)
    operations = api.get("operations")
    if isinstance(operations, list):
        words = cast("list[object]", operations)
        if set(map(str, words)) != set(OPERATIONS):
            _refuse_value("A choice of operations", (*path, "operations"), problems)
    for key in ("permissions", "cache"):
        if api.get(key):
            _refuse(key, (*path, key), problems)


def _refuse(key: str, path: Path, problems: Problems) -> None:
    problems.at_key(path, CODE, f"`{key}` is not supported yet.", _LATER)


def _refuse_value(what: str, path: Path, problems: Problems) -> None:
    problems.at_value(path, CODE, f"{what} is not supported yet.", _LATER)


def _entries(value: object) -> list[tuple[str, object]]:
    return list(_mapping(value).items())


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
