"""Adds fields to the class of settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from fastscaffold.edits.base import Edit, Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class AddSetting(Edit):
    """Adds a group of fields to the class that extends ``BaseSettings``.

    Groups stand below a comment with their name and in the order of their names, so the order in
    which they are added makes no difference.

    Attributes:
        group: the name of the group.
        lines: annotated assignments.
        imports: pairs of module and name that the lines need.
        line_length: longer imports are broken as a formatter would.
    """

    name: ClassVar[str] = "add_setting"

    group: str
    lines: tuple[str, ...]
    imports: tuple[tuple[str, str], ...] = ()
    line_length: int = 100

    def apply(self, source: bytes) -> Outcome:
        """Add the fields; a group with fields that are there already is left alone."""
        return self.apply_all([self], source)

    @classmethod
    def apply_all(cls, edits: Sequence[Edit], source: bytes) -> Outcome:
        """Add the fields of several groups, parsing the file once."""
        from fastscaffold.edits.python import settings  # noqa: PLC0415 # brings the parser along

        return outcome(settings.add(source, cast("Sequence[AddSetting]", edits)), source)

    def revert(self, source: bytes) -> Outcome:
        """Take the group out, unless it was changed; imports go with the last use of them."""
        from fastscaffold.edits.python import settings  # noqa: PLC0415

        return outcome(settings.remove(source, self), source)


EDIT = AddSetting
