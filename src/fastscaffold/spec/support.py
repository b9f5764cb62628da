"""Refuses what belongs to the language but not to this version, so that it is never ignored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

CODE = "spec.unsupported"

_LATER = "It belongs to the language and comes with a later version; leave it out for now."


def check_supported(data: Mapping[str, object], path: Path, problems: Problems) -> None:
    """Add an error for everything in a feature that this version cannot generate.

    Args:
        data: the feature as plain data, valid or not.
        path: where the feature stands.
        problems: receives the errors.
    """
    _check_api(_mapping(data.get("api")), (*path, "api"), problems)


def _check_api(api: Mapping[str, object], path: Path, problems: Problems) -> None:
    if api.get("cache"):
        _refuse("cache", (*path, "cache"), problems)


def _refuse(key: str, path: Path, problems: Problems) -> None:
    problems.at_key(path, CODE, f"`{key}` is not supported yet.", _LATER)


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
