"""How a feature's router is registered in main.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.edits import IncludeRouters

API_PREFIX = "/api/v1"


def router_edit(features: Sequence[str], package: str) -> IncludeRouters:
    """The edit that registers the routers of some features."""
    # Loaded here: only a command that edits main.py pays for the parser.
    from fastscaffold.edits import IncludeRouters, RouterRef  # noqa: PLC0415

    return IncludeRouters(
        tuple(
            RouterRef(
                module=f"{package}.features.{name}.router",
                name="router",
                alias=f"{name}_router",
                prefix=API_PREFIX,
            )
            for name in features
        )
    )
