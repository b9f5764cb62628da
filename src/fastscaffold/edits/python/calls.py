"""Calls that stand in a function one below the other, in an order of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.base import Refused
from fastscaffold.edits.python.imported_names import (
    add_in_turn,
    add_names,
    remove_names,
    split_imports,
)
from fastscaffold.edits.python.sites import UnplacedError
from fastscaffold.edits.python.source import Patch, UnreadableError, patched, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fastscaffold.edits.python.blocks import Block, Statement
    from fastscaffold.edits.python.source import PythonSource


@dataclass(frozen=True, slots=True)
class OrderedCall:
    """A call, and how it is told from the others of its function.

    Attributes:
        function: the name of the function at the top of the module.
        key: of this call.
        order: keys from the first to the last.
        imported: module and name that the call needs.
        line_length: longer calls are broken as a formatter would.
        key_of: the key of any call of the kind; None for other calls.
        callee: what is called, given the names of the function's parameters.
        arguments: what it is called with, given the same.
    """

    function: str
    key: str
    order: tuple[str, ...]
    imported: tuple[str, str]
    line_length: int
    key_of: Callable[[cst.Call], str | None]
    callee: Callable[[Sequence[str]], str]
    arguments: Callable[[Sequence[str]], list[str]]

    def lines(self, parameters: Sequence[str], indent: str = "") -> list[str]:
        """The call as it stands in the function."""
        callee, arguments = self.callee(parameters), self.arguments(parameters)
        whole = f"{indent}{callee}({', '.join(arguments)})"
        if len(whole.expandtabs(4)) <= self.line_length:
            return [whole]
        step = indent + ("\t" if indent.startswith("\t") else "    ")
        joined = step + ", ".join(arguments)
        inner = (
            [joined]
            if len(joined.expandtabs(4)) <= self.line_length
            else [f"{step}{argument}," for argument in arguments]
        )
        return [f"{indent}{callee}(", *inner, f"{indent})"]


def add(source: bytes, calls: Sequence[OrderedCall]) -> bytes | Refused:
    """Give the module with calls of one function in it; one with the same key is left alone."""
    call = calls[0]
    try:
        module = read(source)
        block = _function(module, call.function)
        present = {key for key, _ in _calls(block, call)}
        missing = {call.key: call for call in calls if call.key not in present}
        together, alone = _split(module, tuple(missing.values()))
        content = _with_calls(module, block, together) if together else source
    except (UnreadableError, UnplacedError) as error:
        unreadable = isinstance(error, UnreadableError)
        return Refused(error.reason, _snippet(call), error.line, unreadable=unreadable)
    return add_in_turn(add, content, alone)


def remove(source: bytes, call: OrderedCall) -> bytes | Refused:
    """Give the module without the call; one that was changed is refused."""
    try:
        module = read(source)
        block = _function(module, call.function)
        found = [statement for key, statement in _calls(block, call) if key == call.key]
        if not found:
            return source
        span = found[0].span
        lines = [line.rstrip("\r\n") for line in module.lines[span.first : span.last + 1]]
        if lines != call.lines(_parameters(block, call), _indent(module, found[0])):
            reason = f"The call that adds {call.key} was changed, so it stays."
            return Refused(reason, "\n".join(lines), span.first + 1)
        if len(block.statements) == 1:
            return Refused("Nothing would be left of the function.", _snippet(call), span.first + 1)
        patch = Patch()
        patch.delete(span.first, span.last)
        remove_names(module, [call.imported], found[:1], patch, call.line_length)
        return patched(module, patch)
    except (UnreadableError, UnplacedError) as error:
        unreadable = isinstance(error, UnreadableError)
        return Refused(error.reason, _snippet(call), error.line, unreadable=unreadable)


def _split(
    module: PythonSource, calls: Sequence[OrderedCall]
) -> tuple[Sequence[OrderedCall], Sequence[OrderedCall]]:
    """Tell which calls may be added at once, and which one after the other."""
    # One that has no place in the order comes last, and what is last the others decide.
    placed = [call for call in calls if call.key in call.order or len(calls) == 1]
    together, alone = split_imports(module, [(call, [call.imported]) for call in placed])
    return together, [*alone, *(call for call in calls if call not in placed)]


def _with_calls(module: PythonSource, block: Block, calls: Sequence[OrderedCall]) -> bytes:
    patch = Patch()
    rank = {key: index for index, key in enumerate(calls[0].order)}
    there = _calls(block, calls[0])
    last = there[-1][1] if there else block.statements[-1]
    # Those that come to stand at the same line are inserted in their order.
    for call in sorted(calls, key=lambda call: rank.get(call.key, len(rank))):
        own = rank.get(call.key, len(rank))
        later = next((statement for key, statement in there if rank.get(key, -1) > own), None)
        at = later.span.lead if later is not None else last.span.last + 1
        patch.insert(at, call.lines(_parameters(block, call), _indent(module, last)))
    add_names(module, [call.imported for call in calls], patch, calls[0].line_length)
    return patched(module, patch)


def _function(module: PythonSource, name: str) -> Block:
    found = [
        statement
        for statement in module.block.statements
        if isinstance(statement.node, cst.FunctionDef) and statement.node.name.value == name
    ]
    if len(found) != 1:
        raise UnreadableError(f"There is not exactly one function {name}.")
    block = found[0].blocks[0]
    if block.inline:
        raise UnplacedError("The function has no lines of its own.", found[0])
    return block


def _calls(block: Block, call: OrderedCall) -> list[tuple[str, Statement]]:
    calls: list[tuple[str, Statement]] = []
    for statement in block.statements:
        match statement.small:
            case [cst.Expr(value=cst.Call() as node)]:
                if (key := call.key_of(node)) is not None:
                    calls.append((key, statement))
            case _:
                pass
    return calls


def _parameters(block: Block, call: OrderedCall) -> list[str]:
    owner = block.owner
    node = owner.node if owner is not None else None
    names = (
        [parameter.name.value for parameter in node.params.params]
        if isinstance(node, cst.FunctionDef)
        else []
    )
    if not names:
        raise UnreadableError(f"{call.function} is not given the application.")
    return names


def _indent(module: PythonSource, statement: Statement) -> str:
    line = module.lines[statement.span.first]
    return line[: len(line) - len(line.lstrip())]


def _snippet(call: OrderedCall) -> str:
    module, name = call.imported
    return "\n".join([f"from {module} import {name}", *call.lines(("app", "settings"))])
