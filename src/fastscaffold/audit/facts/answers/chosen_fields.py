"""Which fields of a response a route leaves out or sends, in models within models too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from fastscaffold.audit.facts.settings.documents import as_texts

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

_Paths: TypeAlias = frozenset[tuple[str, ...]]

_EACH = "__all__"
_NOTHING: _Paths = frozenset()


class Choice(NamedTuple):
    """What of a model is sent.

    Attributes:
        excluded: the fields that are left out, each with the fields that lead to it.
        only: the only ones that are sent, if a route says which.
    """

    excluded: _Paths = _NOTHING
    only: _Paths | None = None

    def sends(self, name: str) -> bool:
        """Whether a field of the model is sent, or a part of it."""
        kept = self.only is None or any(each[0] == name for each in self.only)
        return kept and (name,) not in self.excluded

    def within(self, name: str) -> Choice:
        """What is sent of the model in a field."""
        everything = self.only is None or (name,) in self.only
        only = None if everything else _below(self.only or _NOTHING, name)
        return Choice(_below(self.excluded, name), only)

    def anywhere(self) -> Choice:
        """What is sent for sure of a model whose place in an envelope nobody sees."""
        if self.only is None:
            return Choice(self.excluded | _apart(self.excluded))
        return Choice(self.excluded | _apart(self.excluded), self.only | _apart(self.only))


def _below(paths: _Paths, name: str) -> _Paths:
    return frozenset(each[1:] for each in paths if each[0] == name and len(each) > 1)


def _apart(paths: _Paths) -> _Paths:
    return frozenset((name,) for each in paths for name in each)


def chosen(facts: Facts, route: Route) -> Choice:
    """The fields that a route leaves out of its response, and the only ones that it sends."""
    scope = route.call.function or route.call.module
    excluded = _paths(facts, route.call.argument("response_model_exclude"), scope)
    return Choice(
        excluded or _NOTHING,
        _paths(facts, route.call.argument("response_model_include"), scope),
    )


def _paths(facts: Facts, node: ast.expr | None, scope: Scope) -> _Paths | None:
    if node is None:
        return None
    if isinstance(node, ast.Dict):
        found: set[tuple[str, ...]] = set()
        for key, value in zip(node.keys, node.values, strict=True):
            name = facts.values.text(key, scope)
            if name is None:
                continue
            start = () if name == _EACH else (name,)
            inner = None if isinstance(value, ast.Constant) else _paths(facts, value, scope)
            found |= {(*start, *each) for each in inner or [()]}
        return frozenset(filter(None, found))
    folded = facts.values.fold(node, scope)
    names = as_texts(folded)
    return frozenset((each,) for each in names) if isinstance(folded, list) else None
