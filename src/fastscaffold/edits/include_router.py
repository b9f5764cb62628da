"""Registers routers in the module that makes the application."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastscaffold.edits.base import Edit, Outcome, outcome

if TYPE_CHECKING:
    from fastscaffold.edits.python.routers import FoundApp

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
_PREFIX = re.compile(r"(/[A-Za-z0-9._~{}-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class RouterRef:
    """A router to be registered.

    Attributes:
        module: where it is.
        name: what it is called there.
        alias: what main.py is to call it; another name is taken where this one is not free.
        prefix: what its paths are served below.
    """

    module: str
    name: str
    alias: str
    prefix: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no name: these texts become code.

        Raises:
            ValueError: naming the text.
        """
        for text in (self.module, self.name, self.alias):
            parts = text.split(".")
            if not _DOTTED.fullmatch(text) or any(keyword.iskeyword(part) for part in parts):
                raise ValueError(f"{text!r} is not a name")
        if "." in self.name + self.alias:
            raise ValueError(f"{self.name!r} or {self.alias!r} is not a plain name")
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(f"{self.prefix!r} is not a path prefix")


@dataclass(frozen=True, slots=True)
class IncludeRouters(Edit):
    """Imports routers and includes them in the application.

    Attributes:
        routers: in the order of registration.
        line_length: longer lines are broken as a formatter would.
        order: dotted names of routers, from the first to the last. One that is named there comes
            after those that are before it; any other one comes last.
        before: dotted names of routers. Where these are included last, with nothing in between, all
            that are registered come before them, whatever the order says.
    """

    name: ClassVar[str] = "include_router"

    routers: tuple[RouterRef, ...]
    line_length: int = 100
    order: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    def apply(self, source: bytes) -> Outcome:
        """Register the routers that are not registered yet; see ``Edit``."""
        from fastscaffold.edits.python import routers  # noqa: PLC0415 # brings the parser along

        return outcome(routers.register(source, self), source)

    def revert(self, source: bytes) -> Outcome:
        """Remove imports and includes of the routers, wherever they stand by now.

        An include that has a comment or further arguments by now goes too, and is told of; a use
        of the router elsewhere is refused.
        """
        from fastscaffold.edits.python import routers  # noqa: PLC0415

        return routers.unregister(source, self.routers)


EDIT = IncludeRouters


def is_registered(source: bytes, router: RouterRef) -> bool:
    """Whether a module includes a router, under any name; False for a file that cannot be read."""
    from fastscaffold.edits.python import routers  # noqa: PLC0415

    return router in routers.registered_among(source, (router,))


def registered_routers(source: bytes) -> tuple[str, ...]:
    """Dotted names of all routers that a module includes, in order, as far as they can be told.

    A name that was imported relatively begins with a dot. Empty for a file that cannot be read.
    """
    if b"include_router" not in source:
        return ()
    from fastscaffold.edits.python import routers  # noqa: PLC0415

    return routers.registered(source)


def find_apps(source: bytes) -> tuple[FoundApp, ...]:
    """All applications that a module makes; empty for a file that cannot be read."""
    if b"FastAPI" not in source:
        return ()
    from fastscaffold.edits.python import routers  # noqa: PLC0415

    return routers.apps(source)
