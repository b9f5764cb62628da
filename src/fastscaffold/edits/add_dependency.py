"""Adds a requirement to ``pyproject.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array

_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._ -]+\])?[ -~]*")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class _Requirements:
    """A list of requirements within its file."""

    document: TOMLDocument
    items: Array

    def requirements(self) -> list[str]:
        return [str(item) for item in cast("list[object]", self.items.unwrap())]

    def insert(self, index: int, requirement: str) -> None:
        self.items.insert(index, requirement)
        self._lay_out()

    def delete(self, index: int) -> None:
        del self.items[index]
        self._lay_out()

    def written(self) -> bytes:
        return self.document.as_string().encode()

    def _lay_out(self) -> None:
        """Put the blanks back that tomlkit forgets in lists on one line."""
        if "\n" not in self.items.as_string():
            texts = self.requirements()
            self.items.clear()
            for index, text in enumerate(texts):
                self.items.insert(index, text)


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
        found = self._read(source)
        if isinstance(found, Refused):
            return found
        own = _distribution(self.requirement)
        names = [_distribution(text) for text in found.requirements()]
        if own in names:
            return Unchanged()
        index = sum(name < own for name in names) if names == sorted(names) else len(names)
        found.insert(index, self.requirement)
        content = found.written()
        # tomlkit lays some lists out anew; what it can undo is what it has only added to.
        found.delete(index)
        if found.written() != source:
            return Refused(f"The layout of {self._list} would be lost.", self._snippet)
        return Changed(content)

    def revert(self, source: bytes) -> Outcome:
        """Take the requirement out, unless another version is asked for by now."""
        found = self._read(source)
        if isinstance(found, Refused):
            return found
        own = _distribution(self.requirement)
        for index, text in enumerate(found.requirements()):
            if text == self.requirement:
                found.delete(index)
                return Changed(found.written())
            if _distribution(text) == own:
                return Refused(f"{text} was changed, so it stays.", text)
        return Unchanged()

    def _read(self, source: bytes) -> _Requirements | Refused:
        # Loaded here: few commands need it.
        import tomlkit  # noqa: PLC0415
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415
        from tomlkit.items import Array  # noqa: PLC0415

        try:
            document = tomlkit.parse(source.decode())
        except (UnicodeDecodeError, TOMLKitError) as error:
            return Refused(f"The file is not valid TOML: {error}", self._snippet)
        table, _, key = self._list.partition(".")
        found = cast("Mapping[str, object]", document).get(table)
        if isinstance(found, Mapping):
            found = cast("Mapping[str, object]", found).get(key)
        if not isinstance(found, Array):
            return Refused(f"There is no list {self._list}.", self._snippet)
        return _Requirements(document, found)

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
