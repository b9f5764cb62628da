"""Newer syntax said in that of Python 3.11, line by line."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, TypeAlias, cast

import libcst as cst

if TYPE_CHECKING:
    _Statement: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement


def lower(text: str) -> str | None:
    """Lower a module; None where it cannot be parsed.

    Type parameters go, ``type X = ...`` becomes an assignment, ``except A, B`` gets its brackets,
    and strings in f-strings, whose quotes may be the same, become ``None``: names in it are kept.
    """
    try:
        module = cst.parse_module(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = [_lowered(module, each) for each in module.body]
        return module.with_changes(body=body).code
    except (cst.ParserSyntaxError, RecursionError, ValueError):
        return None


def _lowered(module: cst.Module, statement: _Statement) -> _Statement:
    """A statement as older interpreters read it: itself mostly, as to lower one takes long."""
    try:
        ast.parse(module.code_for_node(statement))
    except (MemoryError, SyntaxError):
        return cast("_Statement", statement.visit(_Lowering()))
    return statement


class _Lowering(cst.CSTTransformer):
    """Each method keeps the lines of what it replaces."""

    def leave_FunctionDef(  # noqa: N802 # the name that libcst looks for
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Drop type parameters."""
        del original_node
        return updated_node.with_changes(type_parameters=None)

    def leave_ClassDef(  # noqa: N802
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        """Drop type parameters."""
        del original_node
        return updated_node.with_changes(type_parameters=None)

    def leave_TypeAlias(  # noqa: N802
        self, original_node: cst.TypeAlias, updated_node: cst.TypeAlias
    ) -> cst.Assign:
        """Assign what an alias stands for."""
        del original_node
        return cst.Assign([cst.AssignTarget(updated_node.name)], updated_node.value)

    def leave_ExceptHandler(  # noqa: N802
        self, original_node: cst.ExceptHandler, updated_node: cst.ExceptHandler
    ) -> cst.ExceptHandler:
        """Put several types in brackets."""
        del original_node
        kinds = updated_node.type
        if isinstance(kinds, cst.Tuple) and not kinds.lpar:
            bare = kinds.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
            return updated_node.with_changes(type=bare)
        return updated_node

    def leave_FormattedStringExpression(  # noqa: N802
        self,
        original_node: cst.FormattedStringExpression,
        updated_node: cst.FormattedStringExpression,
    ) -> cst.FormattedStringExpression:
        """Say quoted names without quotes: the quotes of an f-string could not stand in it."""
        del original_node
        return updated_node.with_changes(expression=updated_node.expression.visit(_Unquoted()))


class _Unquoted(cst.CSTTransformer):
    """What stands in an f-string needs no more than its names: strings become ``None``."""

    def leave_SimpleString(  # noqa: N802
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.Name:
        """A literal is nothing that a rule looks for there."""
        del original_node, updated_node
        return cst.Name("None")

    def leave_FormattedString(  # noqa: N802
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        """An f-string in an f-string is what it holds."""
        del original_node
        held = [
            part.expression
            for part in updated_node.parts
            if isinstance(part, cst.FormattedStringExpression)
        ]
        elements = [cst.Element(each) for each in held]
        return cst.Tuple(elements) if elements else cst.Name("None")
