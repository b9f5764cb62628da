"""How conditions on the path of a request turn out for the requests of one route."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import only
from fastscaffold.audit.facts.routing.inclusions import everywhere, undecided
from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.facts.settings.documents import as_texts
from fastscaffold.audit.facts.settings.switches import flag
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, dotted, last_called
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.modules import Scope

MAX_STEPS = 4
_SAME = frozenset({"casefold", "lower", "removesuffix", "rstrip", "str", "strip"})
_COLLECTS = frozenset({"frozenset", "items", "keys", "list", "set", "sorted", "tuple"})
# Parameters that helpers take it by.
_PATHS = frozenset({"path", "request_path", "url_path"})
_MATCHES: dict[str, Callable[[str, str], bool]] = {
    "is": lambda path, text: path.rstrip("/") == text.rstrip("/"),
    "startswith": str.startswith,
    "endswith": str.endswith,
    "holds": lambda path, text: text in path,
}


@dataclass
class RequestedPaths:
    """The paths that a route is asked at.

    Attributes:
        is_certain: whether these are whole: no prefix is left to settings or to a proxy.
        bound: the values of variables that a condition loops over.
    """

    facts: Facts
    paths: list[str]
    is_certain: bool
    bound: dict[str, str] = field(default_factory=dict[str, str])

    def decide(self, test: ast.expr, scope: Function, steps: int = MAX_STEPS) -> bool | None:
        """How a condition turns out, also by switches; None where that is not decided."""
        found: bool | None = None
        match test:
            case ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
                return connected(test, lambda part: self.decide(part, scope, steps))
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as sign], comparators=[other]):
                if is_none(other):
                    found = self._is_key(left, scope)
                    return found if found is None or isinstance(sign, ast.IsNot) else not found
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                found = self._compared(left, right, scope)
                if found is not None and isinstance(sign, ast.NotEq | ast.NotIn):
                    return not found
            case ast.Call(func=ast.Attribute(value=held, attr=how), args=[given]) if (
                how in _MATCHES and self._is_path(held, scope)
            ):
                found = self._matched(how, self._texts(given, scope))
            case ast.Call(func=ast.Name(id="any"), args=[ast.GeneratorExp() as made]):
                found = self._any(made, scope, steps)
            case ast.Call() if steps:
                found = self._said_by(test, scope, steps - 1)
            case ast.Name() if steps:
                found = self._is_key(test, scope)
                values = scope.assigned.get(test.id, [])
                if found is None and len(values) == 1:
                    found = self.decide(values[0], scope, steps - 1)
            case _:
                pass
        return flag(self.facts, test, scope) if found is None else found

    def _compared(self, left: ast.expr, right: ast.expr, scope: Function) -> bool | None:
        if self._is_path(left, scope):
            return self._matched("is", self._texts(right, scope))
        if self._is_path(right, scope):
            return self._matched("holds", self._texts(left, scope))
        return None

    def _matched(self, how: str, texts: list[str] | None) -> bool | None:
        if texts is None:
            return None
        outcomes = {any(_MATCHES[how](path, each) for each in texts) for path in self.paths}
        if len(outcomes) > 1:
            return None
        outcome = outcomes.pop()
        return outcome if outcome or self.is_certain else None

    def _any(self, made: ast.GeneratorExp, scope: Function, steps: int) -> bool | None:
        match made.generators:
            case [ast.comprehension(target=ast.Name(id=name), iter=held, ifs=[])]:
                texts = self._texts(held, scope)
            case _:
                return None
        if texts is None:
            return None
        outcomes: list[bool | None] = []
        for each in texts:
            self.bound[name] = each
            outcomes.append(self.decide(made.elt, scope, steps))
            del self.bound[name]
        return True if True in outcomes else None if None in outcomes else False

    def _said_by(self, call: ast.Call, scope: Function, steps: int) -> bool | None:
        """What a helper of the project says that returns one thing."""
        made = next((each for each in scope.calls if each.node is call), None)
        helper = self.facts.callers.target(made) if made is not None else None
        values = list(returned(helper)) if isinstance(helper, Function) else []
        if isinstance(helper, Function) and len(values) == 1:
            return self.decide(values[0], helper, steps)
        return None

    def _is_key(self, node: ast.expr, scope: Function) -> bool | None:
        """Whether a name holds something, by what a mapping has for the path."""
        values = scope.assigned.get(node.id, []) if isinstance(node, ast.Name) else []
        match values:
            case [ast.Call(func=ast.Attribute(value=held, attr="get"), args=[key])] if (
                self._is_path(key, scope)
            ):
                return self._matched("is", self._texts(held, scope))
            case _:
                return None

    def _texts(self, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> list[str] | None:
        """The texts of a list, the keys of a mapping, or one text; None where it is not known."""
        if isinstance(node, ast.Name):
            if node.id in self.bound:
                return [self.bound[node.id]]
            looped = _looped(node.id, scope)
            if looped is not None and steps:
                return self._texts(looped, scope, steps - 1)
        placed = only(self.facts, node, scope)
        node, scope = placed or (node, scope)
        if isinstance(node, ast.Dict):
            node = ast.List([each for each in node.keys if each is not None], ast.Load())
        if isinstance(node, ast.Call) and last_called(node) in _COLLECTS and steps:
            held = node.args[0] if node.args else node.func
            held = held.value if isinstance(held, ast.Attribute) and not node.args else held
            return self._texts(held, scope, steps - 1)
        folded = self.facts.values.fold(node, scope)
        if isinstance(folded, str):
            return [folded]
        found = as_texts(folded)
        return found if isinstance(folded, list) and found == folded else None

    def _is_path(self, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _SAME:
                return self._is_path(held, scope, steps)
            case ast.Call(func=ast.Name(id="str"), args=[held]):
                return self._is_path(held, scope, steps)
            case ast.Attribute(value=held, attr="path"):
                return (dotted(held) or "").endswith("url")
            case (
                ast.Subscript(value=held, slice=ast.Constant(value="path"))
                | ast.Call(
                    func=ast.Attribute(value=held, attr="get"),
                    args=[ast.Constant(value="path"), *_],
                )
            ):
                return (dotted(held) or "").endswith("scope")
            case ast.Name(id=name) if isinstance(scope, Function):
                values = scope.assigned.get(name, [])
                if not values or not steps:
                    return name in _PATHS and scope.takes(name)
                return all(self._is_path(each, scope, steps - 1) for each in values)
            case _:
                return False


def requested_paths(facts: Facts, route: Route) -> RequestedPaths:
    """The paths of a route, by all ways that lead to it."""
    paths = [each.path for each in everywhere(facts, route)]
    behind = any(app.call.argument("root_path") is not None for app in facts.apps)
    open_ = behind or next(undecided(facts, route), None) is not None
    return RequestedPaths(facts, paths, not open_ and not any("{" in each for each in paths))


def _looped(name: str, scope: Scope) -> ast.expr | None:
    """What a loop goes through whose variable, or the first of its two, has a name."""
    if not isinstance(scope, Function):
        return None
    loops: list[ast.For | ast.AsyncFor] = inside(scope.node, ast.For, ast.AsyncFor)
    for each in loops:
        target = each.target.elts[0] if isinstance(each.target, ast.Tuple) else each.target
        if isinstance(target, ast.Name) and target.id == name:
            return each.iter
    return None
