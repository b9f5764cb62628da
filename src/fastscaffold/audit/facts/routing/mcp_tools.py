"""Functions that a server of MCP answers its clients with."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Function

_REGISTERS = frozenset({"prompt", "resource", "tool"})


@lru_cache(maxsize=2)
def mcp_tools(facts: Facts) -> frozenset[Function]:
    """The functions that are decorated as tools, resources or prompts: ``@mcp.tool()``."""
    if next(iter(facts.imports("fastmcp", "mcp")), None) is None:
        return frozenset()
    return frozenset(
        function
        for module in facts.production
        for function in module.functions.values()
        if any(_registers(facts, function, each) for each in function.node.decorator_list)
    )


def _registers(facts: Facts, function: Function, decorator: ast.expr) -> bool:
    plain = decorator.func if isinstance(decorator, ast.Call) else decorator
    if not isinstance(plain, ast.Attribute) or plain.attr not in _REGISTERS:
        return False
    kind = facts.index.kind(plain.value, function.parent or function.module) or ""
    return kind.endswith("FastMCP")
