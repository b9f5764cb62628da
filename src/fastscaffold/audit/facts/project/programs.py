"""Files that people run by themselves, and that nothing else of the project loads."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import dotted
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function, Module

# Libraries that make commands of functions.
_COMMANDS = frozenset({"asyncclick", "click", "cyclopts", "typer"})
_RUNNERS = frozenset({"anyio.run", "asyncio.run", "main", "run_async"})
_MAX_STEPS = 4


@lru_cache(maxsize=2)
def programs(facts: Facts) -> frozenset[Module]:
    """Modules with ``if __name__ == "__main__"`` that nothing imports, and that serve none."""
    serving = {each.call.module for each in facts.apps}
    serving |= {each.function.module for each in facts.routes}
    loaded = facts.index.imported_among(facts.production)
    return frozenset(each for each in facts.production if is_run(each)) - serving - loaded


def is_run(module: Module) -> bool:
    """Whether a module says what it does when it is run by itself, or does it when it is loaded."""
    return bool(_main_blocks(module)) or _runs_at_once(module)


def _runs_at_once(module: Module) -> bool:
    """Whether loading a module runs a program: ``asyncio.run(main())`` without a condition."""
    called = (
        dotted(node.value.func) or ""
        for node in module.tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    )
    return any(each in _RUNNERS or each.endswith(".run_until_complete") for each in called)


def in_main_block(module: Module, node: ast.expr) -> bool:
    """Whether it stands where only running the module by itself goes, and importing it does not."""
    return any(node.lineno in lines for lines in _main_blocks(module))


# Each constant of a module asks for them.
@lru_cache(maxsize=256)
def _main_blocks(module: Module) -> list[range]:
    """The lines of ``if __name__ == "__main__":``, without those of an ``else``."""
    return [
        range(node.lineno, (node.body[-1].end_lineno or 0) + 1)
        for node in module.tree.body
        if isinstance(node, ast.If) and _asks_for_main(node.test)
    ]


def _asks_for_main(test: ast.expr) -> bool:
    return any(
        isinstance(each.ops[0], ast.Eq | ast.In) and "__main__" in constant_texts(each)
        for each in walk(test)
        if isinstance(each, ast.Compare)
    )


def is_run_by_hand(facts: Facts, function: Function, steps: int = _MAX_STEPS) -> bool:
    """Whether only tests, scripts and commands call a function, or its file is run itself."""
    if function in facts.callers.run_aside and not _may_be_called(facts, function):
        return True
    if function.module in programs(facts) or is_command(function):
        return True
    called = facts.callers.of(function)
    return (
        steps > 0
        and bool(called)
        and all(
            each.function is not None and is_run_by_hand(facts, each.function, steps - 1)
            for each in called
        )
    )


def _may_be_called(facts: Facts, function: Function) -> bool:
    """Whether a method has the name of one that production calls of something unknown."""
    return function.owner is not None and any(
        facts.callers.target(call) is None for call in facts.calls(f"*.{function.name}")
    )


def is_command(function: Function) -> bool:
    """Whether a library makes a command of a function: ``@app.command()``."""
    libraries = {each.partition(".")[0] for each in function.module.targets}
    return not libraries.isdisjoint(_COMMANDS) and any(
        (dotted(plain) or "").rpartition(".")[2] == "command"
        for decorator in function.node.decorator_list
        for plain in [decorator.func if isinstance(decorator, ast.Call) else decorator]
    )
