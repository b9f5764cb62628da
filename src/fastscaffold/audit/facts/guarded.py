"""Values that a helper of the project refuses before they are used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.handed_names import handed
from fastscaffold.audit.facts.text_parts import holds_name, tests_value
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts.callers import Callers
    from fastscaffold.audit.modules import Function

MAX_STEPS = 3


def is_guarded(callers: Callers, function: Function, name: str, steps: int = MAX_STEPS) -> bool:
    """Whether a function hands a name to something that raises for some of its values.

    Args:
        callers: tells what calls run.
        function: whose calls are looked at.
        name: of a variable, or of an attribute.
        steps: how many helpers may hand it on.
    """
    return steps > 0 and any(
        _refuses(helper, given) or is_guarded(callers, helper, given, steps - 1)
        for call in function.calls
        for helper, given in handed(callers, call, name)
        if helper is not function
    )


def _refuses(helper: Function, name: str) -> bool:
    """Whether a helper raises for some values of a parameter, or of what it makes of it."""
    names = {name}
    for target, values in helper.assigned.items():
        if any(holds_name(value, each) for value in values for each in tuple(names)):
            names.add(target)
    return any(
        isinstance(node, ast.If)
        and any(tests_value(node.test, each) for each in names)
        and any(isinstance(each, ast.Raise) for each in node.body)
        for node in walk(helper.node)
    )
