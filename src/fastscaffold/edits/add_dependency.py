"""Adds a requirement to ``pyproject.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from fastscaffold.edits.base import Changed, Edit, Outcome, Refused, Unchanged

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        return self.apply_all([self], source)

    @classmethod
    def apply_all(cls, edits: Sequence[Edit], source: bytes) -> Outcome:
        """Add several requirements, parsing the file once."""
        document = _parse(source)
        added: list[tuple[_Requirements, str]] = []
        requirements = cast("Sequence[AddDependency]", edits)
        for edit in requirements:
            if isinstance(document, Refused):
                return Refused(document.reason, _snippet(edit))
            found = _find(document, edit)
            if isinstance(found, Refused):
                return found
            own = _distribution(edit.requirement)
            names = [_distribution(text) for text in found.requirements()]
            if own in names:
                continue
            index = sum(name < own for name in names) if names == sorted(names) else len(names)
            found.insert(index, edit.requirement)
            added.append((found, edit.requirement))
        if isinstance(document, Refused) or not added:
            return Unchanged()
        content = document.as_string().encode()
        # tomlkit lays some lists out anew; what it can undo is what it has only added to.
        for found, requirement in added:
            found.delete(found.requirements().index(requirement))
        if document.as_string().encode() != source:
            first = requirements[0]
            return Refused(f"The layout of {_list(first)} would be lost.", _snippet(first))
        return Changed(content)

    def revert(self, source: bytes) -> Outcome:
        """Take the requirement out, unless another version is asked for by now."""
        document = _parse(source)
        if isinstance(document, Refused):
            return Refused(document.reason, _snippet(self))
        found = _find(document, self)
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


EDIT = AddDependency


def _parse(source: bytes) -> TOMLDocument | Refused:
    import tomlkit  # noqa: PLC0415 # few commands need it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(source.decode())
    except (UnicodeDecodeError, TOMLKitError) as error:
        return Refused(f"The file is not valid TOML: {error}")


def _distribution(requirement: str) -> str:
    """The normalised name of a distribution (PEP 503)."""
    match = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else ""


def _find(document: TOMLDocument, edit: AddDependency) -> _Requirements | Refused:
    from tomlkit.items import Array  # noqa: PLC0415 # few commands need it

    table, _, key = _list(edit).partition(".")
    found = cast("Mapping[str, object]", document).get(table)
    if isinstance(found, Mapping):
        found = cast("Mapping[str, object]", found).get(key)
    if not isinstance(found, Array):
        return Refused(f"There is no list {_list(edit)}.", _snippet(edit))
    return _Requirements(document, found)


def _list(edit: AddDependency) -> str:
    return "project.dependencies" if edit.group is None else f"dependency-groups.{edit.group}"


def _snippet(edit: AddDependency) -> str:
    return f'    "{edit.requirement}",'
