"""Edits of files that belong to the user: exact, repeatable, reversible, or refused."""

from __future__ import annotations

from fastscaffold.edits.add_dependency import AddDependency
from fastscaffold.edits.add_env_var import AddEnvVar
from fastscaffold.edits.add_middleware import AddMiddleware
from fastscaffold.edits.add_resource import AddResource
from fastscaffold.edits.add_setting import AddSetting
from fastscaffold.edits.add_yaml_entry import AddYamlEntry
from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged
from fastscaffold.edits.include_router import (
    IncludeRouters,
    RouterRef,
    find_apps,
    is_registered,
    registered_routers,
)
from fastscaffold.edits.loader import edits
from fastscaffold.edits.series import Applied, apply_series

__all__ = [
    "AddDependency",
    "AddEnvVar",
    "AddMiddleware",
    "AddResource",
    "AddSetting",
    "AddYamlEntry",
    "Applied",
    "Changed",
    "Edit",
    "IncludeRouters",
    "Outcome",
    "Refused",
    "RouterRef",
    "Unchanged",
    "apply_series",
    "edits",
    "find_apps",
    "is_registered",
    "registered_routers",
]
