"""Statements and definitions that are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from fastscaffold.audit.cures.base import UncertainError

if TYPE_CHECKING:
    from collections.abc import Sequence

_BATCH = "batch_op"


def decorated(node: cst.CSTNode, text: str) -> cst.CSTNode:
    """A function with one more decorator, below the others."""
    function = cst.ensure_type(node, cst.FunctionDef)
    new = cst.Decorator(cst.parse_expression(text))
    if function.decorators:
        return function.with_changes(decorators=[*function.decorators, new])
    return function.with_changes(decorators=[new])


def with_first_statement(node: cst.CSTNode, text: str) -> cst.CSTNode:
    """A class with one more statement, below its docstring, with a blank line behind it."""
    defined = cst.ensure_type(node, cst.ClassDef)
    body = defined.body
    if not isinstance(body, cst.IndentedBlock):
        raise UncertainError("The class stands on one line.")
    statements = list(body.body)
    has_docstring = defined.get_docstring() is not None
    rest = statements[1:] if has_docstring else statements
    new = cst.ensure_type(cst.parse_statement(text), cst.SimpleStatementLine)
    if has_docstring:
        new = new.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    if rest and _is_filler(rest[0]) and len(rest) == 1:
        raise UncertainError("The class has no fields of its own.")
    following = [_below_blank_line(rest[0]), *rest[1:]] if rest else []
    return defined.with_changes(
        body=body.with_changes(body=[*statements[: len(statements) - len(rest)], new, *following])
    )


def _is_filler(statement: cst.BaseStatement) -> bool:
    match statement:
        case cst.SimpleStatementLine(body=[cst.Pass() | cst.Expr(value=cst.Ellipsis())]):
            return True
        case _:
            return False


def _below_blank_line(statement: cst.BaseStatement) -> cst.BaseStatement:
    lines: Sequence[cst.EmptyLine] = getattr(statement, "leading_lines", ())
    if lines and lines[0].comment is None:
        return statement
    return statement.with_changes(leading_lines=[cst.EmptyLine(indent=False), *lines])


def in_batch(node: cst.CSTNode, table: int) -> cst.CSTNode:
    """An operation of a migration in a batch of its table; it gets a block of its own."""
    line = cst.ensure_type(node, cst.SimpleStatementLine)
    match line.body:
        case [cst.Expr(value=cst.Call(func=cst.Attribute(value=cst.Name() as module)) as call)]:
            name = call.args[table].value
        case _:
            raise UncertainError("The operation is not a statement of its own.")
    arguments = [each for place, each in enumerate(call.args) if place != table]
    function = cst.ensure_type(call.func, cst.Attribute).with_changes(value=cst.Name(_BATCH))
    inner = call.with_changes(func=function, args=_rejoined(arguments, call.args))
    opened = cst.Call(cst.Attribute(module, cst.Name("batch_alter_table")), [cst.Arg(name)])
    body = line.with_changes(body=[cst.Expr(inner)], leading_lines=[])
    return cst.With(
        items=[cst.WithItem(opened, asname=cst.AsName(cst.Name(_BATCH)))],
        body=cst.IndentedBlock([body]),
        leading_lines=line.leading_lines,
    )


def _rejoined(kept: Sequence[cst.Arg], before: Sequence[cst.Arg]) -> Sequence[cst.Arg]:
    """What is left of the arguments: the last one ends as the last one did."""
    if not kept:
        return kept
    *others, last = kept
    end = before[-1]
    return [
        *others,
        last.with_changes(comma=end.comma, whitespace_after_arg=end.whitespace_after_arg),
    ]
