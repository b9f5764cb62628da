"""What nodes of the tree mean to the origin of a value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.origin import Name, words
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.modules import Call, Class, Function, dotted, module_of
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.modules import Scope

_LISTS = (ast.List, ast.Tuple, ast.ListComp)


def place_at(node: ast.expr, scope: Scope) -> Place:
    """The place of an expression."""
    module = module_of(scope)
    return Place(module.path, node.lineno)


def call_of(node: ast.Call, scope: Scope) -> Call:
    """A call that stands in a scope."""
    module = module_of(scope)
    function = scope if isinstance(scope, Function) else None
    return Call(module, node, function, scope if isinstance(scope, Class) else None)


def is_given(origin: Origin) -> bool:
    """Whether it is more than a default of None."""
    return origin.kind != "constant" or origin.value is not None


def is_placeholder(origin: Origin) -> bool:
    """Whether it is what stands for a value until there is one."""
    if origin.kind != "constant" or isinstance(origin.value, bool):
        return False
    return origin.value is None or origin.value == 0 or not str(origin.value)


def put_in(name: str, calls: list[Call], holder: ast.AST) -> list[ast.expr]:
    """What is put into a list or a set of a name after it was made."""
    grown = [
        each.value
        for each in inside(holder, ast.AugAssign)
        if isinstance(each.op, ast.Add)
        and isinstance(each.target, ast.Name)
        and each.target.id == name
        # A number that grows is another one then.
        and (isinstance(each.value, _LISTS) or _is_list(name, holder))
    ]
    return grown + [
        each.node.args[-1]
        for each in calls
        if isinstance(each.node.func, ast.Attribute)
        and each.node.func.attr in {"add", "append", "extend", "insert", "update"}
        and isinstance(each.node.func.value, ast.Name)
        and each.node.func.value.id == name
        and each.node.args
    ]


def _is_list(name: str, holder: ast.AST) -> bool:
    """Whether a name is given a list, written where it is given."""
    for each in inside(holder, ast.Assign, ast.AnnAssign):
        match each:
            case (
                ast.Assign(targets=[ast.Name(id=held)], value=ast.List() | ast.ListComp())
                | ast.AnnAssign(target=ast.Name(id=held), value=ast.List() | ast.ListComp())
            ) if held == name:
                return True
            case _:
                pass
    return False


def looped(name: str, holder: ast.AST) -> list[ast.expr]:
    """What a loop goes through whose variable has a name."""
    return [
        each.iter
        for each in inside(holder)
        if isinstance(each, ast.For | ast.AsyncFor)
        and isinstance(each.target, ast.Name)
        and each.target.id == name
    ]


def is_in_loop(node: ast.expr, holder: ast.AST) -> bool:
    """Whether an expression may run more than once in one call of what holds it."""
    return any(
        each.lineno <= node.lineno <= (each.end_lineno or each.lineno)
        for each in inside(holder, ast.For, ast.AsyncFor, ast.While)
    )


def stems(node: ast.Attribute) -> Iterator[ast.expr]:
    """What attributes are taken of, the longest first: ``self.settings`` and ``self``."""
    inner: ast.expr = node.value
    yield inner
    while isinstance(inner, ast.Attribute):
        inner = inner.value
        yield inner


def with_stem(node: ast.expr, stem: ast.expr, other: ast.expr) -> ast.expr:
    """The same attributes, taken of something else."""
    if node is stem or not isinstance(node, ast.Attribute):
        return other
    inner = with_stem(node.value, stem, other)
    return ast.copy_location(ast.Attribute(inner, node.attr, ast.Load()), node)


def default_of(value: ast.expr | None) -> ast.expr | None:
    """The default in what a field is given; None where it has to be given."""
    if not isinstance(value, ast.Call):
        return value
    name = (dotted(value.func) or "").rpartition(".")[2]
    if name not in {"Field", "FieldInfo", "attrib", "field", "ib"}:
        return value
    given = {each.arg: each.value for each in value.keywords}
    default = given.get("default", value.args[0] if value.args else None)
    if isinstance(default, ast.Constant) and default.value is ...:
        return None
    factory = given.get("default_factory", given.get("factory"))
    if default is None and factory is not None:
        if isinstance(factory, ast.Lambda):
            return factory.body
        return ast.copy_location(ast.Call(factory, [], []), factory)
    return default


def unpacked(call: Call, name: str) -> ast.expr | None:
    """What ``**values`` gives for a name, where the values stand in the same function."""
    for keyword in call.node.keywords:
        if keyword.arg is not None:
            continue
        held: list[ast.expr] = [keyword.value]
        if isinstance(keyword.value, ast.Name):
            holder = call.function or call.module
            held = holder.assigned.get(keyword.value.id, [])
            held = held or call.module.assigned.get(keyword.value.id, [])
        for each in held:
            if isinstance(each, ast.Dict):
                for key, value in zip(each.keys, each.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == name:
                        return value
    return None


def around(call: Call, function: Function) -> Iterator[Name]:
    """What a call says of its purpose: who calls, what it gives, what is called with what else."""
    if call.function is not None:
        yield Name(call.function.name, 2)
        for name, values in call.function.assigned.items():
            if any(each is call.node for each in values):
                yield Name(name.rpartition(".")[2], 1)
    yield Name(function.name, 1)
    for node in arguments_of(call.node):
        yield from words(node)
