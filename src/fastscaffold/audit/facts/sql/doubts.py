"""Values that are quoted into SQL by hand, and of which nobody can tell where they come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.programs import is_run_by_hand
from fastscaffold.audit.facts.sql.taints import Taints

if TYPE_CHECKING:
    import ast

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

# A text that something is compared with, or that is kept; not a path, nor a vector.
_BEFORE_TEXT = re.compile(r"(?is)(?:=|\blike|\(|,)\s*'%?$")


class Doubts(Taints):
    """Takes for sent, too, what is quoted and cannot be followed to its end."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts, before=_BEFORE_TEXT)

    def are_of(self, call: Call) -> bool:
        """Whether what a call gives away may be sent by somebody."""
        # What stands in a module runs once, whatever is asked for later.
        return call.function is not None and not is_run_by_hand(self.facts, call.function)

    def _from_outside(self, node: ast.expr, scope: Scope, value: bool) -> bool:  # noqa: FBT001
        return value and any(each.kind == "unknown" for each in self.facts.origins.of(node, scope))
