"""What endpoints depend on: ``Depends`` and ``Security``, through aliases and each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.origins.constructors import made_constructors
from fastscaffold.audit.facts.origins.nodes import put_in
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, is_property, module_of
from fastscaffold.audit.provided import DEPENDS
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Module, Scope

# What is depended on, what runs for it, and of that the factory.
_Target: TypeAlias = "tuple[str, list[Function], Function | None]"

MAX_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Dependency:
    """One use of ``Depends`` or ``Security``.

    Attributes:
        symbol: what is depended on, or its class where it is an instance; "" if it names nothing.
        functions: what runs for it, where that is in the project.
        call: the use.
        target: what the use names, an expression; None where it names nothing.
        scope: that the names of the target are read in.
        maker: of ``functions`` the factory that the project itself calls to make the dependency.
    """

    symbol: str
    functions: tuple[Function, ...]
    call: ast.Call
    target: ast.expr | None
    scope: Scope
    is_security: bool
    maker: Function | None = None

    @property
    def module(self) -> Module:
        """Where it stands."""
        return module_of(self.scope)

    @property
    def filled(self) -> tuple[Function, ...]:
        """What of it has parameters that requests fill in."""
        return tuple(each for each in self.functions if each is not self.maker)


class Resolver:
    """Finds dependencies."""

    def __init__(
        self, index: Index, decide: Callable[[ast.expr, Scope], bool | None] | None = None
    ) -> None:
        """Keep what it asks.

        Args:
            index: of the project.
            decide: how a condition turns out as shipped; None where that is open.
        """
        self.index = index
        self.decide = decide

    def listed(
        self, node: ast.expr | None, scope: Scope, steps: int = MAX_STEPS
    ) -> list[Dependency]:
        """Those of a list such as ``dependencies=[Depends(f)]``, or of what stands for one."""
        values: list[tuple[ast.expr, Scope]] = []
        match node:
            case ast.Name(id=name) if isinstance(scope, Function) and name in scope.assigned:
                added = put_in(name, scope.calls, scope.node)
                values = [(each, scope) for each in scope.assigned[name]]
                values += [(_listed(each), scope) for each in added]
            case ast.Name() | ast.Attribute():
                values = self.index.values_of(self.index.symbol(node, scope))
                holder = module_of(scope)
                if isinstance(node, ast.Name) and node.id in holder.assigned:
                    calls = [each for each in holder.calls if each.function is None]
                    added = put_in(node.id, calls, holder.tree)
                    values = [*values, *((_listed(each), holder) for each in added)]
            case ast.IfExp():
                decided = None if self.decide is None else self.decide(node.test, scope)
                # Where nobody has to log in in one mode, the other one is what is meant.
                if decided is not False:
                    values.append((node.body, scope))
                if decided is not True:
                    values.append((node.orelse, scope))
            case ast.BinOp(op=ast.Add()):
                values = [(node.left, scope), (node.right, scope)]
            case ast.BoolOp():
                values = [(each, scope) for each in node.values]
            case ast.Starred():
                values = [(node.value, scope)]
            case ast.List() | ast.Tuple():
                return self._of_list(node, scope, steps)
            case _:
                pass
        if steps == 0:
            return []
        return [each for value, holder in values for each in self.listed(value, holder, steps - 1)]

    def _of_list(self, node: ast.List | ast.Tuple, scope: Scope, steps: int) -> list[Dependency]:
        found: list[Dependency] = []
        for each in node.elts:
            if isinstance(each, ast.Starred):
                found += self.listed(each, scope, steps)
                continue
            dependency = self._dependency(each, None, scope)
            if dependency is not None:
                found.append(dependency)
        return found

    def of_function(self, function: Function) -> list[Dependency]:
        """Those of a function's parameters."""
        return [
            each
            for argument, default in function.parameters()
            for each in self.of_parameter(function, argument, default)
        ]

    def of_class(self, owner: Class | None) -> list[Dependency]:
        """Those of a view that is a class: of its attributes, and of what makes it.

        Each request makes an instance of ``@cbv(router) class Orders``.
        """
        if owner is None:
            return []
        found = [
            self._dependency(value, None, owner)
            for values in owner.assigned.values()
            for value in values
        ]
        for node in owner.node.body:
            if isinstance(node, ast.AnnAssign) and node.value is None:
                carried = self.index.metadata(node.annotation, owner)
                found += [self._dependency(each, node.annotation, scope) for each, scope in carried]
        start = owner.functions.get("__init__")
        made = [] if start is None else self.of_function(start)
        return [*(each for each in found if each is not None), *made]

    def of_parameter(
        self, function: Function, argument: ast.arg, default: ast.expr | None
    ) -> list[Dependency]:
        """Those of one parameter: its default, and what ``Annotated`` carries."""
        candidates: list[tuple[ast.expr | None, Scope]] = [
            (default, function.module),
            *self.index.metadata(argument.annotation, function.module),
        ]
        found = (
            self._dependency(candidate, argument.annotation, scope)
            for candidate, scope in candidates
        )
        return [each for each in found if each is not None]

    def expanded(self, dependencies: list[Dependency]) -> list[Dependency]:
        """Them and all that they depend on in turn."""
        found: list[Dependency] = []
        seen: set[Function] = set()
        waiting = list(reversed(dependencies))
        while waiting:
            dependency = waiting.pop()
            found.append(dependency)
            for function in dependency.functions:
                if function not in seen:
                    seen.add(function)
                    waiting += reversed(self.of_function(function))
        return found

    def _dependency(
        self, node: ast.expr | None, annotation: ast.expr | None, scope: Scope
    ) -> Dependency | None:
        if isinstance(node, ast.Name):
            for value, holder in self.index.values_of(self.index.symbol(node, scope)):
                if isinstance(value, ast.Call):
                    return self._dependency(value, annotation, holder)
        if not isinstance(node, ast.Call):
            return None
        last = self.index.called(node.func, scope).rpartition(".")[2]
        if last not in DEPENDS:
            return self._made(node, annotation, scope)
        target = node.args[0] if node.args else None
        for keyword in node.keywords:
            if keyword.arg == "dependency":
                target = keyword.value
        if target is None:
            kinds = self.index.typed(annotation, scope)
            target, scope = kinds[0] if kinds else (None, scope)
        symbol, functions, maker = self._target(target, scope)
        is_security = last == "Security"
        return Dependency(symbol, tuple(functions), node, target, scope, is_security, maker)

    def _made(self, node: ast.Call, annotation: ast.expr | None, scope: Scope) -> Dependency | None:
        """The ``Depends`` that a function of the project answers: ``user=logged_in()``."""
        maker = self.index.function_of(node.func, scope)
        if maker is None:
            return None
        for value in returned(maker):
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name | ast.Attribute):
                last = self.index.called(value.func, maker).rpartition(".")[2]
                if last in DEPENDS:
                    return self._dependency(value, annotation, maker)
        return None

    def _target(self, target: ast.expr | None, scope: Scope) -> _Target:
        if target is None:
            return "", [], None
        if isinstance(target, ast.Lambda):
            return "", [], None
        if isinstance(target, ast.Call):
            made = self.index.definition(self.index.symbol(target.func, scope))
            if isinstance(made, Function):
                # A factory: what it defines inside, or names in what it returns, is what runs.
                return made.symbol, [made, *_inside(made), *self._named_in_returns(made)], made
            kind = self.index.kind(target, scope)
            return kind or "", list(self._methods(kind, "__call__")), None
        symbol = self.index.symbol(target, scope) or ""
        definition = self.index.definition(symbol)
        if isinstance(definition, Function):
            return symbol, [definition], None
        if isinstance(definition, Class):
            written = list(self._methods(symbol, "__init__"))
            return symbol, written or list(made_constructors(self.index, symbol)), None
        kind = self.index.kind(target, scope)
        if isinstance(target, ast.Attribute):
            owner = self.index.kind(target.value, scope)
            method = self.index.method(owner, target.attr)
            # What a property returns is depended on, not the property.
            if kind is None or (method is not None and not is_property(method)):
                methods = list(self._methods(owner, target.attr))
                return f"{owner or ''}.{target.attr}", methods, None
        functions = list(self._methods(kind, "__call__"))
        if functions:
            return kind or symbol, functions, None
        return self._kept(target, scope, kind, symbol)

    def _kept(self, target: ast.expr, scope: Scope, kind: str | None, symbol: str) -> _Target:
        """What a factory made that is kept under a name: ``auth = get_auth(settings)``."""
        values = self.index.values_of(symbol)
        if isinstance(target, ast.Name) and isinstance(scope, Function):
            values = [(each, scope) for each in scope.assigned.get(target.id, ())] or values
        for value, holder in values:
            if isinstance(value, ast.Call):
                made = self.index.definition(self.index.symbol(value.func, holder))
                if isinstance(made, Function):
                    return self._target(value, holder)
        return kind or symbol, [], None

    def _named_in_returns(self, function: Function) -> Iterator[Function]:
        """What a factory hands over itself; what it defines may call others with what it likes."""
        for value in returned(function):
            for each in walk(value):
                if isinstance(each, ast.Name | ast.Attribute):
                    named = self.index.function_of(each, function)
                    if named is not None and named.parent is not function:
                        yield named

    def _methods(self, symbol: str | None, name: str) -> Iterator[Function]:
        method = self.index.method(symbol, name)
        if method is not None:
            yield method
            yield from self.index.implementations(method)


def _listed(node: ast.expr) -> ast.expr:
    """What is put into a list, as one: alone, or with others."""
    is_one = isinstance(node, ast.Call)
    return ast.copy_location(ast.List([node], ast.Load()), node) if is_one else node


def _inside(function: Function) -> Iterator[Function]:
    prefix = f"{function.qualname}."
    for name, each in function.module.functions.items():
        if name.startswith(prefix):
            yield each
