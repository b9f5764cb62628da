"""Files that people run by themselves, and that nothing else of the project loads."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import constant_texts

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module


@lru_cache(maxsize=2)
def programs(facts: Facts) -> frozenset[Module]:
    """Modules with ``if __name__ == "__main__"`` that nothing imports, and that serve none."""
    serving = {each.call.module for each in facts.apps}
    serving |= {each.function.module for each in facts.routes}
    loaded = {
        target
        for module in facts.production
        for target in facts.index.imported_by(module)
        if target is not module
    }
    return frozenset(each for each in facts.production if _is_run(each)) - serving - loaded


def _is_run(module: Module) -> bool:
    return any(
        isinstance(node, ast.If) and "__main__" in constant_texts(node.test)
        for node in module.tree.body
    )
