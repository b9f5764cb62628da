"""Mappings that objects are turned into: ``Settings().dict()`` holds what the fields do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

_METHODS = frozenset({"_asdict", "as_dict", "asdict", "dict", "model_dump", "to_dict"})
_FUNCTIONS = frozenset(
    {
        "attr.asdict",
        "attrs.asdict",
        "dataclasses.asdict",
        "dict",
        "fastapi.encoders.jsonable_encoder",
        "vars",
    }
)


def dumped(index: Index, node: ast.expr, scope: Scope) -> ast.expr | None:
    """The object whose fields are the entries of what an expression gives; None for any other."""
    match node:
        case ast.Attribute(value=held, attr="__dict__"):
            pass
        case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _METHODS:
            pass
        case ast.Call(func=function, args=[held, *_]) if (
            index.called(function, scope) in _FUNCTIONS
        ):
            pass
        case ast.Call():
            held = node  # settings that are read by keys themselves
            if index.method(index.kind(held, scope), "__getitem__") is None:
                return None
        case _:
            return None
    return held if isinstance(index.definition(index.kind(held, scope)), Class) else None


def field_of(held: ast.expr, names: tuple[str, ...]) -> ast.expr:
    """What an entry of such a mapping is, as the field that it is of, and so on inwards."""
    for name in names:
        held = ast.copy_location(ast.Attribute(held, name, ast.Load()), held)
    return held


def mirrored(node: ast.expr) -> ast.expr | None:
    """The object, a module mostly, whose attributes a mapping holds by their own names.

    As ``vars(defaults)`` and ``{name: getattr(defaults, name) for name in dir(defaults)}`` do.
    """
    match node:
        case ast.Call(func=ast.Name(id="vars"), args=[held]):
            return held
        case ast.Attribute(value=held, attr="__dict__"):
            return held
        case ast.DictComp(
            key=ast.Name(id=key),
            value=ast.Call(func=ast.Name(id="getattr"), args=[held, ast.Name(id=read), *_]),
        ) if key == read:
            return held
        case ast.DictComp(
            key=ast.Name(),
            value=ast.Name(),
            generators=[ast.comprehension(iter=ast.Call(func=ast.Attribute(attr="items") as of))],
        ):
            return mirrored(of.value)
        case ast.DictComp(
            key=ast.Name(),
            value=ast.Name(),
            generators=[
                ast.comprehension(
                    iter=ast.Call(
                        func=ast.Name(id="getmembers") | ast.Attribute(attr="getmembers"),
                        args=[held, *_],
                    )
                )
            ],
        ):
            return held
        case _:
            return None
