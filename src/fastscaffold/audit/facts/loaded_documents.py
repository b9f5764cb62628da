"""What was loaded out of a file of TOML or YAML, which is configuration wherever it is read."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.config_files import loads_a_file
from fastscaffold.audit.facts.followed import followed
from fastscaffold.audit.facts.secret_names import words

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

# How deep the tables are that a value is taken out of.
_STEPS = 5
# What data comes in as well, be it from a file.
_DATA = frozenset({"json", "orjson"})
_CONFIGURING = frozenset({"conf", "config", "configuration", "secrets", "settings"})


@lru_cache(maxsize=2)
def loads_documents(facts: Facts) -> bool:
    """Whether production source loads any, before each value is looked at."""
    return any(
        _loads(facts.index.origin(call)) for module in facts.production for call in module.calls
    )


def is_loaded(facts: Facts, node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is such a document, or a table of one."""
    if not loads_documents(facts):
        return False
    for _ in range(_STEPS):
        match node:
            case ast.Subscript(value=inner):
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr="get"), args=[_, *_]):
                node = inner
            case _:
                break
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    configures = bool(_CONFIGURING & set(words(name)))
    return any(
        isinstance(value, ast.Call)
        and _loads(called := facts.index.called(value.func, holder))
        and (configures or called.partition(".")[0] not in _DATA)
        for value, holder in followed(facts, node, scope)
    )


def _loads(name: str) -> bool:
    """Whether it loads a file, and not what was sent."""
    library, _, last = name.rpartition(".")
    return loads_a_file(name) and not (library in _DATA and last != "load")
