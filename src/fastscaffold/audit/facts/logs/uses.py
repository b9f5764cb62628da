"""Where a project that configures no logging begins to log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.project.loaded import is_left_out, loaded, serving
from fastscaffold.audit.facts.project.usage import in_use, of_libraries

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_LOGGERS = (
    *("logging.getLogger", "logging.Logger", "*.get_logger", "*.getLogger"),
    *("logging.debug", "logging.info", "logging.warning", "logging.error", "logging.exception"),
)
# Libraries that hand out a logger that is made already.
_READY = ("loguru",)


def first_use(facts: Facts) -> Place | None:
    """Where a logger is first made, or taken from a library: best where the application is."""
    made = [
        at_call(call)
        for call in of_libraries(facts, *_LOGGERS)
        if in_use(facts, call) and not facts.index.origin(call).startswith("?")
    ]
    modules = {each.path: each for each in facts.production if not is_left_out(facts, each)}
    places = [each for each in (*made, *facts.imports(*_READY)) if each.path in modules]

    starting = {app.call.module for app in facts.apps if not app.parents}

    def order(place: Place) -> tuple[int, Place]:
        module = modules[place.path]
        near = (starting, serving(facts), loaded(facts))
        return next((rank for rank, each in enumerate(near) if module in each), len(near)), place

    return min(places, key=order, default=None)
