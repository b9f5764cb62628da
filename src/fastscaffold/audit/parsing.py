"""Python source to trees that rules can read, whatever the source.

``ast`` is ten times as fast as libcst and knows the place of each expression, but only the syntax
of the interpreter that runs it. What is newer is lowered by libcst to the same meaning on the same
lines, and then read by ``ast``, so that everything behind this module knows one kind of tree.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.operators import operators

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 200
# Each `elif` is one level deeper in the tree than the one before.
MAX_ELIFS = 1_000
# What libcst takes for a chain of operators grows with its square: a minute for five thousand.
MAX_OPERATORS = 3_000

_BRACKETS = re.compile(r"[(\[{]+|[)\]}]+")
_NO_BRACKETS = re.compile(r"[^(\[{}\])]+")
_CHANGES = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}
_TYPE_STATEMENT = re.compile(r"(?m)^[ \t]*type[ \t]+\w+")
_ELIF = re.compile(r"(?m)^[ \t]*elif\b")
_INDENT = re.compile(rf"(?m)^(?:[ ]{{{MAX_DEPTH * 2}}}|\t{{{MAX_DEPTH}}})[ \t]*\S")


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Why a file has no tree.

    Attributes:
        hostile: whether it would have been read but for its nesting.
    """

    reason: str
    line: int = 1
    hostile: bool = False


def parse(text: str) -> ast.Module | Unparsable:
    """Read a module."""
    if _too_deep(text):
        return Unparsable(f"nested deeper than {MAX_DEPTH} levels", hostile=True)
    try:
        return _parse(text)
    except SyntaxError as error:
        lowered = _lowered(text)
        if lowered is not None:
            try:
                return _parse(lowered)
            except (MemoryError, RecursionError, SyntaxError, ValueError):
                pass
        return Unparsable(f"cannot be parsed: {error.msg}", error.lineno or 1)
    except ValueError as error:
        return Unparsable(f"cannot be parsed: {error}")
    except (MemoryError, RecursionError):
        return Unparsable(f"nested deeper than {MAX_DEPTH} levels", hostile=True)


def parse_expression(text: str) -> ast.expr | None:
    """Read an expression, such as an annotation that is a text; None where it is none."""
    try:
        return ast.parse(text, mode="eval").body
    except (MemoryError, RecursionError, SyntaxError, ValueError):
        return None


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # An unknown escape is a warning, which is for the file's own run to give.
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    if _TYPE_STATEMENT.search(text):
        _assign_aliases(tree)
    return tree


def _assign_aliases(tree: ast.Module) -> None:
    """Make assignments of ``type X = ...``, as lowering does for older interpreters."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            found = getattr(node, name, None)
            if isinstance(found, list):
                statements = cast("list[ast.stmt]", found)
                statements[:] = map(_assigned, statements)


def _assigned(statement: ast.stmt) -> ast.stmt:
    if type(statement).__name__ != "TypeAlias":  # ast has it from Python 3.12 on.
        return statement
    parts = vars(statement)
    return ast.copy_location(ast.Assign([parts["name"]], parts["value"]), statement)


def _too_deep(text: str) -> bool:
    if text.count("elif") > MAX_ELIFS and len(_ELIF.findall(text)) > MAX_ELIFS:
        return True
    return _may_nest(text) and (_nests(text) or _INDENT.search(text) is not None)


def _may_nest(text: str) -> bool:
    """Whether brackets or indents may be too deep: told in a tenth of the time.

    What closes more than was opened makes the depth lower than it is, by no more than the lowest.
    """
    if any(indent in text for indent in (" " * (MAX_DEPTH * 2), "\t" * MAX_DEPTH)):
        return True
    depths = list(accumulate(map(_CHANGES.__getitem__, _NO_BRACKETS.sub("", text)), initial=0))
    return max(depths) - min(depths) > MAX_DEPTH


def _nests(text: str) -> bool:
    depth = 0
    for _, change in _brackets(text):
        depth = max(depth + change, 0)
        if depth > MAX_DEPTH:
            return True
    return False


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets stand, and by how many levels they open or close."""
    for match in _BRACKETS.finditer(text):
        run = match.group()
        yield match.start(), len(run) if run[0] in "([{" else -len(run)


def _lowered(text: str) -> str | None:
    """The same module in the syntax of Python 3.11; None where libcst cannot read it either."""
    if operators(text) > MAX_OPERATORS:
        return None
    from fastscaffold.audit.lowering import lower  # noqa: PLC0415 # few files need libcst

    return lower(text)
