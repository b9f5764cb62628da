"""What functions give where something is not there, or cannot be made."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from fastscaffold.audit.facts.origin import Origin


def falls_back(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function gives another thing where one is not there, or cannot be made."""
    for each in inside(node, ast.If, ast.Try):
        match each:
            case ast.If(test=test, body=[*_, ast.Return()]):
                if _is_missing(test):
                    return True
            case ast.Try(body=body, handlers=handlers):
                failed = [last for held in handlers for last in held.body]
                if all(any(isinstance(e, ast.Return) for e in part) for part in (body, failed)):
                    return True
            case _:
                pass
    return False


def _is_missing(test: ast.expr) -> bool:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name()):
            return True
        case ast.Compare(left=ast.Name(), ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant()]):
            return True
        case _:
            return False


def as_shipped(origins: list[Origin]) -> list[Origin]:
    """What holds where nothing is set in the environment, of which one only has to be tried."""
    defaults = [each for each in origins if each.kind == "constant"]
    others = [each for each in origins if each.kind not in {"constant", "environment"}]
    if not defaults or others:
        return origins
    return [replace(each, is_default=True) for each in defaults]
