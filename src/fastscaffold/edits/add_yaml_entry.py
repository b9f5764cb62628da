"""Adds an entry to a mapping of a YAML file, such as a service of a compose file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from fastscaffold.edits.base import Edit, Outcome, outcome


@dataclass(frozen=True, slots=True)
class AddYamlEntry(Edit):
    """Adds a key and its value to a mapping in block style, or an item to a list.

    Attributes:
        path: keys that lead to the mapping, or to the list.
        key: of the entry.
        value: YAML that stands beside the key, or lines of YAML that stand below it; None where
            the key is an item of a list of plain values.
        order: keys that may be added to the mapping, in their order; the entry goes to its place
            among those that are there, so the order in which they are added makes no difference.
        by: for a list of mappings: which key of an item has what tells it from the others;
            ``value`` has the lines of the item then.
    """

    name: ClassVar[str] = "add_yaml_entry"

    path: tuple[str, ...]
    key: str
    value: str | tuple[str, ...] | None
    order: tuple[str, ...] = ()
    by: str | None = None

    @property
    def is_of_list(self) -> bool:
        """Whether the entry is an item of a list."""
        return self.value is None or self.by is not None

    def apply(self, source: bytes) -> Outcome:
        """Add the entry; one with the same key is left alone, whatever its value."""
        from fastscaffold.edits import yaml_text  # noqa: PLC0415 # brings the parser along

        return outcome(yaml_text.add(source, self), source)

    def revert(self, source: bytes) -> Outcome:
        """Take the entry out, unless it was changed."""
        from fastscaffold.edits import yaml_text  # noqa: PLC0415

        return outcome(yaml_text.remove(source, self), source)


EDIT = AddYamlEntry
