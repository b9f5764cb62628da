"""Where the values of items come from: of mappings that stand in the source, or in a file."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.dumped import dumped, field_of, mirrored
from fastscaffold.audit.facts.origins.calls import ENVIRONMENT, returned
from fastscaffold.audit.facts.origins.held import HeldSearch
from fastscaffold.audit.facts.origins.nodes import place_at
from fastscaffold.audit.facts.origins.origin import Name, Origin
from fastscaffold.audit.facts.origins.search import MAX_LOOKED_AT
from fastscaffold.audit.facts.origins.written_items import Held
from fastscaffold.audit.facts.secrets.references import is_reference
from fastscaffold.audit.facts.settings.config_files import loads_a_file, named_files, overrides
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.search import Trail
    from fastscaffold.audit.modules import Scope

_TAKES = frozenset({"as_bool", "as_int", "get", "getboolean", "getfloat", "getint", "pop"})
_CONVERTS = frozenset(
    {
        "AttrDict",
        "Box",
        "ConfigBox",
        "Dict",
        "DotDict",
        "DotMap",
        "EasyDict",
        "MappingProxyType",
        "Munch",
        "SimpleNamespace",
        "dict",
    }
)
_VALIDATES = frozenset({"from_dict", "model_validate", "parse_obj", "validate_python"})
MAX_KEYS = 6


@dataclass(frozen=True, slots=True)
class _Taken:
    """What takes an item out, step by step."""

    holder: ast.expr
    keys: tuple[str, ...]
    default: ast.expr | None


class ItemSearch(HeldSearch):
    """Looks into mappings."""

    def item(self, node: ast.expr, scope: Scope, trail: Trail, steps: int) -> list[Origin] | None:
        """The origins of an item; None where what holds it cannot be told."""
        for taken in self._taken(node, scope):
            inner = (*trail, Name(taken.keys[-1], 0))
            found = self._found(taken.holder, scope, taken, inner, steps, otherwise=taken.default)
            if found is not None:
                return found
        return None

    def entry(
        self, node: ast.expr, key: str, scope: Scope, trail: Trail, steps: int
    ) -> list[Origin] | None:
        """The origins of one entry of what an expression holds; None where it has none."""
        return self._found(node, scope, _Taken(node, (key,), None), trail, steps)

    def _found(  # noqa: PLR0917
        self,
        holder: ast.expr,
        scope: Scope,
        taken: _Taken,
        trail: Trail,
        steps: int,
        otherwise: ast.expr | None = None,
    ) -> list[Origin] | None:
        """The origins of what is taken: all that may hold, until something certainly does."""
        found: list[Origin] | None = None
        is_read = False
        for held in self._mappings(holder, scope, steps):
            is_document = isinstance(held.node, ast.Call)
            if is_read and not is_document:
                continue
            given = self._first_in(held, taken, trail, steps)
            is_whole = isinstance(held.node, ast.Dict) and not held.is_part
            if given is None and otherwise is not None and is_whole:
                given = self.of(otherwise, scope, trail, steps)
            if given is not None:
                found = [*(found or []), *given]
                # Another file may be read where a condition is told otherwise.
                is_read = is_read or is_document
                if held.is_certain and not is_document:
                    break
        return found

    def _first_in(self, held: Held, taken: _Taken, trail: Trail, steps: int) -> list[Origin] | None:
        """What a mapping has, or what holds of what it lacks; none of what it is made of again."""
        key = (id(held.node), taken.keys)
        if key in self.held_open:
            return None
        self.held_open.add(key)
        try:
            ways = (self._in(each, taken, trail, steps) for each in (held, *held.behind))
            return next((each for each in ways if each is not None), None)
        finally:
            self.held_open.discard(key)

    def _taken(self, node: ast.expr, scope: Scope) -> Iterator[_Taken]:
        """The ways in which an expression may be read as an item of another one."""
        keys: tuple[str, ...] = ()
        default: ast.expr | None = None
        names: tuple[object, ...]
        while len(keys) < MAX_KEYS:
            match node:
                case ast.Subscript(value=inner, slice=key):
                    names = (self._key(key, scope),)
                case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[_, *_]) if (
                    name in _TAKES
                ):
                    names = tuple(self._key(each, scope) for each in node.args)
                    texts = [each for each in names if isinstance(each, str)]
                    is_parser = name != "get" or len(texts) > 1
                    names = names[: 2 if is_parser and name != "pop" else 1]
                    given = {each.arg: each.value for each in node.keywords}
                    default = given.get("fallback", given.get("default"))
                    if default is None and len(node.args) > len(names):
                        default = node.args[len(names)]
                    if name == "get" and len(names) > 1 and "fallback" not in given:
                        # Of a mapping, the second is what holds without the item.
                        yield _Taken(inner, (*texts[:1], *keys), node.args[1])
                case ast.Attribute(value=inner, attr=name):
                    names = (name,)
                case _:
                    return
            if not all(isinstance(each, str) for each in names):
                return
            keys = (*(str(each) for each in names), *keys)
            node = inner
            yield _Taken(node, keys, default)

    def _mappings(self, node: ast.expr, scope: Scope, steps: int) -> Iterator[Held]:
        """What an expression that holds others may be: a dictionary, or a call that gives one."""
        self.looked_at += 1
        if steps <= 0 or self.looked_at > MAX_LOOKED_AT:
            return
        if dumped(self.index, node, scope) is not None:
            yield Held(node, scope)
            return
        match node:
            case ast.Dict():
                yield Held(node, scope)
            case _ if mirrored(node) is not None:
                yield Held(node, scope)
            case ast.Name() | ast.Attribute():
                if self.index.symbol(node, scope) in ENVIRONMENT:
                    yield Held(node, scope)
                put = list(self._put_in(node, scope)) if isinstance(node, ast.Name) else []
                yield from (each.held(outer) for each, outer in put if not each.is_default)
                behind = tuple(each.held(outer) for each, outer in put if each.is_default)
                for value, holder in self._values(node, scope):
                    for held in self._mappings(value, holder, steps - 1):
                        yield replace(held, behind=(*held.behind, *behind))
                yield from behind
            case ast.BinOp(op=ast.BitOr()):
                for held in self._mappings(node.right, scope, steps - 1):
                    yield replace(held, is_part=True)
                yield from self._mappings(node.left, scope, steps - 1)
            case ast.Call(
                func=ast.Name(id="getattr") | ast.Attribute(attr="__getattribute__"),
                args=[held, ast.Constant(value=str() as name), *_],
            ):
                yield from self._mappings(field_of(held, (name,)), scope, steps - 1)
            case ast.Call():
                name = self.index.called(node.func, scope)
                made = self.index.definition(name)
                if isinstance(made, Function):
                    for value in returned(made.node):
                        yield from self._mappings(value, made, steps - 1)
                elif dumped(self.index, node, scope) is not None:
                    yield Held(node, scope)
                elif name.rpartition(".")[2] in _CONVERTS and node.keywords and not node.args:
                    keys = [ast.Constant(each.arg) if each.arg else None for each in node.keywords]
                    pairs = ast.Dict([*keys], [each.value for each in node.keywords])
                    yield Held(ast.copy_location(pairs, node), scope)
                elif name.rpartition(".")[2] in _CONVERTS and node.args:
                    yield from self._mappings(node.args[0], scope, steps - 1)
                elif isinstance(made, Class) or name.rpartition(".")[2] in _VALIDATES:
                    for given in (*node.args[:1], *_unpacked(node)):
                        yield from self._mappings(given, scope, steps - 1)
                else:
                    yield Held(node, scope)
            case ast.BoolOp():
                for each in node.values:
                    yield from self._mappings(each, scope, steps - 1)
            case ast.Await() | ast.NamedExpr():
                yield from self._mappings(node.value, scope, steps - 1)
            case _:
                pass

    def _in(self, mapping: Held, taken: _Taken, trail: Trail, steps: int) -> list[Origin] | None:
        held, scope = mapping.node, mapping.scope
        if isinstance(held, ast.Dict):
            return self._in_dict(held, scope, taken, trail, steps)
        turned = dumped(self.index, held, scope) or mirrored(held)
        if turned is not None:
            found = self.of(field_of(turned, taken.keys), scope, trail, steps)
            return [each for each in found if each.kind != "unknown"] or None
        place = place_at(held, scope)
        name = self.index.called(held.func, scope) if isinstance(held, ast.Call) else ""
        if not name or name.rpartition(".")[2] == "dotenv_values":
            name, *deeper = taken.keys
            if deeper:
                return None
            default = self.of(taken.default, scope, trail, steps)
            return default or [self.of_environment(ast.Constant(name), place, scope, trail)]
        if not loads_a_file(name) or not isinstance(held, ast.Call):
            return None
        variable = self.config_files.value(taken.keys, named_files(held, scope))
        if variable is not None and is_reference(variable.value):
            return [Origin("environment", variable.place, UNKNOWN, trail)]
        if variable is not None:
            # What stands in a file of the repository is what is shipped.
            return [Origin("constant", variable.place, variable.typed, trail, is_default=True)]
        if taken.default is not None:
            return self.of(taken.default, scope, trail, steps)
        return [Origin("environment", place, UNKNOWN, trail)] if overrides(name) else None

    def _in_dict(
        self, held: ast.Dict, scope: Scope, taken: _Taken, trail: Trail, steps: int
    ) -> list[Origin] | None:
        first, *rest = taken.keys
        for key, value in reversed(list(zip(held.keys, held.values, strict=True))):
            if key is None:
                found = self._found(value, scope, taken, trail, steps - 1)
                if found is not None:
                    return found
            elif self.values.fold(key, scope) == first:
                if not rest:
                    return self.of(value, scope, trail, steps)
                deeper = _Taken(taken.holder, tuple(rest), taken.default)
                return self._found(value, scope, deeper, trail, steps - 1)
        return None


def _unpacked(node: ast.Call) -> Iterator[ast.expr]:
    return (each.value for each in node.keywords if each.arg is None)
