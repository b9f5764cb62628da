"""Which module of a project an absolute import means, wherever imports begin.

A project says nowhere what is on the path of its interpreter: its root, ``src/``, ``backend/`` or
``services/users/app/``. It is told from what its modules import.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.modules import Module

_LIBRARY_NAMES = frozenset(sys.stdlib_module_names)


class ImportRoots:
    """The modules of a project by the names that imports have for them."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self._modules = modules
        self._by_tail: dict[str, list[str]] = defaultdict(list)
        self._folders: dict[str, set[str]] = defaultdict(set)
        for name in modules:
            parts = name.split(".")
            for start in range(1, len(parts)):
                self._by_tail[".".join(parts[start:])].append(name)
            for end in range(1, len(parts)):
                for start in range(end):
                    self._folders[".".join(parts[start:end])].add(".".join(parts[:end]))

    def absolute(self, target: str, module: Module) -> str:
        """The symbol of what an import names."""
        if target.startswith("."):
            return target[1:]
        parts = target.split(".")
        for end in range(len(parts), 0, -1):
            head = ".".join(parts[:end])
            found = self._nearest(head, module)
            if found is not None:
                return ".".join([found, *parts[end:]])
        return target

    def _nearest(self, head: str, module: Module) -> str | None:
        """The module that an absolute import of ``module`` means, wherever its root is."""
        if head in self._modules:
            return self._beside(head, module) or head
        first, second, *_ = (*head.split("."), "")
        if first in _LIBRARY_NAMES and (not second or _has_part(first, second)):
            return None
        found: list[str] = []
        for name in self._by_tail.get(head, ()):
            root = name[: -len(head) - 1]
            if name != module.name and not self._is_package(root):
                found.append(name)
        if not found:
            return None
        return max(found, key=lambda name: (_common(name, module.name), -len(name)))

    def _beside(self, head: str, module: Module) -> str | None:
        """The module of a second copy of a project that one of its own modules means.

        The copy is in a folder that is on the path when it is run, such as a step of a course.
        """
        if not module.is_production:
            return None
        folders = module.name.split(".")[:-1]
        for end in range(len(folders), 0, -1):
            root = ".".join(folders[:end])
            name = f"{root}.{head}"
            if name in self._modules and name != module.name and not self._is_package(root):
                return name
        return None

    def _is_package(self, folder: str) -> bool:
        """Whether a folder is a package, or in one: absolute imports do not begin there.

        Some packages have no ``__init__.py``, and are known by what is imported from them.
        """
        above = self._modules.get(folder)
        if above is not None and above.path.endswith("__init__.py"):
            return folder not in self._roots
        parts = folder.split(".")
        return any(".".join(parts[:end]) in self._packages for end in range(1, len(parts) + 1))

    @cached_property
    def _roots(self) -> frozenset[str]:
        """Packages in which imports begin nevertheless, as their folder is on the path, too.

        Modules in them import others as if it were; two parts deep, as one may be any library.
        """
        return frozenset(root for root in self._inside if self._is_root(root))

    def _is_root(self, root: str) -> bool:
        """Whether more is imported in a package as if it were a root than by its name.

        A package in another one, as of several services ``users/src`` may be, has to be named
        nowhere in that, and by more than one folder in it: one may be called like a library.
        """
        begun = [
            target.partition(".")[0]
            for module in self._inside[root]
            if module.name != root
            for target in module.targets
            if self._is_begun_in(root, target, module)
        ]
        if begun and self._is_in_package(root):
            return len(set(begun)) > 1 and not self._is_named_around(root)
        last = root.rpartition(".")[2]
        return len(begun) > sum(
            target.partition(".")[0] == last
            for module in self._inside[root]
            for target in module.targets
        )

    def _is_in_package(self, root: str) -> bool:
        parts = root.split(".")
        around = (self._modules.get(".".join(parts[:end])) for end in range(1, len(parts)))
        return any(each is not None and each.path.endswith("__init__.py") for each in around)

    def _is_begun_in(self, root: str, target: str, module: Module) -> bool:
        """Whether an import of a module shows that its absolute imports begin in a folder."""
        first, second, *_ = (*target.split("."), "")
        if not first or not second or first in _LIBRARY_NAMES:
            return False
        inner = self._modules.get(f"{root}.{first}.{second}")
        if inner is None or inner is module:
            return False
        # Deep in a package a folder may be called like the library that modules in it import.
        of_itself = f"{module.name}.".startswith(f"{root}.{first}.")
        return not (of_itself and self._is_in_package(root))

    def _is_named_around(self, root: str) -> bool:
        """Whether modules around a folder import by a name of it, or those in it from above it."""
        top, *inner = root.split(".")
        targets = (each for module in self._inside[top] for each in module.targets)
        if any(target.partition(".")[0] in {top, *inner} for target in targets):
            return True
        return any(
            target.startswith(".") and not f"{target[1:]}.".startswith(f"{root}.")
            for module in self._inside[root]
            for target in module.targets
        )

    @cached_property
    def _inside(self) -> dict[str, list[Module]]:
        """The modules of each folder, those of folders in it included."""
        found: dict[str, list[Module]] = defaultdict(list)
        for module in self._modules.values():
            parts = module.name.split(".")
            for end in range(1, len(parts) + 1):
                found[".".join(parts[:end])].append(module)
        return found

    @cached_property
    def _packages(self) -> frozenset[str]:
        """The folders that are the first part of what is imported.

        In ``app/app/core/config.py`` the import of ``app.core`` tells that it is the inner one.
        """
        found: set[str] = set()
        for target in self._targets:
            first, _, rest = target.partition(".")
            second = rest.partition(".")[0]
            head = f"{first}.{second}"
            named = [name for name in (head, *self._by_tail.get(head, ())) if name in self._modules]
            named = named or sorted(self._folders.get(head, ()))
            found.update(name.removesuffix(f".{second}") for name in named)
            if not named:
                # What is in it may be no module: `from app import main_router`.
                found.update(
                    name for name in (first, *self._by_tail.get(first, ())) if name in self._modules
                )
        return frozenset(name for name in found if not self._is_outvoted(name))

    def _is_outvoted(self, folder: str) -> bool:
        """Whether more is imported from in it than by its name, which an editor may have put in."""
        above = self._modules.get(folder)
        if above is not None:
            return False
        last = folder.rpartition(".")[2]
        named = sum(each.partition(".")[0] == last for each in self._targets)
        inside = 0
        for target in self._targets:
            first, second, *_ = (*target.split("."), "")
            if first != last and first not in _LIBRARY_NAMES:
                inner = f"{folder}.{first}.{second}"
                inside += inner in self._modules or inner in self._folders
        return inside > named

    @cached_property
    def _targets(self) -> frozenset[str]:
        return frozenset(
            target
            for module in self._modules.values()
            for target in module.targets
            if target.partition(".")[0] and target.partition(".")[2]
        )


@cache
def _has_part(library: str, part: str) -> bool:
    """Whether a library of the interpreter has a module of a name in it.

    A package of the project may be called like one, such as ``profile``, and hides it.
    """
    try:
        spec = find_spec(library)
    except ValueError:  # it was not loaded as others are
        return True
    folders = (spec and spec.submodule_search_locations) or ()
    return any(
        (Path(folder) / part).is_dir() or (Path(folder) / f"{part}.py").is_file()
        for folder in folders
    )


def _common(first: str, second: str) -> int:
    count = 0
    for one, other in zip(first.split("."), second.split("."), strict=False):
        if one != other:
            break
        count += 1
    return count
