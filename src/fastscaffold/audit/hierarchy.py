"""What classes derive from, and the methods that they have by it."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.annotations import Annotations
from fastscaffold.audit.modules import Class, is_declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Function, Module


class Hierarchy(Annotations, ABC):
    """Names and annotations, and with them classes, their bases and their methods."""

    def __init__(self, modules: Iterable[Module]) -> None:
        super().__init__(modules)
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._unsettled = 0

    @property
    def is_settled(self) -> bool:
        """Whether all bases can be told: while those of a class are looked for, hers cannot."""
        return self._unsettled == 0

    @abstractmethod
    def base(self, node: ast.expr, scope: Class) -> str | None:
        """The symbol of a base class, of those too that are made by a call."""

    def ancestors(self, symbol: str | None) -> tuple[str, ...]:
        """The symbols of all bases of a class, nearest first, itself in front."""
        if symbol is None:
            return ()
        if symbol not in self._ancestors:
            self._ancestors[symbol] = (symbol,)  # a circle ends here
            found: dict[str, None] = {symbol: None}
            definition = self.definition(symbol)
            if isinstance(definition, Class):
                self._unsettled += 1
                for base in definition.node.bases:
                    plain = base.value if isinstance(base, ast.Subscript) else base
                    found |= dict.fromkeys(self.ancestors(self.base(plain, definition)))
                self._unsettled -= 1
            self._ancestors[symbol] = tuple(found)
        return self._ancestors[symbol]

    def is_a(self, symbol: str | None, *names: str) -> bool:
        """Whether a class is, or derives from, one of some symbols, told by their last part too."""
        return any(
            ancestor in names or f"*.{ancestor.rpartition('.')[2]}" in names
            for ancestor in self.ancestors(symbol)
        )

    def method(self, symbol: str | None, name: str) -> Function | None:
        """A method of a class of the project, or of its bases."""
        return next(self._methods_of(self.ancestors(symbol), name), None)

    def methods(self, symbol: str | None, name: str) -> Iterator[Function]:
        """The methods of a name of a class and of its bases, in the order of ``super()``."""
        return self._methods_of(self.ancestors(symbol), name)

    def inherited(self, symbol: str | None, name: str) -> Function | None:
        """A method that the bases of a class have, whether it has one of its own or not."""
        return next(self._methods_of(self.ancestors(symbol)[1:], name), None)

    def _methods_of(self, symbols: Iterable[str], name: str) -> Iterator[Function]:
        for ancestor in symbols:
            definition = self.definition(ancestor)
            if isinstance(definition, Class) and name in definition.functions:
                yield definition.functions[name]

    def is_protocol(self, symbol: str | None) -> bool:
        """Whether a class of the project only says what others have to be."""
        return isinstance(self.definition(symbol), Class) and self.is_a(symbol, "*.Protocol")

    def has_shape(self, symbol: str, protocol: str | None) -> bool:
        """Whether a class has all that a protocol asks for, from which it need not derive.

        What a class of a library has cannot be told: it is taken for what it is made as, but for
        a proxy.
        """
        wanted = self._names_in(protocol)
        if not wanted or not self.is_protocol(protocol) or self.is_protocol(symbol):
            return False
        if isinstance(self.definition(symbol), Class):
            return wanted <= self._names_in(symbol)
        module, _ = self.split(symbol)
        name = symbol.rpartition(".")[2]
        return module is None and name[:1].isupper() and "Proxy" not in name

    def _names_in(self, symbol: str | None) -> set[str]:
        """The fields and methods of a class and of its bases, where the project defines them."""
        found: set[str] = set()
        for ancestor in self.ancestors(symbol):
            defined = self.definition(ancestor)
            if isinstance(defined, Class):
                found |= defined.functions.keys()
                found |= {name.removeprefix("self.") for name in defined.assigned}
                found |= {
                    each.target.id
                    for each in defined.node.body
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                }
        return found

    def implementations(self, function: Function) -> list[Function]:
        """What runs for a method that an interface only declares; none for any other."""
        owner = function.owner
        if owner is None or not is_declared(function):
            return []
        others = [each for each in self._by_method.get(function.name, ()) if each is not owner]
        derived = [each for each in others if owner.symbol in self.ancestors(each.symbol)]
        if not derived and self.is_a(owner.symbol, "*.Protocol"):
            # What has the same methods stands for a protocol that nothing derives from; of
            # several that have nothing to do with each other, any may.
            derived = [
                each
                for each in others
                if _has_methods_of(owner, each) and not self.is_a(each.symbol, "*.Protocol")
            ]
            first = derived[0].symbol if derived else ""
            if any(self._are_unrelated(first, each.symbol) for each in derived):
                return []
        return [each.functions[function.name] for each in derived]

    def _are_unrelated(self, one: str, other: str) -> bool:
        """Whether two classes have no base of the project in common."""
        bases = set(self.ancestors(one)) & set(self.ancestors(other))
        return not any(isinstance(self.definition(each), Class) for each in bases)

    def overriding(self, function: Function) -> list[Function]:
        """The methods of derived classes that run in place of one."""
        owner = function.owner
        return [
            each.functions[function.name]
            for each in (self._by_method.get(function.name, ()) if owner is not None else ())
            if owner is not None and owner.symbol in self.ancestors(each.symbol)[1:]
        ]

    @cached_property
    def _by_method(self) -> dict[str, list[Class]]:
        found: dict[str, list[Class]] = defaultdict(list)
        for module in self.modules.values():
            for defined in module.classes.values() if module.is_production else ():
                for name in defined.functions:
                    found[name].append(defined)
        return found


def _has_methods_of(protocol: Class, other: Class) -> bool:
    """Whether a class has all methods of a protocol, and each takes what it does."""
    return all(
        name in other.functions and _takes_what(function, other.functions[name])
        for name, function in protocol.functions.items()
    )


def _takes_what(declared: Function, function: Function) -> bool:
    """Whether a method has the parameters of another, and demands no more."""
    wanted = [each.arg for each, _ in declared.parameters()]
    given = [(each.arg, default) for each, default in function.parameters()]
    return [name for name, _ in given[: len(wanted)]] == wanted and all(
        default is not None for _, default in given[len(wanted) :]
    )
