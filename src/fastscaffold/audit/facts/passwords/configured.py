"""Passwords that the deployment is set up with, of which no user is the owner."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SETTINGS, is_table
from fastscaffold.audit.modules import Class, dotted

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_CONFIGURATION = re.compile(r"(?i)(^|_)(cfg|conf|config|configuration|settings)$")


def is_configured(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether this is what the deployment is set up with: nobody keeps a digest of that.

    Users have settings, too: those that a client sends, or that a table keeps, are no such thing.
    """
    origins = facts.origins.of(node, scope)
    if origins and all(each.is_settings for each in origins):
        return True
    match node:
        case ast.Attribute(value=held) | ast.Subscript(value=held):
            pass
        case ast.Call(func=ast.Attribute(attr="get", value=held)):
            pass
        case _:
            return False
    holder = held.func if isinstance(held, ast.Call) else held
    if not _CONFIGURATION.search((dotted(holder) or "").rpartition(".")[2]):
        return False
    kind = facts.index.kind(held, scope)
    defined = facts.index.definition(kind)
    if isinstance(defined, Class):
        nested = facts.origins.nested
        if facts.index.is_a(defined.symbol, *SETTINGS) or defined.symbol in nested:
            return True
        if is_table(facts.index, defined):
            return False
    return not any(each.parameter in facts.origins.sent for each in origins)
