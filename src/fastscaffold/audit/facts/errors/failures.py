"""How a project tells of failures: its exceptions, what raises them, and what answers them."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.errors.handlers import Handlers, gather_handlers
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.walking import own_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts, Function

HTTP = "*.HTTPException"
_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Raised:
    """One ``raise``.

    Attributes:
        symbol: of the class that is raised.
        is_bare: whether it is an ``HTTPException`` that says no more than a text.
    """

    symbol: str
    node: ast.Raise
    function: Function
    is_http: bool
    is_bare: bool
    is_own: bool

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.function.module.path, self.node.lineno, "raises")


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """A base of the project's own exceptions, with what derives from it."""

    base: Class
    members: tuple[Class, ...]
    is_http: bool


@dataclass(slots=True)
class Failures:
    """All of it."""

    handlers: Handlers
    hierarchies: list[Hierarchy] = field(default_factory=list[Hierarchy])
    own: list[Class] = field(default_factory=list["Class"])
    raised: list[Raised] = field(default_factory=list[Raised])

    @property
    def bare(self) -> list[Raised]:
        """Each ``HTTPException`` with a text alone."""
        return [each for each in self.raised if each.is_bare]


@lru_cache(maxsize=2)
def failures(facts: Facts) -> Failures:
    """Gather them from production source."""
    own = [each for module in facts.production for each in module.classes.values()]
    own = [each for each in own if is_exception(facts, each.symbol)]
    raised = [
        each
        for module in facts.production
        for function in module.functions.values()
        for each in _raised(facts, function)
    ]
    return Failures(gather_handlers(facts), list(_hierarchies(facts, own)), own, raised)


def is_exception(facts: Facts, symbol: str | None) -> bool:
    """Whether a class is an exception."""
    for ancestor in facts.index.ancestors(symbol):
        known = getattr(builtins, ancestor, None)
        if isinstance(known, type) and issubclass(known, BaseException):
            return True
        if ancestor.rpartition(".")[2] in {"HTTPException", "WebSocketException"}:
            return True
    return False


def _hierarchies(facts: Facts, own: list[Class]) -> Iterator[Hierarchy]:
    symbols = {each.symbol for each in own}
    for base in own:
        if any(each in symbols for each in facts.index.ancestors(base.symbol)[1:]):
            continue
        members = tuple(
            each
            for each in own
            if each is not base and base.symbol in facts.index.ancestors(each.symbol)
        )
        if len(members) >= _FEWEST:
            yield Hierarchy(base, members, facts.index.is_a(base.symbol, HTTP))


def _raised(facts: Facts, function: Function) -> Iterator[Raised]:
    for node in own_nodes(function, ast.Raise):
        if node.exc is None:
            continue
        symbol = raised_class(facts, node.exc, function)
        if symbol is None:
            continue
        is_http = facts.index.is_a(symbol, HTTP)
        is_own = facts.index.definition(symbol) is not None and is_exception(facts, symbol)
        bare = is_http and not is_own and _says_text(facts, node.exc, function)
        yield Raised(symbol, node, function, is_http, bare, is_own)


def raised_class(facts: Facts, node: ast.expr, function: Function) -> str | None:
    """The class of what is raised: an instance, a class, or what a function makes."""
    kind = facts.index.kind(node, function)
    if isinstance(node, ast.Call):
        return kind
    return kind or facts.index.symbol(node, function)


def _says_text(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether the detail is a text, or the phrase of the status that stands for none."""
    if not isinstance(node, ast.Call):
        return True
    if any(each.arg is None for each in node.keywords):
        return False
    detail = next((each.value for each in node.keywords if each.arg == "detail"), None)
    if detail is None and len(node.args) > 1:
        detail = node.args[1]
    if detail is None or isinstance(detail, ast.JoinedStr | ast.BinOp):
        return True
    if isinstance(detail, ast.Call):
        return facts.index.called(detail.func, function) in {"str", "repr", "?.format"}
    return facts.values.text(detail, function) is not None
