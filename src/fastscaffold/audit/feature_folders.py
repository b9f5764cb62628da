"""Folders of features that are called as those beside the code are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

# Folders of code by what it does, which have one below them for each feature.
_LAYERS = frozenset(
    {
        "controllers", "crud", "dal", "endpoints", "models", "repositories", "routers", "routes",
        "schemas", "services", "views",
    }
)  # fmt: skip


def is_feature(path: PurePath, name: str) -> bool:
    """Whether a folder is a feature in a layer of the code, as ``docs`` of ``api/v1/docs`` is."""
    above = [part.lower() for part in path.parts]
    above = above[: above.index(name)]
    return bool(_LAYERS & set(above) or "api" in above[:-1]) and path.name != "conf.py"
