"""Conditions that always turn out the same, whatever they are asked of."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import (
    Class,
    Function,
    decorator_names,
    dotted,
    is_property,
    last_called,
)
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

_PLAIN = frozenset({"classmethod", "override", "staticmethod"})
_CLIENTS = frozenset({"redis.asyncio.Redis", "redis.asyncio.client.Redis"})
# Other methods of these clients, as those that make locks and pipelines, are plain.
_COROUTINES = frozenset(
    {
        "decr", "delete", "eval", "evalsha", "exists", "expire", "get", "getdel", "getset",
        "hdel", "hexists", "hget", "hgetall", "hlen", "hset", "hsetnx", "incr", "incrby", "keys",
        "llen", "lpop", "lpush", "lrange", "mget", "persist", "ping", "rpop", "rpush", "sadd",
        "scard", "set", "setex", "setnx", "sismember", "smembers", "srem", "ttl", "zadd", "zcard",
        "zrange", "zrank", "zrem", "zscore",
    }
)  # fmt: skip
# Methods that say whether an object is true.
_HAS_TRUTH = frozenset({"__bool__", "__len__"})
# Bases that say nothing of it.
_BARE = frozenset({"abc.ABC", "object", "typing.Generic", "typing.Protocol"})
# Calls that give the same when they are made again; others may read on.
_REPEATABLE = frozenset({"casefold", "getattr", "len", "lower", "str", "strip", "upper"})


def settled(facts: Facts, function: Function) -> Iterator[tuple[ast.expr, str]]:
    """The conditions of a function that say nothing, and why they do not."""
    kinds = (ast.Assert, ast.If, ast.IfExp, ast.While)
    nodes: Iterator[ast.Assert | ast.If | ast.IfExp | ast.While] = own_nodes(function, *kinds)
    for node in nodes:
        for operand in _operands(node.test):
            why = _why(facts, operand, function)
            if why is not None:
                yield operand, why
        for each in _parts(node.test):
            why = _of_choices(each)
            if why is not None:
                yield each, why


def _operands(test: ast.expr) -> Iterator[ast.expr]:
    """What is asked for its truth."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            yield from _operands(inner)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _operands(each)
        case _:
            yield test


def _parts(test: ast.expr) -> Iterator[ast.expr]:
    """A condition and what it is made of, but not what calls are given, which is no condition."""
    waiting: list[ast.AST] = [test]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call | ast.Lambda):
            continue
        if isinstance(node, ast.expr):
            yield node
        waiting += ast.iter_child_nodes(node)


def _why(facts: Facts, operand: ast.expr, function: Function) -> str | None:
    match operand:
        case ast.Call() if _is_coroutine(facts, operand, function):
            return "is not awaited: a coroutine is always true"
        case ast.Name(id=name) if _holds_coroutine(facts, name, function):
            return "holds a coroutine that nobody awaits, which is always true"
        case ast.Name() | ast.Attribute() if _is_uncalled(facts, operand, function):
            return "is a function that is not called, which is always true"
        case ast.Name(id=name) if _is_object(facts, name, function):
            return "is an object of the module, which is always true"
        case _:
            return None


