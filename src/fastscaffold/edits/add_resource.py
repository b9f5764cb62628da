"""Adds something that the application holds to the function that adds all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from fastscaffold.edits.base import Edit, Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class AddResource(Edit):
    """Adds a call ``add_<resource>(app, settings)`` to the function ``add_resources``.

    Attributes:
        module: where the function is.
        function: is called with what ``add_resources`` is given.
        order: functions in the order of their calls; the call goes to its place among those that
            are there, so the order in which they are added makes no difference.
        line_length: longer lines are broken as a formatter would.
    """

    name: ClassVar[str] = "add_resource"

    module: str
    function: str
    order: tuple[str, ...]
    line_length: int = 100

    def apply(self, source: bytes) -> Outcome:
        """Add the call, unless there is one of the same function."""
        return self.apply_all([self], source)

    @classmethod
    def apply_all(cls, edits: Sequence[Edit], source: bytes) -> Outcome:
        """Add several calls, parsing the file once."""
        from fastscaffold.edits.python import calls  # noqa: PLC0415 # brings the parser along
        from fastscaffold.edits.python.resources import resource_call  # noqa: PLC0415

        own = cast("Sequence[AddResource]", edits)
        return outcome(calls.add(source, [resource_call(edit) for edit in own]), source)

    def revert(self, source: bytes) -> Outcome:
        """Take the call out, unless it was changed; the import goes with it."""
        from fastscaffold.edits.python import calls  # noqa: PLC0415
        from fastscaffold.edits.python.resources import resource_call  # noqa: PLC0415

        return outcome(calls.remove(source, resource_call(self)), source)


EDIT = AddResource
