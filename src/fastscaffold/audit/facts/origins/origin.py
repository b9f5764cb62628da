"""What is known of a value: where it is decided, and the names that it passed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from fastscaffold.audit.values import UNKNOWN
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Function

MAX_WORD = 40

Kind: TypeAlias = Literal[
    "constant", "generated", "required", "environment", "parameter", "now", "until", "unknown"
]


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the way of a value; ``rank`` 0 is its own, 1 that of a call, 2 of a caller."""

    text: str
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """One value that an expression may have, or of which it may hold one.

    Attributes:
        value: of a constant, itself; of ``generated`` its bytes; of ``until`` how far from now.
        place: where it is decided: the field or constant, else the literal.
        trail: the names that it passed, those nearest to it last.
        field: the field of a class that it is the default of.
        parameter: the function, and the parameter, that nobody in the project gives.
        node: of a constant, where it is written.
        kept: how many bytes or characters there are of its digest, where that is all that counts.
    """

    kind: Kind
    place: Place
    value: object = UNKNOWN
    trail: tuple[Name, ...] = ()
    field: Field | None = None
    parameter: tuple[Function, str] | None = None
    is_default: bool = False
    node: ast.expr | None = None
    kept: int | None = None

    @property
    def is_settings(self) -> bool:
        """Whether it can be set from outside."""
        return self.kind in {"required", "environment"} or self.is_default


def nearest_first(origin: Origin) -> Iterator[str]:
    """The names that a value passed, the most telling first, in lower case."""
    for rank in (0, 1, 2):
        for name in reversed(origin.trail):
            if name.rank == rank:
                yield name.text.lower()


def words(node: ast.AST) -> Iterator[Name]:
    """The words in an expression that may say what it is for: texts, members of enumerations."""
    keys = {id(key) for each in walk(node) if isinstance(each, ast.Dict) for key in each.keys}
    for each in walk(node):
        match each:
            case ast.Constant(value=str() as text) if (
                id(each) not in keys and len(text) <= MAX_WORD and " " not in text
            ):
                yield Name(text, 1)
            case ast.Attribute(attr=name) | ast.Name(id=name) if (
                name.isupper() or "refresh" in name or "access" in name
            ):
                yield Name(name, 1)
            case _:
                pass
