"""What the values of expressions are instances of."""

from __future__ import annotations

import ast
from abc import ABC
from typing import TYPE_CHECKING

from fastscaffold.audit.entries import Entries
from fastscaffold.audit.hierarchy import Hierarchy
from fastscaffold.audit.modules import (
    COPIES,
    Class,
    Function,
    decorator_names,
    enclosing_class,
    is_copy_of,
    is_property,
)
from fastscaffold.audit.nodes import is_none, names_its_class
from fastscaffold.audit.provided import provided
from fastscaffold.audit.states import States
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastscaffold.audit.modules import Module, Scope


_PROVIDERS = "dependency_injector.providers."
_OPENERS = frozenset({"asynccontextmanager", "contextmanager"})


class Instances(Hierarchy, ABC):
    """Names, annotations and classes, and with them their instances."""

    def __init__(self, modules: Iterable[Module]) -> None:
        super().__init__(modules)
        self._entries = Entries()
        self._states = States(self.modules.values())
        self._results: dict[tuple[Function, int], str | None] = {}
        self._kinds: dict[tuple[ast.AST, Scope, int], str | None] = {}

    def kind(self, node: ast.AST | None, scope: Scope, steps: int = 8) -> str | None:
        """The symbol of the class that the value of an expression is an instance of."""
        if steps == 0 or node is None:
            return None
        # Rules ask for the same expressions over and over.
        key = (node, scope, steps)
        if key in self._kinds:
            return self._kinds[key]
        found = self._find_kind(node, scope, steps)
        if self.is_settled:
            self._kinds[key] = found
        return found

    def _find_kind(self, node: ast.AST, scope: Scope, steps: int) -> str | None:
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
            case ast.Subscript():
                return self._kind_of_entry(node, scope, steps - 1)
            case _:
                return None

    def _kind_of_entry(self, node: ast.Subscript, scope: Scope, steps: int) -> str | None:
        """The class of what a mapping or a list holds: of that key, else if all are of one."""
        holders: list[tuple[ast.expr, Scope]] = [(node.value, scope)]
        if isinstance(node.value, ast.Name | ast.Attribute):
            holders = self.values_of(self.symbol(node.value, scope))
        kinds: set[str | None] = set()
        for held, holder in holders:
            match held:
                case ast.Dict():
                    values = self._entries.of(held, node.slice)
                    kinds |= {self.kind(each, holder, steps) for each in values}
                case ast.List(elts=values) | ast.Tuple(elts=values):
                    kinds |= {self.kind(each, holder, steps) for each in values}
                case _:
                    kinds.add(None)
        return kinds.pop() if len(kinds) == 1 else None

    def _kind_of_name(self, node: ast.Name | ast.Attribute, scope: Scope, steps: int) -> str | None:
        if isinstance(node, ast.Attribute) and node.attr == "provided":
            return self.kind(node.value, scope, steps)
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
        declared = self._declared(symbol)
        for value, holder in self.values_of(symbol)[-1:]:
            found = self.kind(value, holder, steps)
            if found is not None:
                return self._nearer(found, declared)
        if declared is not None:
            return declared
        return self._kind_in_state(node, steps) if isinstance(node, ast.Attribute) else None

    def _nearer(self, found: str | None, declared: str | None) -> str | None:
        """What something is, of what is found and what it is declared as."""
        # What stands for something else is declared as that: a proxy, until it is there.
        is_other = isinstance(self.definition(declared), Class)
        is_other = is_other and not self.is_a(found, declared or "")
        return declared if is_other and not self.has_shape(found or "", declared) else found

    def _declared(self, symbol: str | None) -> str | None:
        """The class that a name of a module is annotated with."""
        module, rest = self.split(symbol) if symbol is not None and "." in symbol else (None, "")
        if module is None or rest not in module.annotated:
            return None
        return self.annotated(module.annotated[rest], module)

    def in_state(self, node: ast.Attribute) -> list[tuple[ast.expr, Scope]]:
        """What an attribute of a state is given: of an application, or of a request."""
        return self._states.of(node)

    def _kind_in_state(self, node: ast.Attribute, steps: int) -> str | None:
        """The class of what the state of an application or of a request holds, if it is one."""
        found = {self.kind(value, holder, steps) for value, holder in self.in_state(node)}
        kinds = found - {None}
        return kinds.pop() if len(kinds) == 1 else None

    def _owner_kind(self, node: ast.expr, scope: Scope, steps: int) -> str | None:
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            owner = enclosing_class(scope)
            return owner.symbol if owner is not None else None
        return self.kind(node, scope, steps)

    def _kind_of_local(self, name: str, scope: Function, steps: int) -> str | None:
        current: Function | None = scope
        while current is not None:
            values = current.assigned.get(name, ())
            others = [each for each in values if not is_copy_of(each, name)]
            if others:
                found = self.kind(others[-1], current, steps)
                return self._nearer(found, self.annotated(current.annotated.get(name), current))
            annotation = current.annotation(name)
            if annotation is not None:
                declared = self.annotated(annotation, current.module)
                given = [(each, current.module) for each in provided(current, name)]
                return self._of_shape(declared, given, steps)
            current = current.parent
        return None

    def _of_shape(
        self, declared: str | None, given: Sequence[tuple[ast.expr, Scope]], steps: int
    ) -> str | None:
        """What is given where a protocol is declared, if all of it is of one class of its shape."""
        if not self.is_protocol(declared):
            return declared
        kinds = {self.kind(value, holder, steps) for value, holder in given}
        found = kinds.pop() if len(kinds) == 1 else None
        return found if found is not None and self.has_shape(found, declared) else declared

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
                    declared = self.annotated(statement.annotation, definition)
                    given = [(statement.value, definition)] if statement.value else []
                    says_what = not f"{declared}.".startswith(("typing.Any.", _PROVIDERS))
                    if statement.value is not None and not says_what:
                        return self.kind(statement.value, definition, steps)
                    return self._of_shape(declared, given, steps)
            method = definition.functions.get(name)
            if method is not None and (method.node.returns is not None or is_property(method)):
                return self._result(method, steps)
            for attribute in (name, f"self.{name}"):
                values = [
                    each for each in definition.assigned.get(attribute, ()) if not is_none(each)
                ]
                if values:
                    start = definition.functions.get("__init__") if attribute != name else None
                    return self.kind(values[-1], start or definition, steps)
        return None

    def _returned(self, node: ast.Call, scope: Scope, steps: int) -> str | None:
        """The class of what a call gives: a new instance, or what a function says it returns."""
        function = self._without_types(node.func, scope)
        symbol = self.symbol(function, scope)
        definition = self.definition(symbol)
        if definition is None and isinstance(function, ast.Attribute):
            receiver = self.kind(function.value, scope, steps)
            if receiver is not None:
                method = self.method(receiver, function.attr)
                if method is not None:
                    return self._result(method, steps)
                if self._is_provider(receiver, function.attr):
                    return self._kind_of_attribute(receiver, function.attr, steps)
                return receiver if function.attr in COPIES else None
        if isinstance(definition, Function):
            return self._result(definition, steps)
        if (symbol or "").startswith(_PROVIDERS) and node.args:
            # A provider stands for what it makes.
            return self.symbol(node.args[0], scope) or symbol
        asked = self.annotated(node.args[0], scope) if names_its_class(node) else None
        return asked if isinstance(self.definition(asked), Class) else symbol

    def _is_provider(self, owner: str, name: str) -> bool:
        """Whether an attribute of a container is a provider: called, it gives what it makes."""
        defined = self.definition(owner)
        return isinstance(defined, Class) and any(
            isinstance(each, ast.Call)
            and (self.symbol(each.func, defined) or "").startswith(_PROVIDERS)
            for each in defined.assigned.get(name, ())
        )

    def _result(self, function: Function, steps: int) -> str | None:
        # Functions that return what each other return are gone through once for each step.
        if (function, steps) not in self._results:
            self._results[function, steps] = self._find_result(function, steps)
        return self._results[function, steps]

    def _find_result(self, function: Function, steps: int) -> str | None:
        returns = function.node.returns
        is_context = not _OPENERS.isdisjoint(decorator_names(function))
        if is_context and isinstance(returns, ast.Subscript):
            parts = returns.slice.elts if isinstance(returns.slice, ast.Tuple) else [returns.slice]
            returns = parts[0] if parts else None
        if returns is not None:
            declared = self.annotated(returns, function.owner or function.module)
            values: list[tuple[ast.expr, Scope]] = [
                (each.value, function)
                for each in (walk(function.node) if self.is_protocol(declared) else ())
                if isinstance(each, ast.Return) and each.value is not None
            ]
            return self._of_shape(declared, values, steps)
        given = (ast.Return, ast.Yield) if is_context else ast.Return
        for node in walk(function.node):
            if isinstance(node, given) and node.value is not None:
                found = self.kind(node.value, function, steps)
                if found is not None:
                    return found
        return None

    def _without_types(self, function: ast.expr, scope: Scope) -> ast.expr:
        """What is called, without the types that a generic class is given before: ``Box[int]()``.

        An entry of a mapping that the project holds, as ``makers["box"]()``, is left as it is.
        """
        if not isinstance(function, ast.Subscript):
            return function
        symbol = self.symbol(function.value, scope)
        is_class = isinstance(self.definition(symbol), Class)
        is_foreign = symbol is not None and self.split(symbol)[0] is None
        return function.value if is_class or is_foreign else function
