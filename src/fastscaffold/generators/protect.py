"""Closes the endpoints of features that were added while a project had no users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.generators.anew import Later, generate_anew, router_of
from fastscaffold.generators.registration import API_PREFIX
from fastscaffold.model.permissions import AUTH
from fastscaffold.model.resource import Names

if TYPE_CHECKING:
    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.workspace import Workspace

CODE = "feature.public"


def still_public(workspace: Workspace) -> list[Message]:
    """Name the endpoints that were made when the project had no users."""
    return [
        Message(
            CODE,
            f"Everybody may still call {_endpoints(name, workspace)}.",
            router_of(name, workspace),
            hint="--protect-features closes those that are as they were generated; docs/auth.md "
            "shows the line that does so by hand.",
        )
        for name in workspace.manifest.features()
    ]


def protect_features(draft: Draft) -> None:
    """Let the endpoints of all features be as they would be had the project had users before.

    What somebody has changed stays, and the draft says which lines would close it.
    """
    generate_anew(draft.workspace.manifest.features(), _USERS, draft)


def _endpoints(name: str, workspace: Workspace) -> str:
    names = Names(**workspace.manifest.feature(name).names)
    path = f"{API_PREFIX}{names.path}"
    return f"GET and POST {path}, and GET, PATCH and DELETE {path}/{{{names.singular}_id}}"


_USERS = Later(
    capability=AUTH,
    code=CODE,
    module=".features.auth.dependencies",
    router=lambda name, workspace: f"for everybody are {_endpoints(name, workspace)}",
    others="it goes with endpoints for everybody",
    labels=("without users", "with users"),
)
