"""Adds a requirement to ``pyproject.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array

_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._ -]+\])?[ -~]*")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class AddDependency(Edit):
    """Adds a requirement to the project's dependencies, or to one of its groups (PEP 735).

    A list that is sorted stays sorted. A requirement of the same distribution is left alone,
    whatever version it asks for.

    Attributes:
        requirement: PEP 508.
        group: None for what the application needs to run.
    """

    name: ClassVar[str] = "add_dependency"

    requirement: str
    group: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no requirement.

        Raises:
            ValueError: naming the text.
        """
        if not _REQUIREMENT.fullmatch(self.requirement) or '"' in self.requirement:
            raise ValueError(f"{self.requirement!r} is not a requirement")

    def apply(self, source: bytes) -> Outcome:
        """Add the requirement."""
        return self._edit(source, revert=False)

    def revert(self, source: bytes) -> Outcome:
        """Take the requirement out, unless another version is asked for by now."""
        return self._edit(source, revert=True)

    def _edit(self, source: bytes, *, revert: bool) -> Outcome:
        import tomlkit  # noqa: PLC0415 # few commands need it
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

        try:
            document = tomlkit.parse(source.decode())
        except (UnicodeDecodeError, TOMLKitError) as error:
            return Refused(f"The file is not valid TOML: {error}", self._snippet)
        items = self._items(document)
        if items is None:
            return Refused(f"There is no list {self._list}.", self._snippet)
        names = [_distribution(str(item)) for item in items]
        present = _distribution(self.requirement) in names
        if present != revert:
            return Unchanged()
        if revert:
            return self._taken_out(document, items, names)
        items.insert(_place(names, _distribution(self.requirement)), self.requirement)
        content = tomlkit.dumps(document).encode()
        # tomlkit lays some lists out anew; what it can undo is what it has only added to.
        items.remove(self.requirement)
        if tomlkit.dumps(document).encode() != source:
            return Refused(f"The layout of {self._list} would be lost.", self._snippet)
        return Changed(content)

    def _taken_out(self, document: TOMLDocument, items: Array, names: list[str]) -> Outcome:
        import tomlkit  # noqa: PLC0415

        index = names.index(_distribution(self.requirement))
        if str(items[index]) != self.requirement:
            return Refused(f"{items[index]} was changed, so it stays.", str(items[index]))
        items.remove(self.requirement)
        return Changed(tomlkit.dumps(document).encode())

    def _items(self, document: TOMLDocument) -> Array | None:
        from tomlkit.items import Array  # noqa: PLC0415

        table, key = ("project", "dependencies")
        if self.group is not None:
            table, key = ("dependency-groups", self.group)
        found = document.get(table)
        items = found.get(key) if isinstance(found, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return items if isinstance(items, Array) else None

    @property
    def _list(self) -> str:
        return "project.dependencies" if self.group is None else f"dependency-groups.{self.group}"

    @property
    def _snippet(self) -> str:
        return f'    "{self.requirement}",'


EDIT = AddDependency


def _distribution(requirement: str) -> str:
    """The normalised name of a distribution (PEP 503)."""
    match = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""


def _place(names: list[str], name: str) -> int:
    if names != sorted(names):
        return len(names)
    return sum(other < name for other in names)
