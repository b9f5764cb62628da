"""Which name means what, across modules: imports, re-exports, aliases and constants.

A *symbol* is a dotted name: of the project where it begins with the name of one of its modules
(``backend.app.config.Settings``), of a library otherwise (``fastapi.APIRouter``).
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from fastscaffold.audit.gathering import gathers_names
from fastscaffold.audit.import_roots import ImportRoots
from fastscaffold.audit.modules import Class, Function, Module, dotted
from fastscaffold.audit.parsing import parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Scope

# Names lead to names; a project may make a circle of them.
MAX_STEPS = 24
# Between a package and a name that a module in it has as well.
_OF_PACKAGE = ".__init__"


class Names:
    """All modules of a project by name, and what the names in them are defined as."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self._roots = ImportRoots(self.modules)
        self._symbols: dict[tuple[int, str], str | None] = {}
        self._gathering: dict[str, bool] = {}
        self._splits: dict[str, tuple[Module | None, str]] = {}

    # What is asked

    def symbol(self, node: ast.AST | None, scope: Scope) -> str | None:
        """The symbol that an expression names; None where it names none."""
        name = dotted(node)
        if name is None:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                return self._string_annotation(node.value, scope)
            return None
        return self.named(name, scope)

    def named(self, name: str, scope: Scope) -> str | None:
        """The symbol that a dotted name stands for in a scope."""
        key = (id(scope), name)
        if key not in self._symbols:
            self._symbols[key] = None  # a circle ends here
            self._symbols[key] = self._named(name, scope, MAX_STEPS)
        return self._symbols[key]

    def definition(self, symbol: str | None) -> Class | Function | Module | None:
        """What a symbol of the project is defined as."""
        if symbol is None:
            return None
        module, rest = self.split(symbol)
        if module is None:
            return None
        if not rest:
            return module
        return module.classes.get(rest) or module.functions.get(rest)

    def class_of(self, node: ast.AST | None, scope: Scope) -> Class | None:
        """The project's class that an expression names."""
        found = self.definition(self.symbol(node, scope))
        return found if isinstance(found, Class) else None

    def function_of(self, node: ast.AST | None, scope: Scope) -> Function | None:
        """The project's function that an expression names."""
        found = self.definition(self.symbol(node, scope))
        return found if isinstance(found, Function) else None

    def values_of(self, symbol: str | None) -> list[tuple[ast.expr, Scope]]:
        """What a name of a module or a class is given, with the scope to read it in."""
        if symbol is None:
            return []
        module, rest = self.split(symbol)
        if module is None or not rest:
            return []
        holder: Module | Class | None = module
        name = rest
        if "." in rest:
            outer, _, name = rest.rpartition(".")
            holder = module.classes.get(outer)
        if holder is None:
            return []
        return [(value, holder) for value in holder.assigned.get(name, ())]

    def made_in(self, module: Module, name: str) -> str:
        """The symbol of what a module makes by a name."""
        return self._held_by_package(name, module) or f"{module.name}.{name}"

    def classes(self) -> Iterator[Class]:
        """All classes of the project."""
        for module in self.modules.values():
            yield from module.classes.values()

    def functions(self) -> Iterator[Function]:
        """All functions of the project."""
        for module in self.modules.values():
            yield from module.functions.values()

    def loaded_by(self, starts: Iterable[Module]) -> set[Module]:
        """Some modules, and all that importing them imports, packages on the way included."""
        found: set[Module] = set()
        waiting = list(starts)
        while waiting:
            module = waiting.pop()
            if module in found:
                continue
            found.add(module)
            waiting += self.imported_by(module)
        return found

    def imported_among(self, modules: Iterable[Module]) -> set[Module]:
        """What some modules import, but for what only imports itself."""
        return {
            target
            for module in modules
            for target in self.imported_by(module)
            if target is not module
        }

    def imported_by(self, module: Module) -> Iterator[Module]:
        """What a module imports of the project, packages on the way included."""
        for target in module.loads:
            parts = self._roots.absolute(target, module).split(".")
            names = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
            yield from (self.modules[name] for name in names if name in self.modules)

    def split(self, symbol: str) -> tuple[Module | None, str]:
        """The module that a symbol begins with, the longest that there is, and the rest."""
        if symbol not in self._splits:
            self._splits[symbol] = self._split(symbol)
        return self._splits[symbol]

    # How it is found

    def _split(self, symbol: str) -> tuple[Module | None, str]:
        parts = symbol.split(".")
        for end in range(len(parts), 0, -1):
            module = self.modules.get(".".join(parts[:end]).removesuffix(_OF_PACKAGE))
            if module is not None:
                return module, ".".join(parts[end:])
        return None, symbol

    def _named(self, name: str, scope: Scope, steps: int) -> str | None:
        if steps == 0:
            return None
        first, dot, rest = name.partition(".")
        if not first:
            # A leading dot marks what is already a name of this project, wherever it stands.
            return self._follow(rest, steps - 1)
        if isinstance(scope, Function):
            if name == "cls" and scope.owner is not None and "cls" not in scope.assigned:
                # What a class method makes, or asks for, is one of its class.
                return scope.owner.symbol
            if first in scope.assigned or scope.takes(first):
                alias = self._local_alias(first, scope, steps)
                return f"{alias}{dot}{rest}" if alias else None
            if first in scope.imports:
                return self._imported(name, scope.imports[first], scope.module, steps)
            outer: Scope = scope.parent or scope.module
            nested = scope.module.functions.get(f"{scope.qualname}.{first}")
            if nested is not None:
                return f"{nested.symbol}{dot}{rest}"
            return self._named(name, outer, steps - 1)
        if isinstance(scope, Class):
            if first in scope.assigned or first in scope.functions:
                return f"{scope.symbol}.{name}"
            return self._named(name, scope.module, steps - 1)
        found = self._global(first, scope, steps)
        if found is None:
            return name if hasattr(builtins, first) else None
        if first in scope.imports and first not in scope.functions and first not in scope.classes:
            return self._imported(name, scope.imports[first], scope, steps)
        return self._follow(f"{found}{dot}{rest}", steps - 1)

    def _imported(self, name: str, target: str, module: Module, steps: int) -> str:
        """What a name stands for whose first part is imported."""
        _, dot, rest = name.partition(".")
        base = self._given_by_package(self._roots.absolute(target, module))
        symbol = f"{base}{dot}{rest}"
        package = self.modules.get(base)
        part, _, after = rest.partition(".")
        held = None if package is None else self._held_by_package(part, package)
        if held is not None:
            symbol = ".".join(filter(None, (held, after)))
        if rest:
            # Of `import api.routers` the folder `api` alone may be no module.
            symbol = self._roots.absolute(symbol, module)
        return self._follow(symbol, steps - 1)

    def _given_by_package(self, base: str) -> str:
        """What a package holds by the name of a module in it: that, and not the module."""
        outer, _, name = base.rpartition(".")
        package = self.modules.get(outer)
        return (None if package is None else self._held_by_package(name, package)) or base

    def _held_by_package(self, name: str, package: Module) -> str | None:
        """What a package imports or makes by the name of a module in it; None of other names."""
        module = self.modules.get(f"{package.name}.{name}")
        if module is None:
            return None
        if name in package.imports:
            return self._roots.absolute(package.imports[name], package)
        # A module that is loaded later takes the name of what the package made.
        if name in package.assigned and module in self.imported_by(package):
            return f"{package.name}{_OF_PACKAGE}.{name}"
        return None

    def _local_alias(self, name: str, scope: Function, steps: int) -> str | None:
        values = scope.assigned.get(name, [])
        if len(values) == 1 and dotted(values[0]) not in {None, name}:
            return self._named(dotted(values[0]) or "", scope, steps - 2) if steps > 2 else None  # noqa: PLR2004
        return None

    def _global(self, name: str, module: Module, steps: int) -> str | None:
        if name in module.functions or name in module.classes:
            return f"{module.name}.{name}"
        if name in module.imports:
            return self._roots.absolute(module.imports[name], module)
        if name in module.assigned or name in module.annotated:
            return self.made_in(module, name)
        for star in module.stars:
            symbol = self._roots.absolute(star, module)
            other = self.modules.get(symbol)
            if other is not None and other is not module and steps > 1:
                found = self._global(name, other, steps - 2)
                if found is not None:
                    return found
        return None

    def _follow(self, symbol: str, steps: int) -> str:
        """Follow re-exports and plain aliases to where something is defined."""
        for _ in range(max(steps, 1)):
            module, rest = self.split(symbol)
            if module is None or not rest:
                return symbol
            first, dot, after = rest.partition(".")
            if first in module.classes or first in module.functions:
                return symbol
            if first in module.imports:
                symbol = f"{self._roots.absolute(module.imports[first], module)}{dot}{after}"
                continue
            values = module.assigned.get(first, [])
            alias = dotted(values[0]) if len(values) == 1 else None
            if alias is not None and alias.partition(".")[0] != first:
                target = self._global(alias.partition(".")[0], module, steps)
                if target is not None:
                    tail = alias.partition(".")[2]
                    symbol = ".".join(filter(None, (target, tail, after)))
                    continue
            if first not in module.assigned and first not in module.annotated:
                star = self._global(first, module, 4)
                if star is not None and star != f"{module.name}.{first}":
                    symbol = f"{star}{dot}{after}"
                    continue
                gathered = self._gathered(first, module)
                if gathered is not None:
                    return f"{gathered}{dot}{after}"
            return symbol
        return symbol

    def _gathered(self, name: str, package: Module) -> str | None:
        """What a package that makes names of all its modules takes from the one that has it."""
        if package.name not in self._gathering:
            self._gathering[package.name] = gathers_names(package)
        if not self._gathering[package.name]:
            return None
        having = [
            module
            for module in self.modules.values()
            if module.name.startswith(f"{package.name}.")
            and (name in module.classes or name in module.functions)
        ]
        return f"{having[0].name}.{name}" if len(having) == 1 else None

    def _string_annotation(self, text: str, scope: Scope) -> str | None:
        parsed = parse_expression(text)
        name = dotted(parsed)
        return None if name is None else self.named(name, scope)
