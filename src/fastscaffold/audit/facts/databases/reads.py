"""Functions that ask the database for rows and change nothing, as methods of repositories do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.statements import read_by
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Function
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import SCOPES, children, walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_STEPS = 5
_WRITES = frozenset(
    {
        *("add_all", "bulk_insert_mappings", "bulk_save_objects", "commit", "flush", "merge"),
        *("begin_nested", "bulk_update_mappings", "delete", "rollback"),
    }
)
_CHANGES = frozenset({"delete", "insert", "update"})
_COMMANDS = re.compile(
    r"(?i)^_*(?:add|create|delete|ensure|increment|insert|mark|process|purge|remove|save|send|set"
    r"|store|sync|update|upsert)(?:_|$)|_or_create"
)
_SESSION = re.compile(r"(?i)(?:^|[._])(?:session|db|conn|connection)\b")
_KEPT = re.compile(r"(?i)cache|memo|redis|once")


class Reads:
    """Which calls of the project read rows each time that they are made."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[Function, bool] = {}
        self._writing: dict[Function, bool] = {}

    def by(self, call: Call, function: Function) -> bool:
        """Whether a call sends a query, itself or through a function that only reads."""
        if read_by(self.facts, call.node, function) is not None:
            return True
        target = self.facts.callers.target(call)
        return isinstance(target, Function) and self.reads(target)

    def reads(self, function: Function, steps: int = _STEPS) -> bool:
        """Whether a function sends queries, changes nothing, and keeps no answers."""
        if function not in self._known:
            self._known[function] = False  # a circle ends here
            self._known[function] = steps > 0 and self._reads(function, steps)
        return self._known[function]

    def _reads(self, function: Function, steps: int) -> bool:
        if _COMMANDS.search(function.name) or not any(returned(function)):
            return False
        if any(_KEPT.search(unparsed(each)) for each in function.node.decorator_list):
            return False
        if any(_does_more(node) for node in own_nodes(function)):
            return False
        certain = _certain(function)
        found = False
        for call in function.calls:
            if self.changes(call, function) or _KEPT.search(_receiver(call)):
                return False
            reads = read_by(self.facts, call.node, function) is not None
            target = self.facts.callers.target(call)
            if not reads and isinstance(target, Function):
                if self.writes(target):
                    return False
                reads = self.reads(target, steps - 1)
            found = found or (reads and id(call.node) in certain)
        return found

    def writes(self, function: Function) -> bool:
        """Whether a function, or one that it calls, changes rows."""
        if function not in self._writing:
            self._writing[function] = False  # a circle ends here
            self._writing[function] = any(self._writes(call, function) for call in function.calls)
        return self._writing[function]

    def _writes(self, call: Call, function: Function) -> bool:
        target = self.facts.callers.target(call)
        return self.changes(call, function) or (
            isinstance(target, Function) and self.writes(target)
        )

    def changes(self, call: Call, function: Function) -> bool:
        """Whether a call changes rows."""
        method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
        if method in _WRITES or (method == "add" and _SESSION.search(_receiver(call))):
            return True
        called = self.facts.index.called(call.node.func, function)
        return (
            called.startswith(("sqlalchemy", "sqlmodel")) and called.rpartition(".")[2] in _CHANGES
        )


def _receiver(call: Call) -> str:
    func = call.node.func
    return unparsed(func.value) if isinstance(func, ast.Attribute) else ""


def _does_more(node: ast.AST) -> bool:
    """Whether a statement hands rows out one by one, or sets something of a row."""
    match node:
        case ast.Yield() | ast.YieldFrom() | ast.AugAssign(target=ast.Attribute()):
            return True
        case ast.Assign(targets=targets):
            return any(isinstance(each, ast.Attribute) for each in targets)
        case ast.Call(func=ast.Name(id="setattr")):
            return True
        case _:
            return False


def _certain(function: Function) -> set[int]:
    """The nodes that run whenever a function does: before any branch, and any early return."""
    found: set[int] = set()
    waiting: list[ast.AST] = list(reversed(function.node.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, SCOPES):
            continue
        if isinstance(node, ast.If | ast.IfExp):
            found |= {id(each) for each in walk(node.test)}
            if any(isinstance(each, ast.Return) for each in walk(node)):
                return found
            continue
        if isinstance(node, ast.ExceptHandler | ast.Match | ast.While):
            continue
        found.add(id(node))
        waiting += reversed(children(node))
    return found
