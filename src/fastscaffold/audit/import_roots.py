"""Which module of a project an absolute import means, wherever imports begin.

A project says nowhere what is on the path of its interpreter: its root, ``src/``, ``backend/`` or
``services/users/app/``. It is told from what its modules import.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from functools import cached_property
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
        first = head.partition(".")[0]
        if first in _LIBRARY_NAMES:
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

        More is imported in them as if it were than by their name; two parts deep, as one part may
        be any library.
        """
        begun: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for module in self._modules.values():
            root = self._outermost(module)
            if root is None:
                continue
            last = root.rpartition(".")[2]
            for target in module.targets:
                first, second, *_ = (*target.split("."), "")
                if first == last:
                    named[root] += 1
                elif second and first and first not in _LIBRARY_NAMES:
                    inner = self._modules.get(f"{root}.{first}.{second}")
                    begun[root] += inner is not None and inner is not module
        return frozenset(root for root, count in begun.items() if count > named[root])

    def _outermost(self, module: Module) -> str | None:
        """The package around a module that is in no other."""
        parts = module.name.split(".")
        for end in range(1, len(parts)):
            around = self._modules.get(".".join(parts[:end]))
            if around is not None and around.path.endswith("__init__.py"):
                return around.name
        return None

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


def _common(first: str, second: str) -> int:
    count = 0
    for one, other in zip(first.split("."), second.split("."), strict=False):
        if one != other:
            break
        count += 1
    return count
