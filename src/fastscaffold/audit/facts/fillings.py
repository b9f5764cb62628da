"""Calls with what loops, callers and variables give to the names in them, once for each."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.elements import bound, elements
from fastscaffold.audit.facts.substitution import (
    is_instance,
    names_of,
    qualified,
    substituted,
)
from fastscaffold.audit.modules import Module
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from fastscaffold.audit.facts.callers import Callers
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Function, Scope

    Given: TypeAlias = dict[str, ast.expr]

MAX_STEPS = 4
MAX_FILLED = 200


class Fillings:
    """Tells what calls are made of where they stand in loops and in functions of the project."""

    def __init__(self, index: Index, callers: Callers) -> None:
        self.index = index
        self.callers = callers

    def of(self, call: Call, steps: int = MAX_STEPS) -> list[Call]:
        """A call as often as it is made; itself where nothing is given to it."""
        ways = self._ways(call, steps) if steps else []
        found = [
            replace(call, node=node)
            for given in ways[:MAX_FILLED]
            if isinstance(node := substituted(call.node, given), ast.Call)
        ]
        return found or [call]

    def with_given(self, call: Call, given: Given) -> Call:
        """A call with what stands for some names, and for the variables that are made of them."""
        needed = self._needed(call)
        node = substituted(call.node, self._with_variables(given, needed))
        return replace(call, node=node) if isinstance(node, ast.Call) else call

    def arguments(self, call: Call, function: Function) -> Given:
        """What a call gives to the parameters of a function, to be read in that."""
        taken = _taken(function)
        return self._arguments(call, function, taken, [*taken])

    def _ways(self, call: Call, steps: int) -> list[Given]:
        scope = call.scope
        needed = self._needed(call)
        ways: list[Given] = list(self._of_parameters(call, set(needed), steps)) or [{}]
        for target, iterated in _loops(call):
            if not names_of(target) & set(needed):
                continue
            found: list[Given] = []
            for given in ways:
                for each in elements(self.index, substituted(iterated, given), scope):
                    filled = _fields_named(self.index, each, scope)
                    found.append({**given, **bound(target, filled)})
            ways = found or ways
        return [self._with_variables(each, needed) for each in ways if each]

    def _needed(self, call: Call) -> dict[str, ast.expr | None]:
        """The names that a call is made of, with what variables are given where that is one."""
        scope = call.scope
        found: dict[str, ast.expr | None] = {}
        waiting = list(names_of(call.node))
        sources = {name: iterated for target, iterated in _loops(call) for name in names_of(target)}
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            values = scope.assigned.get(name, [])
            found[name] = values[0] if len(values) == 1 and name not in sources else None
            source = found[name] or sources.get(name)
            waiting += sorted(names_of(source)) if source is not None else []
        return found

    def _with_variables(self, given: Given, needed: dict[str, ast.expr | None]) -> Given:
        """What is given, and the variables that depend on it."""
        made = dict(given)
        for _ in range(MAX_STEPS):
            more = {
                name: substituted(value, made)
                for name, value in needed.items()
                if value is not None
                and name not in made
                and names_of(value) & made.keys()
                and _can_move(value, made)
            }
            if not more:
                break
            made |= more
        return made

    def _of_parameters(self, call: Call, needed: set[str], steps: int) -> Iterator[Given]:
        """What callers of a function give to those of its parameters that are needed."""
        function = call.function
        if function is None:
            return
        taken = _taken(function)
        wanted = [name for name in taken if name in needed and name not in {"self", "cls"}]
        if not wanted:
            return
        for caller in self.callers.of(function):
            if caller.function is function:
                continue
            for each in self.of(caller, steps - 1):
                yield self._arguments(each, function, taken, wanted)

    def _arguments(
        self, call: Call, function: Function, taken: dict[str, ast.expr | None], wanted: list[str]
    ) -> Given:
        found = self._rest(call, function)
        for name in wanted:
            if name in found:
                continue
            argument = call.argument(name, function.position(name))
            if argument is not None:
                found[name] = qualified(self.index, argument, call.scope, function)
            elif (default := taken[name]) is not None and call.is_complete:
                found[name] = qualified(self.index, default, function.module, function)
        return found

    def _rest(self, call: Call, function: Function) -> Given:
        """What a call gives to ``*args`` and ``**kwargs``."""
        arguments = function.node.args
        own = {each.arg for each, _ in function.parameters()}
        found: Given = {}
        if arguments.vararg is not None:
            args = call.node.args[len(function.positional) :]
            given = ast.copy_location(ast.Tuple([*args], ast.Load()), call.node)
            found[arguments.vararg.arg] = qualified(self.index, given, call.scope, function)
        if arguments.kwarg is not None:
            rest = [each for each in call.node.keywords if each.arg not in own]
            keys = [ast.Constant(each.arg) if each.arg else None for each in rest]
            pairs = ast.copy_location(ast.Dict([*keys], [each.value for each in rest]), call.node)
            found[arguments.kwarg.arg] = qualified(self.index, pairs, call.scope, function)
        return found


def _taken(function: Function) -> dict[str, ast.expr | None]:
    """The parameters of a function with their defaults, ``*args`` and ``**kwargs`` included."""
    arguments = function.node.args
    found = {each.arg: default for each, default in function.parameters()}
    return found | {each.arg: None for each in (arguments.vararg, arguments.kwarg) if each}


def _can_move(value: ast.expr, given: Given) -> bool:
    """Whether an expression means the same where it is used: what is made is made once."""
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return is_instance(given.get(name))
        case _:
            return not isinstance(value, ast.Call)


def _loops(call: Call) -> list[tuple[ast.expr, ast.expr]]:
    """The targets and iterables of the loops that a call stands in, the outermost first."""
    scope = call.scope
    found: list[tuple[ast.expr, ast.expr]] = []
    for each in inside(scope.tree if isinstance(scope, Module) else scope.node):
        match each:
            case ast.For() if _holds(each.body, call.node):
                found.append((each.target, each.iter))
            case ast.ListComp(elt=made) | ast.SetComp(elt=made) | ast.GeneratorExp(elt=made) if (
                _holds([made], call.node)
            ):
                found += [(one.target, one.iter) for one in each.generators]
            case _:
                pass
    return found


def _holds(nodes: Sequence[ast.AST], call: ast.Call) -> bool:
    return any(each is call for node in nodes for each in ast.walk(node))


def _fields_named(index: Index, node: ast.expr, scope: Scope) -> ast.expr:
    """An instance of a class of the project with its fields by name, as of a dataclass."""
    if not isinstance(node, ast.Call) or not node.args:
        return node
    made = index.class_of(node.func, scope)
    if made is None or "__init__" in made.functions:
        return node
    names = [
        each.target.id
        for each in made.node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
    keywords = [ast.keyword(name, value) for name, value in zip(names, node.args, strict=False)]
    filled = ast.Call(node.func, [], [*keywords, *node.keywords])
    return ast.copy_location(filled, node)
