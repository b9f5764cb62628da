"""Which name stands for what: imports, and dotted names resolved through them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.edits.python.blocks import Block, Statement

PlainImport: TypeAlias = cst.Import | cst.LazyImport
FromImport: TypeAlias = cst.ImportFrom | cst.LazyImportFrom
AnyImport: TypeAlias = PlainImport | FromImport

PACKAGE = ""
"""Stands for the package of the file itself, in what a relative import resolves to."""


@dataclass(frozen=True, slots=True)
class Binding:
    """One name that an import binds.

    Attributes:
        name: the local name.
        target: dotted name of what it stands for; begins with a dot when imported relatively.
        alias: the part of the import statement that binds it.
    """

    name: str
    target: str
    statement: Statement
    alias: cst.ImportAlias
    small: AnyImport

    @property
    def is_global(self) -> bool:
        """Whether it is bound whenever the module is imported."""
        return self.statement.block.kind == "module"

    @property
    def only_for_types(self) -> bool:
        """Whether it is not bound when the program runs."""
        return self.statement.block.kind == "type_checking"


@dataclass
class Bindings:
    """All imports of a file, by local name, in document order."""

    by_name: dict[str, list[Binding]] = field(default_factory=dict[str, "list[Binding]"])

    def add(self, statement: Statement) -> None:
        """Take in the imports of one logical line."""
        for small in statement.small:
            if isinstance(small, AnyImport):
                for binding in _bindings(statement, small):
                    self.by_name.setdefault(binding.name, []).append(binding)

    def all(self) -> Iterator[Binding]:
        """Every binding."""
        for bindings in self.by_name.values():
            yield from bindings

    def resolve(self, name: str, statement: Statement) -> tuple[str, Binding | None]:
        """Give what a dotted name stands for where a statement uses it.

        Returns:
            The full dotted name (the name itself when no import binds it), and the import.
        """
        first, dot, rest = name.partition(".")
        binding = self._visible(first, statement)
        if binding is None:
            return name, None
        return f"{binding.target}{dot}{rest}", binding

    def _visible(self, name: str, statement: Statement) -> Binding | None:
        scope = statement.block.scope
        found: Binding | None = None
        for binding in self.by_name.get(name, ()):
            inner = binding.statement.block.scope
            if inner is scope:
                # In its own scope a name has the value of the last import above.
                if found is None or binding.statement.order < statement.order:
                    found = binding
            elif encloses(inner, scope) and (
                found is None or found.statement.block.scope is not scope
            ):
                found = binding
        return found


def encloses(outer: Block, inner: Block) -> bool:
    """Whether a scope is around another, or the same."""
    current: Block | None = inner
    while current is not None:
        if current is outer:
            return True
        current = current.owner.block.scope if current.owner is not None else None
    return False


def string_value(node: cst.SimpleString) -> str | None:
    """The value of a literal; None for bytes, and for escapes that Python refuses."""
    try:
        with warnings.catch_warnings():
            # An unknown escape is a warning, which is for the file's own run to give.
            warnings.simplefilter("ignore")
            value = node.evaluated_value
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


def dotted(node: cst.CSTNode | None) -> str | None:
    """Give ``a.b.c`` for a name or attributes of a name; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return None
    return ".".join((node.value, *reversed(parts)))


def aliases(small: AnyImport) -> Sequence[cst.ImportAlias]:
    """The names of an import; none for a star."""
    return () if isinstance(small.names, cst.ImportStar) else small.names


def module_of(small: FromImport) -> str:
    """The module of a from-import, with a leading dot when it is relative."""
    name = dotted(small.module) or ""
    if not small.relative:
        return name
    return f"{PACKAGE}.{name}" if name else PACKAGE


def _bindings(statement: Statement, small: AnyImport) -> Iterator[Binding]:
    prefix = f"{module_of(small)}." if isinstance(small, FromImport) else ""
    for alias in aliases(small):
        imported = dotted(alias.name) or ""
        local = dotted(alias.asname.name) if alias.asname is not None else None
        target = prefix + imported
        if local is None and isinstance(small, PlainImport):
            local = target = imported.partition(".")[0]
        yield Binding(local or imported, target, statement, alias, small)
