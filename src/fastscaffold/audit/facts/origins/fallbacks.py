"""What functions give where something cannot be made."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from fastscaffold.audit.facts.origins.origin import Origin


def falls_back(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function tries to give one thing, and gives another where that fails."""
    return any(
        all(any(isinstance(one, ast.Return) for one in part) for part in (each.body, failed))
        for each in inside(node, ast.Try)
        for failed in [[last for held in each.handlers for last in held.body]]
    )


def as_shipped(origins: list[Origin]) -> list[Origin]:
    """What holds where nothing is set in the environment, of which one only has to be tried."""
    defaults = [each for each in origins if each.kind == "constant"]
    others = [each for each in origins if each.kind not in {"constant", "environment"}]
    if not defaults or others:
        return origins
    return [replace(each, is_default=True) for each in defaults]
