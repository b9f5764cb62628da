"""Adds a middleware to the function that puts the middleware together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from fastscaffold.edits.base import Edit, Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class AddMiddleware(Edit):
    """Adds a call ``app.add_middleware(...)`` to the function ``add_middleware``.

    Attributes:
        module: where the class is.
        class_name: of the middleware.
        arguments: pairs of keyword and expression.
        order: class names from the innermost to the outermost; the call goes to its place among
            those that are there, so the order in which they are added makes no difference.
        line_length: longer calls are broken as a formatter would.
    """

    name: ClassVar[str] = "add_middleware"

    module: str
    class_name: str
    arguments: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    line_length: int = 100

    def apply(self, source: bytes) -> Outcome:
        """Add the call; one with the same class is left alone, whatever its arguments."""
        return self.apply_all([self], source)

    @classmethod
    def apply_all(cls, edits: Sequence[Edit], source: bytes) -> Outcome:
        """Add several calls, parsing the file once."""
        from fastscaffold.edits.python import calls  # noqa: PLC0415 # brings the parser along
        from fastscaffold.edits.python.middleware import middleware_call  # noqa: PLC0415

        own = cast("Sequence[AddMiddleware]", edits)
        return outcome(calls.add(source, [middleware_call(edit) for edit in own]), source)

    def revert(self, source: bytes) -> Outcome:
        """Take the call out, unless it was changed; the import goes with it."""
        from fastscaffold.edits.python import calls  # noqa: PLC0415
        from fastscaffold.edits.python.middleware import middleware_call  # noqa: PLC0415

        return outcome(calls.remove(source, middleware_call(self)), source)


EDIT = AddMiddleware
