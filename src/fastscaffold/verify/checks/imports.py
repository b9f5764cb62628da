"""What planned files import from the project is there."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.tree.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.verify.base import Context
    from fastscaffold.verify.outline import Outline

_SOURCE = "src/"
_TESTS = "tests"
# What is planned is of this release, and the project may be of an earlier one.
_TAKE_OVER = (
    "If an earlier release made the project, take {} and what belongs to it over from a new one, "
    "which `fastscaffold new` makes in another folder."
)


@dataclass(frozen=True, slots=True)
class _Imported:
    """A name from a module, or with an empty name the module itself."""

    module: str
    name: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        return self.module, self.name


@dataclass(frozen=True, slots=True)
class BrokenImport:
    """An import of the project's own that leads nowhere.

    Attributes:
        path: of the file that has it.
        module: where it leads.
        shown: what is imported.
        lacks_module: whether the whole module is not there.
    """

    path: str
    line: int
    module: str
    shown: str
    lacks_module: bool

    def message(self) -> Message:
        """Say so."""
        missing = "the module has no such name"
        if self.lacks_module:
            missing = f"there is no module {self.module}"
        text = f"{self.shown} is imported, but {missing}."
        return Message("verify.import", text, self.path, self.line)


class ImportCheck:
    """Every name that is imported from the project is defined there. No code is run.

    Looked at are the files that are planned and, where modules go, those that import them.
    """

    name = "imports"
    waits = False

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say what is imported and not there, leaving out what was missing before."""
        modules = _Modules(context)
        messages = [
            replace(each.message(), hint=_TAKE_OVER.format(each.shown))
            for each in _broken(context, modules)
        ]
        messages += _left_behind(context, modules)
        return tuple(messages)


def broken(context: Context) -> list[BrokenImport]:
    """Find what planned files import that is not there, leaving out what was missing before."""
    return list(_broken(context, _Modules(context)))


def _broken(context: Context, modules: _Modules) -> Iterator[BrokenImport]:
    for action, content in context.planned(".py"):
        before = context.outline(action.before or b"")
        known = {item.key for item in _imported(before, action.path)}
        told = set[tuple[int, str]]()
        for item in _imported(context.outline(content), action.path):
            place = (item.line, item.module)
            if item.key in known or modules.has(item) or place in told:
                continue
            lacks_module = not modules.exists(item.module)
            if lacks_module:
                # Every name of it is missing: it is said once a line.
                told.add(place)
            yield BrokenImport(action.path, item.line, item.module, _shown(item), lacks_module)


def _left_behind(context: Context, modules: _Modules) -> Iterator[Message]:
    """Imports of modules that go, in files that the plan leaves as they are.

    A file of which the user was told that it stays (``skip``) is none of these.
    """
    gone = {
        module_name(action.path)
        for action in context.actions
        if action.kind is ActionKind.REMOVE and action.path.endswith(".py")
    }
    if not gone:
        return
    planned = {action.path for action in context.actions}
    # A file that imports one of them holds its name or that of its package.
    words = {part.encode() for name in gone for part in name.split(".")[-2:]}
    for directory in (_SOURCE.rstrip("/"), _TESTS):
        for path in context.tree.files(directory, ".py"):
            content = b"" if path in planned else context.tree.read(path) or b""
            if not any(word in content for word in words):
                continue
            for item in _imported(context.outline(content), path):
                if {item.module, _shown(item)} & gone and not modules.has(item):
                    yield Message(
                        "verify.import",
                        f"{_shown(item)} is imported here, and it is to go.",
                        path,
                        item.line,
                        hint="Take it out of this file first.",
                    )


def module_name(path: str) -> str:
    """The dotted name of the module in a file of the project."""
    name = path.removeprefix(_SOURCE).removesuffix(".py").removesuffix("/__init__")
    return name.replace("/", ".")


class _Modules:
    """The modules of a project, each read once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names: dict[str, frozenset[str] | None] = {}
        self._paths: dict[str, str | None] = {}
        self._found: dict[tuple[str, str], bool] = {}

    def has(self, item: _Imported) -> bool:
        """Whether an import works, or is from elsewhere."""
        # Many modules import the same.
        if item.key not in self._found:
            self._found[item.key] = self._has(item)
        return self._found[item.key]

    def exists(self, module: str) -> bool:
        """Whether a module of the project is there."""
        return self._path(module) is not None

    def _has(self, item: _Imported) -> bool:
        if not self._is_own(item.module):
            return True
        path = self._path(item.module)
        if path is None:
            return False
        names = self._defined(path)
        if not item.name or names is None or item.name in names:
            return True
        return self._path(f"{item.module}.{item.name}") is not None

    def _is_own(self, module: str) -> bool:
        top = module.partition(".")[0]
        if not top:
            return False
        tree = self._context.tree
        # In a project of others the package may be elsewhere than below the folder of ours.
        return top == _TESTS or (self._path(top) is not None and tree.exists(f"{_SOURCE}{top}"))

    def _path(self, module: str) -> str | None:
        """A module's file; for a directory without a file of its own the directory."""
        if module not in self._paths:
            base = module.replace(".", "/")
            root = "" if module.partition(".")[0] == _TESTS else _SOURCE
            candidates = (f"{root}{base}.py", f"{root}{base}/__init__.py", f"{root}{base}")
            exists = self._context.tree.exists
            self._paths[module] = next((path for path in candidates if exists(path)), None)
        return self._paths[module]

    def _defined(self, path: str) -> frozenset[str] | None:
        """The names that a module defines; None where they cannot be known."""
        if path not in self._names:
            self._names[path] = self._read(path)
        return self._names[path]

    def _read(self, path: str) -> frozenset[str] | None:
        if not path.endswith(".py"):
            return frozenset()
        content = self._context.tree.read(path)
        outline = self._context.outline(content or b"")
        if outline is None:
            return None
        names = outline.defined(package=path.endswith("/__init__.py"))
        return None if names & {"*", "__getattr__"} else names


def _imported(outline: Outline | None, path: str) -> Iterator[_Imported]:
    if outline is None:
        return
    package = PurePosixPath(path.removeprefix(_SOURCE)).parent.parts
    for node in outline.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield _Imported(alias.name, "", node.lineno)
        else:
            base = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join((*base, node.module) if node.module else base)
            for alias in node.names:
                name = "" if alias.name == "*" else alias.name
                yield _Imported(source, name, node.lineno)


def _shown(item: _Imported) -> str:
    return f"{item.module}.{item.name}" if item.name else item.module


CHECK = ImportCheck()