def _is_coroutine(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a call makes a coroutine, and nothing awaits it at once."""
    call = next((each for each in function.calls if each.node is node), None)
    if call is None or call.awaited:
        return False
    client, _, method = facts.index.origin(call).rpartition(".")
    if client in _CLIENTS:
        return method in _COROUTINES
    target = facts.callers.target(call)
    if not isinstance(target, Function) or not target.is_async:
        return False
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in own_nodes(target)):
        return False
    return _PLAIN.issuperset(decorator_names(target))


def _holds_coroutine(facts: Facts, name: str, function: Function) -> bool:
    made = function.assigned.get(name, [])
    if len(made) != 1 or not _is_coroutine(facts, made[0], function):
        return False
    # Whoever is given it may await it, before or after the question.
    return not any(
        isinstance(each, ast.Name) and each.id == name
        for node in own_nodes(function)
        if isinstance(node, ast.Await | ast.Call | ast.Return | ast.Yield)
        for each in walk(node)
    )


def _is_uncalled(facts: Facts, node: ast.expr, function: Function) -> bool:
    """Whether a function or a method is asked, and not what it says."""
    if isinstance(node, ast.Name):
        # What a module gives to the name may be None, where an import fails.
        if node.id in function.assigned or node.id in function.module.assigned:
            return False
        if function.takes(node.id):
            return False
        named = facts.index.definition(facts.index.symbol(node, function))
        return isinstance(named, Function) and named.owner is None and named.name == node.id
    if not isinstance(node, ast.Attribute) or dotted(node) in function.assigned:
        return False
    method = facts.index.method(facts.index.kind(node.value, function) or "", node.attr)
    return method is not None and not method.node.decorator_list and not is_property(method)


def _is_object(facts: Facts, name: str, function: Function) -> bool:
    """Whether a name is what the module makes once of a class that has no truth of its own."""
    module = function.module
    match module.assigned.get(name, []):
        case [ast.Call(func=called)]:
            made = facts.index.class_of(called, module)
        case _:
            return False
    if made is None or name in _set_from_within(module):
        return False
    within: Function | None = function
    while within is not None:
        if within.takes(name) or name in _bound(within):
            return False
        within = within.parent
    named = (each for each in facts.index.ancestors(made.symbol) if each not in _BARE)
    bases = [facts.index.definition(each) for each in named]
    return all(
        isinstance(each, Class) and not each.node.keywords and _HAS_TRUTH.isdisjoint(each.functions)
        for each in bases
    )


# Each condition of a function asks for the same.
@lru_cache(maxsize=256)
def _set_from_within(module: Module) -> frozenset[str]:
    """The names of a module that its functions may give something else."""
    return frozenset(name for each in walk(module.tree, ast.Global) for name in each.names)


@lru_cache(maxsize=256)
def _bound(function: Function) -> frozenset[str]:
    """What a function gives names to that are its own, imports and errors included."""
    found: set[str | None] = set()
    for node in walk(function.node):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.alias(name=name, asname=known):
                found.add(known or name)
            case ast.ExceptHandler(name=name) | ast.MatchAs(name=name):
                found.add(name)
            case _:
                pass
    return frozenset(each for each in found if each is not None)


def _of_choices(node: ast.AST) -> str | None:
    """Why a comparison with several values is none."""
    match node:
        case ast.BoolOp(op=ast.Or(), values=[*compared, last]) if _is_true(last):
            asked = any(isinstance(each, ast.Compare) for each in compared)
            return "ends in a value that is always true" if asked else None
        case ast.BoolOp(op=ast.Or(), values=values) if _differ(values, ast.NotEq):
            return "is always true: nothing is equal to both"
        case ast.BoolOp(op=ast.And(), values=values) if _differ(values, ast.Eq):
            return "is never true: nothing is equal to both"
        case ast.Compare(comparators=[ast.BoolOp(values=choices)]) if all(map(_is_true, choices)):
            return "compares with one of the values only"
        case _:
            return None


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def _differ(values: Iterable[ast.expr], kind: type[ast.cmpop]) -> bool:
    """Whether one thing is compared with two values that differ."""
    found: dict[str, set[object]] = {}
    for each in values:
        match each:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as op], comparators=[right]):
                value = _constant(right)
                if isinstance(op, kind) and value is not None and _is_repeatable(left):
                    found.setdefault(ast.dump(left), set()).add(value)
            case _:
                pass
    return any(len(each) > 1 for each in found.values())


def _is_repeatable(node: ast.expr) -> bool:
    """Whether what is asked for twice is the same twice."""
    for each in walk(node):
        if isinstance(each, ast.Await | ast.NamedExpr | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(each, ast.Call):
            name = last_called(each)
            if name not in _REPEATABLE and not (name == "get" and each.args):
                return False
    return True


def _constant(node: ast.expr) -> object:
    """A literal, or the name of a constant as members of enumerations are."""
    if isinstance(node, ast.Constant):
        return node.value
    name = dotted(node) or ""
    return name if "." in name and name.rpartition(".")[2].isupper() else None
