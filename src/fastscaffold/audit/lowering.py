"""Newer syntax said in that of Python 3.11, line by line."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, TypeAlias, cast

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Sequence

    _Statement: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement

# The second is what libcst says of templates side by side.
_UNREADABLE = (cst.ParserSyntaxError, cst.CSTLogicError, cst.CSTValidationError)


def lower(text: str) -> str | None:
    """Lower a module; None where it cannot be parsed.

    Type parameters go, ``type X = ...`` becomes an assignment, ``except A, B`` gets its brackets,
    t-strings become what they hold, and f-strings over several lines get triple quotes. Strings in
    f-strings, whose quotes may be the same, become ``None``: names in it are kept.
    """
    try:
        module = cst.parse_module(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = [_lowered(module, each) for each in module.body]
        return module.with_changes(body=body).code
    except (*_UNREADABLE, RecursionError, ValueError):
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
        return updated_node.with_changes(type=_bracketed(updated_node.type))

    def leave_ExceptStarHandler(  # noqa: N802
        self, original_node: cst.ExceptStarHandler, updated_node: cst.ExceptStarHandler
    ) -> cst.ExceptStarHandler:
        """Put several types in brackets."""
        del original_node
        return updated_node.with_changes(type=_bracketed(updated_node.type))

    def leave_FormattedStringExpression(  # noqa: N802
        self,
        original_node: cst.FormattedStringExpression,
        updated_node: cst.FormattedStringExpression,
    ) -> cst.FormattedStringExpression:
        """Say quoted names without quotes: the quotes of an f-string could not stand in it."""
        del original_node
        plain = cst.ensure_type(updated_node.visit(_Unquoted()), cst.FormattedStringExpression)
        return plain.with_changes(format_spec=plain.format_spec and _flat(plain.format_spec))

    def leave_FormattedString(  # noqa: N802
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.FormattedString:
        """Let fields go over several lines, as they may between triple quotes."""
        del original_node
        end = updated_node.end
        if len(end) > 1 or not _lines(updated_node):
            return updated_node
        return updated_node.with_changes(start=updated_node.start + end * 2, end=end * 3)

    def leave_TemplatedString(  # noqa: N802
        self, original_node: cst.TemplatedString, updated_node: cst.TemplatedString
    ) -> cst.BaseExpression:
        """Keep what a template holds; it is no text, so that nothing is built of it."""
        del original_node
        return _held(updated_node)


def _flat(
    spec: Sequence[cst.BaseFormattedStringContent],
) -> list[cst.BaseFormattedStringContent]:
    """A format whose fields have none of their own, which may not be nested deeper."""
    return [
        each.with_changes(format_spec=None)
        if isinstance(each, cst.FormattedStringExpression)
        else each
        for each in spec
    ]


def _bracketed(kinds: cst.BaseExpression | None) -> cst.BaseExpression | None:
    """The types of a handler, in brackets where they are several without."""
    if isinstance(kinds, cst.Tuple) and not kinds.lpar:
        return kinds.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return kinds


class _Unquoted(cst.CSTTransformer):
    """What stands in an f-string needs no more than its names: strings become ``None``."""

    def leave_TrailingWhitespace(  # noqa: N802
        self, original_node: cst.TrailingWhitespace, updated_node: cst.TrailingWhitespace
    ) -> cst.TrailingWhitespace:
        """Comments may not stand there."""
        del original_node
        return updated_node.with_changes(comment=None)

    def leave_EmptyLine(  # noqa: N802
        self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine
    ) -> cst.EmptyLine:
        """Nor may those that have a line of their own."""
        del original_node
        return updated_node.with_changes(comment=None)

    def leave_SimpleString(  # noqa: N802
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.Name:
        """A literal is nothing that a rule looks for there; its quotes stood for a space."""
        del original_node, updated_node
        return cst.Name("None", lpar=[cst.LeftParen()], rpar=[cst.RightParen()])

    def visit_ConcatenatedString(  # noqa: N802
        self, node: cst.ConcatenatedString
    ) -> bool:
        """Strings side by side are looked at together."""
        del node
        return False

    def leave_ConcatenatedString(  # noqa: N802
        self, original_node: cst.ConcatenatedString, updated_node: cst.ConcatenatedString
    ) -> cst.BaseExpression:
        """They are what they hold."""
        del updated_node
        return _held(original_node)

    def leave_FormattedString(  # noqa: N802
        self, original_node: cst.FormattedString, updated_node: cst.FormattedString
    ) -> cst.BaseExpression:
        """An f-string in an f-string is what it holds."""
        del original_node
        return _held(updated_node)

    def leave_SimpleWhitespace(  # noqa: N802
        self, original_node: cst.SimpleWhitespace, updated_node: cst.SimpleWhitespace
    ) -> cst.BaseParenthesizableWhitespace:
        """Lines end without a backslash: none may stand there, and the braces hold them."""
        del original_node
        return _ended(updated_node.value.count("\n")) or updated_node


def _strings(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    """A string, or each of those that stand side by side."""
    if isinstance(node, cst.ConcatenatedString):
        return [*_strings(node.left), *_strings(node.right)]
    return [node]


def _held(string: cst.BaseExpression) -> cst.BaseExpression:
    """A tuple of what the fields of strings hold, over as many lines as the strings."""
    held = [
        cast("cst.BaseExpression", part.expression.visit(_Unquoted()))
        for each in _strings(string)
        if isinstance(each, cst.FormattedString | cst.TemplatedString)
        for part in each.parts
        if isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression)
    ]
    ended = _ended(_lines(string) - sum(map(_lines, held)))
    opening = cst.LeftParen(ended or cst.SimpleWhitespace(""))
    return cst.Tuple([cst.Element(each) for each in held], lpar=[opening])


def _ended(lines: int) -> cst.ParenthesizedWhitespace | None:
    """As many ends of lines, where brackets hold them; None where there is none."""
    if not lines:
        return None
    return cst.ParenthesizedWhitespace(
        empty_lines=[cst.EmptyLine(indent=False)] * (lines - 1),
        last_line=cst.SimpleWhitespace(" "),
    )


def _lines(node: cst.CSTNode) -> int:
    """How many lines end in an expression."""
    return cst.Module([]).code_for_node(node).count("\n")
