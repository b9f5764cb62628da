"""What rules about a project as a whole ask first: whether it serves anything, and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Router


def main_app(facts: Facts) -> Router | None:
    """The application that rules about absence point at; None where nothing is served.

    Of several it is the first that is not mounted into another.
    """
    if not any(not route.is_websocket for route in facts.routes):
        return None
    apps = sorted(facts.apps, key=lambda app: (bool(app.parents), app.call.module.path))
    return apps[0] if apps else None
