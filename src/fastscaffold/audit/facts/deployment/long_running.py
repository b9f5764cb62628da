"""Programs that run until they are stopped: nobody waits for what they print."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import called_name, last_called
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Call, Function, Module

# Servers of files, which ``serve_forever``, are for those who develop.
_FOREVER = frozenset({"loop_forever", "run_forever", "start_consuming"})
_ASKS = frozenset({"input", "prompt"})
_EXITS = frozenset({"SystemExit", "_exit", "exit", "os._exit", "quit", "sys.exit"})
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def keeps_running(module: Module) -> bool:
    """Whether a module has a loop without an end, and asks nobody before it goes on."""
    return _keeps_running(module, module.calls, walk(module.tree))


def runs_forever(function: Function) -> bool:
    """Whether a function has such a loop."""
    return _keeps_running(function.module, function.calls, own_nodes(function, ast.While))


def _keeps_running(module: Module, calls: Iterable[Call], nodes: Iterable[ast.AST]) -> bool:
    called = {last_called(call.node) for call in calls}
    # Whoever is to stop it with a key reads what it prints.
    if called & _ASKS or any("KeyboardInterrupt" in line for line in module.lines):
        return False
    return bool(called & _FOREVER) or any(
        isinstance(node, ast.While) and _is_endless(node) for node in nodes
    )


def _is_endless(loop: ast.While) -> bool:
    test = loop.test
    if not (isinstance(test, ast.Constant) and test.value):
        return False
    return not any(_ends(node) for node in _inside(loop))


def _ends(node: ast.AST) -> bool:
    """Whether a loop is left there, the whole program with it or until somebody asks again."""
    match node:
        case ast.Break() | ast.Return() | ast.Yield() | ast.YieldFrom():
            return True
        case ast.Call():
            return called_name(node) in _EXITS
        case ast.Raise(exc=ast.Name(id=name)):
            return name in _EXITS
        case ast.Raise(exc=ast.Call(func=ast.Attribute(attr=name)) | ast.Attribute(attr=name)):
            return name == "Exit"  # of Typer and Click
        case _:
            return False


def _inside(loop: ast.While) -> Iterator[ast.AST]:
    """What a loop does itself; a loop within it may well end, which is no end of this one."""
    waiting: list[tuple[ast.AST, bool]] = [(each, False) for each in loop.body]
    while waiting:
        node, is_nested = waiting.pop()
        if isinstance(node, _INNER) or (is_nested and isinstance(node, ast.Break)):
            continue
        yield node
        nested = is_nested or isinstance(node, ast.For | ast.AsyncFor | ast.While)
        waiting += [(each, nested) for each in children(node)]
