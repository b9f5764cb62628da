"""A view of a directory in which changes are collected before any of them is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree.actions import Action, ActionKind
from fastscaffold.tree.content import (
    digest,
    is_directory,
    is_link,
    is_there,
    list_names,
    listing_digest,
    read_regular,
)
from fastscaffold.tree.paths import Resolver, check_path, check_writable, real_root
from fastscaffold.tree.refusals import (
    is_a_directory,
    not_a_directory,
    refuse_link,
    refuse_read_only,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_ORDER = {
    ActionKind.CREATE: 0,
    ActionKind.EDIT: 1,
    ActionKind.REMOVE: 2,
    ActionKind.IDENTICAL: 3,
}


class Tree:
    """Reads through to the disk until a path is written or deleted here; never changes the disk.

    Attributes:
        root: the directory that all paths are relative to; it need not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real = real_root(root)
        # Links that change meanwhile are found by the sink, which follows all of them anew.
        self._resolve = Resolver(self._real)
        self._disk: dict[str, bytes | None] = {}
        self._overlay: dict[str, bytes | None] = {}
        self._modes: dict[str, int] = {}
        self._reads: dict[str, str | None] = {}
        # How many written files are below a directory, and its children that were touched here.
        self._written: Counter[str] = Counter()
        self._children: defaultdict[str, set[str]] = defaultdict(set)
        self._directories: set[str] = set()

    @property
    def reads(self) -> Mapping[str, str | None]:
        """What was seen on the disk: sha256 of each file, None for "was not there".

        A key that ends in a slash is a directory that was listed; ``/`` alone is the root.
        """
        return MappingProxyType(self._reads)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file as they will be; None where there will be none.

        Raises:
            ProjectError: the path leads outside, is no regular file or cannot be read.
        """
        if path in self._overlay:
            return self._overlay[path]
        return self._read_disk(path)

    def read_text(self, path: str) -> str | None:
        """The same, decoded. Line ends and a byte order mark are left as they are.

        Raises:
            ProjectError: as for ``read``, or it is not UTF-8 (``tree.not-utf8``).
        """
        content = self.read(path)
        if content is None:
            return None
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ProjectError(
                Message(
                    "tree.not-utf8",
                    f"The file is not UTF-8: byte 0x{content[error.start]:02x} at offset "
                    f"{error.start}.",
                    path,
                    line,
                    hint="Save it as UTF-8.",
                )
            ) from error

    def exists(self, path: str) -> bool:
        """Whether a file or a directory will be there.

        Raises:
            ProjectError: the path leads outside, or what is there cannot be read.
        """
        if path in self._overlay:
            return self._overlay[path] is not None
        if self._written[path]:
            return True
        if is_directory(self._resolve(path)):
            return not self._vanishes(path)
        return self._read_disk(path) is not None

    def list(self, directory: str = "") -> tuple[str, ...]:
        """Sorted names of the files and directories in a directory; none if it is missing.

        Args:
            directory: empty, or a dot, for the root.

        Raises:
            ProjectError: it leads outside, is a file or cannot be read.
        """
        directory = "" if directory == "." else directory
        below = f"{directory}/" if directory else ""
        if self._overlay.get(directory) is not None:
            raise not_a_directory(directory)
        names = {name for name in self._list_disk(directory) if not self._vanishes(below + name)}
        for name in self._children.get(directory, ()):
            if self._overlay.get(below + name) is not None or self._written[below + name]:
                names.add(name)
        return tuple(sorted(names))

    def files(self, directory: str, suffix: str = "") -> Iterator[str]:
        """Paths of all files below a directory, sorted; what a link leads to is left out.

        Raises:
            ProjectError: a directory cannot be read.
        """
        for name in self.list(directory):
            path = f"{directory}/{name}" if directory else name
            plain = self._real / path
            if self._written[path] or (is_directory(plain) and not is_link(plain)):
                yield from self.files(path, suffix)
            elif path.endswith(suffix) and not is_link(plain):
                yield path

    def write(self, path: str, content: bytes, *, mode: int | None = None) -> None:
        """Plan a file's content.

        Args:
            path: the file; a new one or not. Directories follow by themselves.
            content: all of its bytes.
            mode: permission bits for a file that is created; None for the default, or for what
                it was created with. One that is overwritten keeps its own.

        Raises:
            ProjectError: the path leads outside, a file stands where a directory is needed or
                the other way round, or the file is read-only.
        """
        check_writable(path)
        self._check_parents(path)
        if self._written[path]:
            raise is_a_directory(path)
        if self._read_disk(path) not in {None, content}:
            refuse_read_only(self._resolve(path), path)
        self._set(path, content)
        if mode is not None:
            self._modes[path] = mode

    def delete(self, path: str) -> None:
        """Plan that a file is removed. Directories left empty follow by themselves.

        Raises:
            ProjectError: there is no such file, it is read-only or a symbolic link, or the path
                leads outside.
        """
        check_writable(path)
        if self.read(path) is None:
            raise ProjectError(
                Message("tree.missing", "There is no such file to be removed.", path)
            )
        if self._read_disk(path) is not None:
            refuse_link(self._real / path, path)
            refuse_read_only(self._resolve(path), path)
        self._set(path, None)
        self._modes.pop(path, None)

    def actions(self) -> tuple[Action, ...]:
        """What is to be done, in the order in which it is done.

        Creates come first, then edits with ``main.py`` last, so that nothing is referred to
        before it is there; then removes. Writes that change nothing end the list.
        """
        actions = [action for path in self._overlay if (action := self._action(path)) is not None]
        return tuple(sorted(actions, key=_position))

    def _action(self, path: str) -> Action | None:
        before, after = self._read_disk(path), self._overlay[path]
        if before is None and after is None:
            return None
        if before is None:
            return Action(ActionKind.CREATE, path, after=after, mode=self._modes.get(path))
        if after is None:
            return Action(ActionKind.REMOVE, path, before=before)
        kind = ActionKind.IDENTICAL if before == after else ActionKind.EDIT
        return Action(kind, path, before=before, after=after)

    def _read_disk(self, path: str) -> bytes | None:
        if path not in self._disk:
            content = read_regular(self._resolve(path), path)
            self._disk[path] = content
            self._reads[path] = digest(content)
        return self._disk[path]

    def _list_disk(self, directory: str) -> tuple[str, ...]:
        real = self._resolve(check_path(directory)) if directory else self._real
        names = list_names(real, directory)
        key = f"{directory}/"
        if key not in self._reads:
            self._reads[key] = None if names is None else listing_digest(names)
        return names or ()

    def _set(self, path: str, content: bytes | None) -> None:
        was, now = self._overlay.get(path) is not None, content is not None
        self._overlay[path] = content
        for child, parent in _steps(path):
            self._children[parent].add(child)
            self._written[parent] += now - was

    def _vanishes(self, path: str) -> bool:
        # A directory goes with the last file in it; one that was empty before stays.
        if path in self._overlay:
            return self._overlay[path] is None
        if path not in self._children or self._written[path]:
            return False
        return is_directory(self._resolve(path)) and not self.list(path)

    def _check_parents(self, path: str) -> None:
        for _, name in _steps(path):
            if self._overlay.get(name) is not None:
                raise not_a_directory(name)
            if name in self._directories or not name:
                continue
            real = self._resolve(name)
            if is_there(real) and not is_directory(real):
                raise not_a_directory(name)
            self._directories.add(name)


def _steps(path: str) -> Iterator[tuple[str, str]]:
    """Each name in a path and the directory that it is in, from the inside out."""
    while path:
        parent, _, child = path.rpartition("/")
        yield child, parent
        path = parent


def _position(action: Action) -> tuple[int, bool, str]:
    last = action.kind is ActionKind.EDIT and PurePosixPath(action.path).name == "main.py"
    return _ORDER[action.kind], last, action.path
