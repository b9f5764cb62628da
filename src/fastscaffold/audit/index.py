"""Which name means what, across modules: imports, aliases, instances and constants.

A *symbol* is a dotted name: of the project where it begins with the name of one of its modules
(``backend.app.config.Settings``), of a library otherwise (``fastapi.APIRouter``).
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function, Module, dotted, enclosing_class
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Call, Scope

# Names lead to names; a project may make a circle of them.
MAX_STEPS = 24

_WRAPPERS = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Required", "Type", "type"})


class Index:
    """All modules of a project by name, and what their names stand for."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self._by_tail: dict[str, list[str]] = defaultdict(list)
        for name in self.modules:
            parts = name.split(".")
            for start in range(1, len(parts)):
                self._by_tail[".".join(parts[start:])].append(name)
        self._symbols: dict[tuple[int, str], str | None] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}

    # Names

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

    def origin(self, call: Call) -> str:
        """The symbol of what is called; of a method of an instance, that of its class.

        Calls of what cannot be told begin with ``?``: ``?.execute`` for ``x.execute()``.
        """
        scope = call.scope
        return self.called(call.node.func, scope)

    def called(self, function: ast.expr, scope: Scope) -> str:
        """Like ``origin``, of the expression that is called."""
        symbol = self.symbol(function, scope)
        if isinstance(function, ast.Attribute):
            receiver = self.kind(function.value, scope)
            if receiver is not None:
                return f"{receiver}.{function.attr}"
            return symbol or f"?.{function.attr}"
        return symbol or "?"

    def definition(self, symbol: str | None) -> Class | Function | Module | None:
        """What a symbol of the project is defined as."""
        if symbol is None:
            return None
        module, rest = self._split(symbol)
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

    # Instances

    def kind(self, node: ast.AST | None, scope: Scope, steps: int = 8) -> str | None:
        """The symbol of the class that the value of an expression is an instance of."""
        if steps == 0 or node is None:
            return None
        match node:
            case ast.Await():
                return self.kind(node.value, scope, steps - 1)
            case ast.Call():
                return self._returned(node, scope, steps - 1)
            case ast.IfExp():
                return self.kind(node.body, scope, steps - 1) or self.kind(
                    node.orelse, scope, steps - 1
                )
            case ast.BoolOp():
                kinds = (self.kind(value, scope, steps - 1) for value in node.values)
                return next(filter(None, kinds), None)
            case ast.Name() | ast.Attribute():
                return self._kind_of_name(node, scope, steps - 1)
            case _:
                return None

    def annotated(self, annotation: ast.AST | None, scope: Scope) -> str | None:
        """The symbol of the class in an annotation, without ``Annotated`` and ``None``."""
        for plain, holder in self.typed(annotation, scope):
            symbol = self.symbol(plain, holder)
            if symbol is not None:
                return symbol
        return None

    def members(self, annotation: ast.AST | None, scope: Scope) -> list[ast.expr]:
        """The types that an annotation admits, without ``None``; aliases are followed."""
        return [member for member, _ in self.typed(annotation, scope)]

    def typed(
        self, annotation: ast.AST | None, scope: Scope, steps: int = 12
    ) -> list[tuple[ast.expr, Scope]]:
        """The types that an annotation admits, each with the scope that its names are of."""
        if annotation is None or steps == 0:
            return []
        match annotation:
            case ast.Constant(value=str() as text):
                parsed = _expression(text)
                return self.typed(parsed, scope, steps - 1) if parsed is not None else []
            case ast.Constant():
                return []
            case ast.BinOp(op=ast.BitOr()):
                return [
                    *self.typed(annotation.left, scope, steps - 1),
                    *self.typed(annotation.right, scope, steps - 1),
                ]
            case ast.Subscript():
                outer = (self.symbol(annotation.value, scope) or "").rpartition(".")[2]
                inner = annotation.slice
                if outer == "Union" and isinstance(inner, ast.Tuple):
                    return [
                        each for part in inner.elts for each in self.typed(part, scope, steps - 1)
                    ]
                if outer in _WRAPPERS:
                    first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
                    return self.typed(first, scope, steps - 1)
                return [(annotation, scope)]
            case ast.Name() | ast.Attribute():
                alias = self._alias(annotation, scope)
                if alias is not None:
                    return self.typed(alias[0], alias[1], steps - 1)
                return [(annotation, scope)]
            case _:
                return []

    def metadata(
        self, annotation: ast.AST | None, scope: Scope
    ) -> Iterator[tuple[ast.expr, Scope]]:
        """What ``Annotated`` carries beside the type, aliases followed, with the scope it is in."""
        for _ in range(MAX_STEPS):
            if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                annotation = _expression(annotation.value)
            if isinstance(annotation, ast.BinOp):
                sides = (annotation.left, annotation.right)
                annotation = next(
                    (each for each in sides if not isinstance(each, ast.Constant)), None
                )
            if isinstance(annotation, ast.Subscript):
                outer = (self.symbol(annotation.value, scope) or "").rpartition(".")[2]
                inner = annotation.slice
                if outer == "Annotated" and isinstance(inner, ast.Tuple):
                    for each in inner.elts[1:]:
                        yield each, scope
                    annotation = inner.elts[0] if inner.elts else None
                    continue
                if outer in _WRAPPERS:
                    annotation = inner
                    continue
            alias = self._alias(annotation, scope) if annotation is not None else None
            if alias is None:
                return
            annotation, scope = alias

    # Classes

    def ancestors(self, symbol: str | None) -> tuple[str, ...]:
        """The symbols of all bases of a class, nearest first, itself in front."""
        if symbol is None:
            return ()
        if symbol not in self._ancestors:
            self._ancestors[symbol] = (symbol,)  # a circle ends here
            found: dict[str, None] = {symbol: None}
            definition = self.definition(symbol)
            if isinstance(definition, Class):
                for base in definition.node.bases:
                    plain = base.value if isinstance(base, ast.Subscript) else base
                    found |= dict.fromkeys(self.ancestors(self._base(plain, definition)))
            self._ancestors[symbol] = tuple(found)
        return self._ancestors[symbol]

    def is_a(self, symbol: str | None, *names: str) -> bool:
        """Whether a class is, or derives from, one of some symbols, told by their last part too."""
        return any(
            ancestor in names or f"*.{ancestor.rpartition('.')[2]}" in names
            for ancestor in self.ancestors(symbol)
        )

    def classes(self) -> Iterator[Class]:
        """All classes of the project."""
        for module in self.modules.values():
            yield from module.classes.values()

    def functions(self) -> Iterator[Function]:
        """All functions of the project."""
        for module in self.modules.values():
            yield from module.functions.values()

    def method(self, symbol: str | None, name: str) -> Function | None:
        """A method of a class of the project, or of its bases."""
        for ancestor in self.ancestors(symbol):
            definition = self.definition(ancestor)
            if isinstance(definition, Class) and name in definition.functions:
                return definition.functions[name]
        return None

    def values_of(self, symbol: str | None) -> list[tuple[ast.expr, Scope]]:
        """What a name of a module or a class is given, with the scope to read it in."""
        if symbol is None:
            return []
        module, rest = self._split(symbol)
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

    # Inside

    @cached_property
    def _library_names(self) -> frozenset[str]:
        return frozenset(sys.stdlib_module_names)

    def _split(self, symbol: str) -> tuple[Module | None, str]:
        """The module that a symbol begins with, the longest that there is, and the rest."""
        parts = symbol.split(".")
        for end in range(len(parts), 0, -1):
            module = self.modules.get(".".join(parts[:end]))
            if module is not None:
                return module, ".".join(parts[end:])
        return None, symbol

    def _named(self, name: str, scope: Scope, steps: int) -> str | None:
        if steps == 0:
            return None
        first, dot, rest = name.partition(".")
        if isinstance(scope, Function):
            if first in scope.assigned or scope.takes(first):
                alias = self._local_alias(first, scope, steps)
                return f"{alias}{dot}{rest}" if alias else None
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
        return self._follow(f"{found}{dot}{rest}", steps - 1)

    def _local_alias(self, name: str, scope: Function, steps: int) -> str | None:
        values = scope.assigned.get(name, [])
        if len(values) == 1 and dotted(values[0]) not in {None, name}:
            return self._named(dotted(values[0]) or "", scope, steps - 2) if steps > 2 else None  # noqa: PLR2004
        return None

    def _global(self, name: str, module: Module, steps: int) -> str | None:
        if name in module.functions or name in module.classes:
            return f"{module.name}.{name}"
        if name in module.imports:
            return self._absolute(module.imports[name], module)
        if name in module.assigned or name in module.annotated:
            return f"{module.name}.{name}"
        for star in module.stars:
            symbol = self._absolute(star, module)
            other = self.modules.get(symbol)
            if other is not None and other is not module and steps > 1:
                found = self._global(name, other, steps - 2)
                if found is not None:
                    return found
        return None

    def _absolute(self, target: str, module: Module) -> str:
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
        if head in self.modules:
            return head
        first = head.partition(".")[0]
        if first in self._library_names:
            return None
        found: list[str] = []
        for name in self._by_tail.get(head, ()):
            root = name[: -len(head) - 1]
            if name != module.name and not self._is_package(root):
                found.append(name)
        if not found:
            return None
        return max(found, key=lambda name: (_common(name, module.name), -len(name)))

    def _is_package(self, folder: str) -> bool:
        """Whether a folder is a package, or in one: absolute imports do not begin there.

        Some packages have no ``__init__.py``, and are known by what is imported from them.
        """
        above = self.modules.get(folder)
        if above is not None and above.path.endswith("__init__.py"):
            return folder not in self._roots
        return not self._heads.isdisjoint(folder.split("."))

    @cached_property
    def _roots(self) -> frozenset[str]:
        """Folders with an ``__init__.py`` in which imports begin nevertheless.

        Nothing in them is imported by their name, and modules in them import others, two parts
        deep, as if the folder were on the path.
        """
        found: set[str] = set()
        for module in self.modules.values():
            root = module.name.partition(".")[0]
            if root in found or root in self._named_inside or root == module.name:
                continue
            for target in (*module.imports.values(), *module.stars):
                first, second, *_ = (*target.split("."), "")
                if first and second and first not in self._library_names:
                    inner = self.modules.get(f"{root}.{first}.{second}")
                    if inner is not None and inner is not module:
                        found.add(root)
                        break
        return frozenset(found)

    @cached_property
    def _named_inside(self) -> frozenset[str]:
        """Folders whose own modules import by their name; tests may, whatever the root is."""
        found: set[str] = set()
        for module in self.modules.values():
            root = module.name.partition(".")[0]
            targets = (*module.imports.values(), *module.stars)
            if any(target.partition(".")[0] == root for target in targets):
                found.add(root)
        return frozenset(found)

    @cached_property
    def _heads(self) -> frozenset[str]:
        """Where absolute imports of modules deeper down begin."""
        found: set[str] = set()
        for module in self.modules.values():
            for target in (*module.imports.values(), *module.stars):
                first, dot, _ = target.partition(".")
                if dot and first:
                    found.add(first)
        return frozenset(found)

    def _follow(self, symbol: str, steps: int) -> str:
        """Follow re-exports and plain aliases to where something is defined."""
        for _ in range(max(steps, 1)):
            module, rest = self._split(symbol)
            if module is None or not rest:
                return symbol
            first, dot, after = rest.partition(".")
            if first in module.classes or first in module.functions:
                return symbol
            if first in module.imports:
                symbol = f"{self._absolute(module.imports[first], module)}{dot}{after}"
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
            return symbol
        return symbol

    def _base(self, node: ast.expr, scope: Class) -> str | None:
        """The symbol of a base class, of those too that are made by a call."""
        if isinstance(node, ast.Call):
            return self.called(node.func, scope.module)
        symbol = self.symbol(node, scope.module)
        for value, holder in self.values_of(symbol):
            if isinstance(value, ast.Call):
                return self.called(value.func, holder)
        return symbol

    def _alias(self, node: ast.AST, scope: Scope) -> tuple[ast.expr, Scope] | None:
        """What a name of the project stands for as a type."""
        symbol = self.symbol(node, scope)
        if symbol is None or self.definition(symbol) is not None:
            return None
        values = self.values_of(symbol)
        if len(values) != 1 or isinstance(values[0][0], ast.Call):
            return None
        return values[0]

    def _kind_of_name(self, node: ast.Name | ast.Attribute, scope: Scope, steps: int) -> str | None:
        if isinstance(node, ast.Attribute):
            owner = self._owner_kind(node.value, scope, steps)
            if owner is not None:
                found = self._kind_of_attribute(owner, node.attr, steps)
                if found is not None:
                    return found
        elif node.id in {"self", "cls"} and isinstance(scope, Function):
            return self._owner_kind(node, scope, steps)
        elif isinstance(scope, Function):
            found = self._kind_of_local(node.id, scope, steps)
            if found is not None:
                return found
        symbol = self.symbol(node, scope)
        for value, holder in self.values_of(symbol)[-1:]:
            found = self.kind(value, holder, steps)
            if found is not None:
                return found
        if symbol is not None and "." in symbol:
            module, rest = self._split(symbol)
            if module is not None and rest in module.annotated:
                return self.annotated(module.annotated[rest], module)
        return None

    def _owner_kind(self, node: ast.expr, scope: Scope, steps: int) -> str | None:
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            owner = enclosing_class(scope)
            return owner.symbol if owner is not None else None
        return self.kind(node, scope, steps)

    def _kind_of_local(self, name: str, scope: Function, steps: int) -> str | None:
        current: Function | None = scope
        while current is not None:
            values = current.assigned.get(name)
            if values:
                return self.kind(values[-1], current, steps)
            annotation = current.annotation(name)
            if annotation is not None:
                return self.annotated(annotation, current.module)
            current = current.parent
        return None

    def _kind_of_attribute(self, owner: str, name: str, steps: int) -> str | None:
        for ancestor in self.ancestors(owner):
            definition = self.definition(ancestor)
            if not isinstance(definition, Class):
                continue
            for statement in definition.node.body:
                if (
                    isinstance(statement, ast.AnnAssign)
                    and isinstance(statement.target, ast.Name)
                    and statement.target.id == name
                ):
                    return self.annotated(statement.annotation, definition)
            method = definition.functions.get(name)
            if method is not None and method.node.returns is not None:
                return self.annotated(method.node.returns, definition)
            for attribute in (name, f"self.{name}"):
                values = definition.assigned.get(attribute)
                if values:
                    start = definition.functions.get("__init__") if attribute != name else None
                    return self.kind(values[-1], start or definition, steps)
        return None

    def _returned(self, node: ast.Call, scope: Scope, steps: int) -> str | None:
        """The class of what a call gives: a new instance, or what a function says it returns."""
        symbol = self.symbol(node.func, scope)
        definition = self.definition(symbol)
        if definition is None and isinstance(node.func, ast.Attribute):
            receiver = self.kind(node.func.value, scope, steps)
            if receiver is not None:
                method = self.method(receiver, node.func.attr)
                if method is not None:
                    return self._result(method, steps)
                return None
        if isinstance(definition, Function):
            return self._result(definition, steps)
        return symbol

    def _result(self, function: Function, steps: int) -> str | None:
        if function.node.returns is not None:
            return self.annotated(function.node.returns, function.module)
        for statement in walk(function.node):
            if isinstance(statement, ast.Return) and statement.value is not None:
                return self.kind(statement.value, function, steps)
        return None

    def _string_annotation(self, text: str, scope: Scope) -> str | None:
        parsed = _expression(text)
        name = dotted(parsed)
        return None if name is None else self.named(name, scope)


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (MemoryError, RecursionError, SyntaxError, ValueError):
        return None


def _common(first: str, second: str) -> int:
    count = 0
    for one, other in zip(first.split("."), second.split("."), strict=False):
        if one != other:
            break
        count += 1
    return count
