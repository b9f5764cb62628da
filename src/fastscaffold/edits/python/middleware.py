"""Calls of ``add_middleware`` in the function that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.edits.base import Refused
from fastscaffold.edits.python.imported_names import add_names, remove_names
from fastscaffold.edits.python.names import dotted
from fastscaffold.edits.python.sites import UnplacedError
from fastscaffold.edits.python.source import Patch, UnreadableError, patched, read

if TYPE_CHECKING:
    from fastscaffold.edits.add_middleware import AddMiddleware
    from fastscaffold.edits.python.blocks import Block, Statement
    from fastscaffold.edits.python.source import PythonSource

_FUNCTION = "add_middleware"


@dataclass(frozen=True, slots=True)
class _Call:
    receiver: str
    class_name: str
    statement: Statement


def add(source: bytes, edit: AddMiddleware) -> bytes | Refused:
    """Give the module with the call in it."""
    try:
        module = read(source)
        block = _function(module)
        calls = _calls(block)
        if any(call.class_name == edit.class_name for call in calls):
            return source
        patch = Patch()
        receiver = calls[-1].receiver if calls else _first_parameter(block)
        rank = {name: index for index, name in enumerate(edit.order)}
        own = rank.get(edit.class_name, len(rank))
        outer = next((call for call in calls if rank.get(call.class_name, -1) > own), None)
        last = calls[-1].statement if calls else block.statements[-1]
        indent = _indent(module, last)
        at = outer.statement.span.lead if outer is not None else last.span.last + 1
        patch.insert(at, _lines(edit, receiver, indent))
        add_names(module, [(edit.module, edit.class_name)], patch, edit.line_length)
        return patched(module, patch)
    except (UnreadableError, UnplacedError) as error:
        return Refused(error.reason, _snippet(edit), error.line)


def remove(source: bytes, edit: AddMiddleware) -> bytes | Refused:
    """Give the module without the call."""
    try:
        module = read(source)
        block = _function(module)
        found = [call for call in _calls(block) if call.class_name == edit.class_name]
        if not found:
            return source
        call = found[0]
        span = call.statement.span
        lines = [line.rstrip("\r\n") for line in module.lines[span.first : span.last + 1]]
        if lines != _lines(edit, call.receiver, _indent(module, call.statement)):
            reason = f"The call that adds {edit.class_name} was changed, so it stays."
            return Refused(reason, "\n".join(lines), span.first + 1)
        if len(block.statements) == 1:
            return Refused("Nothing would be left of the function.", _snippet(edit), span.first + 1)
        patch = Patch()
        patch.delete(span.first, span.last)
        unwanted = [(edit.module, edit.class_name)]
        remove_names(module, unwanted, [call.statement], patch, edit.line_length)
        return patched(module, patch)
    except (UnreadableError, UnplacedError) as error:
        return Refused(error.reason, _snippet(edit), error.line)


def _function(module: PythonSource) -> Block:
    found = [
        statement
        for statement in module.block.statements
        if isinstance(statement.node, cst.FunctionDef) and statement.node.name.value == _FUNCTION
    ]
    if len(found) != 1:
        raise UnreadableError(f"There is not exactly one function {_FUNCTION}.")
    block = found[0].blocks[0]
    if block.inline:
        raise UnplacedError("The function has no lines of its own.", found[0])
    return block


def _calls(block: Block) -> list[_Call]:
    calls: list[_Call] = []
    for statement in block.statements:
        match statement.small:
            case [cst.Expr(value=cst.Call(func=func, args=[first, *_]))]:
                receiver, _, name = (dotted(func) or "").rpartition(".")
                class_name = dotted(first.value)
                if name == _FUNCTION and receiver and class_name and first.keyword is None:
                    short = class_name.rpartition(".")[2]
                    calls.append(_Call(receiver, short, statement))
            case _:
                pass
    return calls


def _first_parameter(block: Block) -> str:
    owner = block.owner
    node = owner.node if owner is not None else None
    if owner is None or not isinstance(node, cst.FunctionDef) or not node.params.params:
        raise UnreadableError(f"{_FUNCTION} is not given the application.")
    return node.params.params[0].name.value


def _indent(module: PythonSource, statement: Statement) -> str:
    line = module.lines[statement.span.first]
    return line[: len(line) - len(line.lstrip())]


def _lines(edit: AddMiddleware, receiver: str, indent: str) -> list[str]:
    arguments = [edit.class_name, *[f"{name}={value}" for name, value in edit.arguments]]
    whole = f"{indent}{receiver}.{_FUNCTION}({', '.join(arguments)})"
    if len(whole.expandtabs(4)) <= edit.line_length:
        return [whole]
    step = indent + ("\t" if indent.startswith("\t") else "    ")
    joined = step + ", ".join(arguments)
    inner = (
        [joined]
        if len(joined.expandtabs(4)) <= edit.line_length
        else [f"{step}{argument}," for argument in arguments]
    )
    return [f"{indent}{receiver}.{_FUNCTION}(", *inner, f"{indent})"]


def _snippet(edit: AddMiddleware) -> str:
    call = _lines(edit, "app", "")
    return "\n".join([f"from {edit.module} import {edit.class_name}", *call])
