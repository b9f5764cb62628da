"""Whether a function may end without some calls: by another branch, or where their error is caught.

Followed are the blocks of the function. A way that raises lets nobody pass, and one on which a
request has brought credentials of another kind, such as a cookie, needs no more of them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.routing.catching import catches, names_error
from fastscaffold.audit.facts.walking import nodes_of
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.walking import children

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function

_SENT = frozenset({"cookies", "headers", "query_params"})
_CAUGHT = frozenset({"HTTPException"})


def may_end_without(facts: Facts, function: Function, calls: Sequence[ast.Call]) -> bool:
    """Whether a function may return though none of some calls ran and let its error through."""
    return _Ways(facts, function, frozenset(map(id, calls))).go_around(function.node.body) != "ends"


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    facts: Facts
    function: Function
    calls: frozenset[int]

    def go_around(self, body: Sequence[ast.stmt]) -> str:
        """What becomes of a block without the calls.

        ``returns`` where the function may, ``goes on`` where what follows the block may run, and
        ``ends`` where neither is possible.
        """
        for statement in body:
            becomes = self._of(statement)
            if becomes != "goes on":
                return becomes
        return "goes on"

    def _of(self, statement: ast.stmt) -> str:
        match statement:
            case ast.Raise():
                return "ends"
            case ast.If():
                return self._of_branches(statement)
            case ast.Try() | ast.TryStar():
                return self._of_try(statement)
            case ast.With() | ast.AsyncWith():
                inner = self.go_around(statement.body)
                is_swallowed = any(self._suppresses(each.context_expr) for each in statement.items)
                return "goes on" if inner == "ends" and is_swallowed else inner
            case ast.For() | ast.AsyncFor() | ast.While() | ast.Match():
                bodies = (
                    [each.body for each in statement.cases]
                    if isinstance(statement, ast.Match)
                    else [statement.body, statement.orelse]
                )
                return _worst([*map(self.go_around, bodies), "goes on"])
            case _ if self._runs(statement):
                return "ends"
            case ast.Return():
                return "returns"
            case _:
                return "goes on"

    def _of_branches(self, statement: ast.If) -> str:
        ways: list[str] = []
        # One `elif` after the other: each is the whole of what stands behind the one before.
        while not self._runs(statement.test):
            holds = self._holds_without(statement.test)
            if holds is not False:
                ways.append(self.go_around(statement.body))
            if holds is True:
                break
            match statement.orelse:
                case [ast.If() as further]:
                    statement = further
                case others:
                    ways.append(self.go_around(others))
                    break
        return _worst(ways)

    def _of_try(self, statement: ast.Try | ast.TryStar) -> str:
        if self.go_around(statement.finalbody) == "returns":
            # An error ends there.
            return "returns"
        inner = self.go_around([*statement.body, *statement.orelse])
        clauses = [
            each for each in statement.handlers if catches(self.facts, each, self.function, _CAUGHT)
        ]
        # What is caught by another clause is an error of what comes after the call.
        followed = clauses[:1] if inner == "ends" else statement.handlers
        return _worst([inner, *(self.go_around(each.body) for each in followed)])

    def _suppresses(self, manager: ast.expr) -> bool:
        match manager:
            case ast.Call(args=kinds) if last_called(manager) == "suppress":
                return names_error(self.facts, kinds, self.function, _CAUGHT)
            case _:
                return False

    def _runs(self, node: ast.AST) -> bool:
        """Whether one of the calls runs where a simple statement or a condition does."""
        match node:
            case ast.IfExp(test=test, body=body, orelse=orelse):
                holds = self._holds_without(test)
                return self._runs(test) or all(
                    self._runs(each)
                    for each, is_left_out in ((body, holds is False), (orelse, holds is True))
                    if not is_left_out
                )
            case ast.BoolOp(op=op, values=[first, *others]):
                is_asked_last = isinstance(op, ast.Or) and self._holds_without(first) is False
                return self._runs(first) or (is_asked_last and any(map(self._runs, others)))
            case _ if id(node) in self.calls:
                return True
            case _:
                within = any(id(each) in self.calls for each in nodes_of([node]))
                return within and any(map(self._runs, children(node)))

    def _holds_without(self, test: ast.expr) -> bool | None:
        """Whether a condition holds for a request that has brought nothing, where that is told."""
        is_denied = False
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test, is_denied = test.operand, not is_denied
        holds = self._is_true_without(test)
        return None if holds is None else holds is not is_denied

    def _is_true_without(self, test: ast.expr) -> bool | None:
        match test:
            case ast.BoolOp(op=op, values=values):
                found = {self._holds_without(each) for each in values}
                decides = isinstance(op, ast.Or)
                return decides if decides in found else (None if None in found else not decides)
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as op], comparators=[other]):
                is_known = is_none(other) and self._is_sent(left)
                return isinstance(op, ast.Is) if is_known else None
            case ast.Compare(
                ops=[ast.In() | ast.NotIn() as op], comparators=[ast.Attribute(attr=held)]
            ):
                return isinstance(op, ast.NotIn) if held in _SENT else None
            case ast.Attribute(value=ast.Name(id="self"), attr="auto_error"):
                # Whether an instance is made without is looked at apart.
                return True
            case _:
                return False if self._is_sent(test) else None

    def _is_sent(self, node: ast.expr) -> bool:
        """Whether it is something that a request may bring, and otherwise not there."""
        if isinstance(node, ast.Name):
            values = self.function.assigned.get(node.id, ())
            return bool(values) and all(map(_reads_request, values))
        return _reads_request(node)


def _reads_request(node: ast.expr) -> bool:
    """Whether it is a header, a cookie or a part of the query; nothing where that is not sent."""
    match node:
        case ast.NamedExpr(value=ast.Call() as inner):
            return _reads_request(inner)
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(attr=held), attr="get"), args=[_, *default]
        ):
            is_empty = all(isinstance(each, ast.Constant) and not each.value for each in default)
            return held in _SENT and is_empty and not node.keywords
        case _:
            return False


def _worst(ways: Sequence[str]) -> str:
    return next((each for each in ("returns", "goes on") if each in ways), "ends")
