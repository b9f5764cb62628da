"""What was loaded out of a file of TOML or YAML, which is configuration wherever it is read."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.config_files import loads_a_file
from fastscaffold.audit.modules import Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

# How deep the tables are that a value is taken out of.
_STEPS = 5
# What data comes in as well, be it from a file.
_DATA = frozenset({"json", "orjson"})
# As what a client sends comes in, and what is asked for its content.
_SENT = frozenset({"Request", "UploadFile", "bytes"})
# What takes a text, which is the path of a file for others.
_OF_TEXTS = frozenset({"full_load", "loads", "safe_load", "unsafe_load"})
_CONTENT = frozenset({"body", "decode", "read"})
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
        and not _is_sent(value, holder, called.rpartition(".")[2])
        for mapping, holder in followed(facts, node, scope)
        for value in _parts(mapping)
    )


def _parts(mapping: ast.expr) -> list[ast.expr]:
    """What a mapping is put together from, as ``{**dotenv_values(".env"), **os.environ}`` is."""
    if not isinstance(mapping, ast.Dict):
        return [mapping]
    pairs = zip(mapping.keys, mapping.values, strict=True)
    return [value for key, value in pairs if key is None]


def _loads(name: str) -> bool:
    """Whether it loads a file, and not what was sent."""
    library, _, last = name.rpartition(".")
    return loads_a_file(name) and not (library in _DATA and last != "load")


def _is_sent(call: ast.Call, scope: Scope, loader: str) -> bool:
    """Whether what is loaded is handed to the function as a text, or as what was uploaded."""
    node = next(iter(call.args), None)
    for _ in range(_STEPS):
        match node:
            case ast.Await(value=inner):
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _CONTENT:
                node = inner
            case ast.Attribute(value=inner, attr="file"):
                node = inner
            case ast.Name(id=name) if isinstance(scope, Function) and not scope.takes(name):
                given = scope.assigned.get(name, [])
                node = given[0] if len(given) == 1 else None
            case _:
                break
    if not isinstance(node, ast.Name) or not isinstance(scope, Function):
        return False
    sent = _SENT | {"str"} if loader in _OF_TEXTS else _SENT
    return any(
        getattr(part, "id", getattr(part, "attr", "")) in sent
        for argument, _ in scope.parameters()
        if argument.arg == node.id and argument.annotation is not None
        for part in walk(argument.annotation)
    )
