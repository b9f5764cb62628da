"""What a mutant and a refactoring are: some small edits of a project, kept as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Files: TypeAlias = "dict[str, str]"
SRC = "src/app/"
NEVER_TEXT = {".git", ".fastscaffold", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One text of a file that becomes another.

    Attributes:
        path: of the file; below ``src/app`` where it begins with ``@``.
        times: how often the old text is there, before and to be changed.
    """

    path: str
    old: str
    new: str
    times: int = 1

    def apply(self, files: Files) -> None:
        """Change the files."""
        path = whole(self.path)
        found = files[path].count(self.old)
        assert found == self.times, f"{path} has {found} times: {self.old}"
        files[path] = files[path].replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Sub:
    """Everything that a pattern matches in some files becomes another text.

    Attributes:
        paths: a pattern of paths, as a shell has it; at least one match is there.
    """

    paths: str
    pattern: str
    new: str

    def apply(self, files: Files) -> None:
        """Change the files."""
        changed = 0
        for path in [path for path in files if fnmatch(path, whole(self.paths))]:
            files[path], times = re.subn(self.pattern, self.new, files[path], flags=re.MULTILINE)
            changed += times
        assert changed, f"{self.paths} has nothing like: {self.pattern}"


@dataclass(frozen=True, slots=True)
class Create:
    """A new file, or one that is written anew."""

    path: str
    text: str

    def apply(self, files: Files) -> None:
        """Change the files."""
        files[whole(self.path)] = self.text


@dataclass(frozen=True, slots=True)
class Delete:
    """Files that are deleted: all that a pattern matches, of which there is at least one."""

    paths: str

    def apply(self, files: Files) -> None:
        """Change the files."""
        gone = [path for path in files if fnmatch(path, whole(self.paths))]
        assert gone, f"There is no {self.paths}."
        for path in gone:
            del files[path]


@dataclass(frozen=True, slots=True)
class Move:
    """A file that gets another path."""

    path: str
    to: str

    def apply(self, files: Files) -> None:
        """Change the files."""
        files[whole(self.to)] = files.pop(whole(self.path))


Change: TypeAlias = "Edit | Sub | Create | Delete | Move"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A project in which one rule is broken.

    Attributes:
        rule: the rule.
        changes: what breaks it.
        at: the path and a part of the line where the finding belongs; the path alone for what
            is told of a project or a file as a whole.
        breaks: the signals and checkpoints that are not met any more.
        also: further rules that the same edit breaks.
        alone: whether it changes so much that others could not be told apart from it.
        on: whether its rule is checked without being asked for.
    """

    rule: str
    changes: tuple[Change, ...]
    at: tuple[str, str] | tuple[str]
    breaks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    alone: bool = False
    on: bool = True


@dataclass(frozen=True, slots=True)
class Refactoring:
    """A project that does the same, written in another way where a rule looks."""

    rule: str
    changes: tuple[Change, ...] = field(default=())


def whole(path: str) -> str:
    """A path whose ``@`` stands for the package of the application."""
    return path.replace("@", SRC, 1)


def changed(base: Mapping[str, str], *cases: Mutant | Refactoring) -> Files:
    """A project with the changes of some cases."""
    files = dict(base)
    for case in cases:
        for change in case.changes:
            change.apply(files)
    return files


def after(files: Files, *cases: Mutant | Refactoring) -> Files | None:
    """The files with some cases; None where what one changes is not there, or not any more."""
    try:
        return changed(files, *cases)
    except (AssertionError, KeyError):
        return None


def files_of(root: Path) -> Files:
    """The texts of a project that belong into version control, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in root.rglob("*")
        if path.is_file() and NEVER_TEXT.isdisjoint(path.parts) and path.name != ".env"
    }


def write(files: Mapping[str, str], root: Path) -> None:
    """Write the files of a project below a directory."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text begins, which is there once."""
    assert text.count(part) == 1, f"It is there {text.count(part)} times: {part}"
    return text[: text.index(part)].count("\n") + 1
