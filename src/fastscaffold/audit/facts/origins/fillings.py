"""Calls with what loops, callers and variables give to the names in them, once for each."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.elements import bound, elements
from fastscaffold.audit.facts.origins.substitution import is_instance, qualified, substituted
from fastscaffold.audit.modules import Module
from fastscaffold.audit.nodes import names_in
from fastscaffold.audit.walking import inside, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Call, Function, Scope

    Given: TypeAlias = dict[str, ast.expr]
    # A name, what it is given, and the names in that.
    Variable: TypeAlias = tuple[str, ast.expr, set[str]]
    # What a loop gives something to, and what it goes through.
    Loop: TypeAlias = tuple[ast.expr, ast.expr]

MAX_STEPS = 4
MAX_FILLED = 200


class Fillings:
    """Tells what calls are made of where they stand in loops and in functions of the project.

    Attributes:
        cut: calls that are made more often than is looked at.
    """

    def __init__(self, index: Index, callers: Callers) -> None:
        self.index = index
        self.callers = callers
        self.cut: set[ast.Call] = set()
        self._known: dict[tuple[ast.Call, int], list[Call]] = {}
        self._loops: dict[ast.AST, dict[ast.Call, list[Loop]]] = {}

    def of(self, call: Call, steps: int = MAX_STEPS) -> list[Call]:
        """A call as often as it is made; itself where nothing is given to it."""
        if steps == 0:
            return [call]
        key = (call.node, steps)
        if key not in self._known:
            self._known[key] = self._filled(call, steps) or [call]
        return self._known[key]

    def _filled(self, call: Call, steps: int) -> list[Call]:
        return [
            replace(call, node=node)
            for given in self._ways(call, steps)
            if isinstance(node := substituted(call.node, given), ast.Call)
        ]

    def with_given(self, call: Call, given: Given) -> Call:
        """A call with what stands for some names, and for the variables that are made of them."""
        node = substituted(call.node, _with_variables(given, self._variables(call)))
        return replace(call, node=node) if isinstance(node, ast.Call) else call

    def arguments(self, call: Call, function: Function) -> Given:
        """What a call gives to the parameters of a function, to be read in that."""
        taken = _taken(function)
        return self._arguments(call, function, taken, [*taken])

    def _ways(self, call: Call, steps: int) -> list[Given]:
        loops = self._loops_around(call)
        variables = self._variables(call)
        needed = self._needed(call, loops)
        ways = self._first(call, self._of_parameters(call, needed, steps)) or [{}]
        for target, iterated in loops:
            if names_in(target) & needed:
                ways = self._first(call, self._each(call, ways, target, iterated)) or ways
        return [_with_variables(each, variables) for each in ways if each]

    def _first(self, call: Call, ways: Iterator[Given]) -> list[Given]:
        """As many ways as are looked at; that there are more is kept."""
        found = list(islice(ways, MAX_FILLED + 1))
        if len(found) > MAX_FILLED:
            self.cut.add(call.node)
        return found[:MAX_FILLED]

    def _each(
        self, call: Call, ways: list[Given], target: ast.expr, iterated: ast.expr
    ) -> Iterator[Given]:
        """What is given, once for each element that a loop goes through."""
        for given in ways:
            for each in elements(self.index, substituted(iterated, given), call.scope):
                yield {**given, **bound(target, _fields_named(self.index, each, call.scope))}

    def _variables(self, call: Call) -> list[Variable]:
        """The variables that a call is made of, but for those that its loops go through."""
        found: dict[str, Variable | None] = {}
        looped = {name for target, _ in self._loops_around(call) for name in names_in(target)}
        waiting = list(names_in(call.node))
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found[name] = None
            values = call.scope.assigned.get(name, [])
            if len(values) == 1 and name not in looped:
                found[name] = (name, values[0], names_in(values[0]))
                waiting += sorted(names_in(values[0]))
        return [each for each in found.values() if each is not None]

    def _needed(self, call: Call, loops: list[Loop]) -> set[str]:
        """All names that a call is made of, those in what its loops go through included."""
        found: set[str] = set()
        waiting = list(names_in(call.node))
        sources = {name: iterated for target, iterated in loops for name in names_in(target)}
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            values = call.scope.assigned.get(name, [])
            value = values[0] if len(values) == 1 and name not in sources else sources.get(name)
            waiting += sorted(names_in(value)) if value is not None else []
        return found

    def _loops_around(self, call: Call) -> list[Loop]:
        """The loops that a call stands in, the outermost first."""
        scope = call.scope
        holder = scope.tree if isinstance(scope, Module) else scope.node
        if holder not in self._loops:
            self._loops[holder] = _loops(holder)
        return self._loops[holder].get(call.node, [])

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
            if caller.node in self.cut:
                self.cut.add(call.node)

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


def _with_variables(given: Given, variables: list[Variable]) -> Given:
    """What is given, and the variables that depend on it."""
    made = dict(given)
    for _ in range(MAX_STEPS):
        more = {
            name: substituted(value, made)
            for name, value, names in variables
            if name not in made and names & made.keys() and _can_move(value, made)
        }
        if not more:
            break
        made |= more
    return made


def _loops(holder: ast.AST) -> dict[ast.Call, list[Loop]]:
    """The targets and iterables of the loops that calls stand in, the outermost first."""
    found: dict[ast.Call, list[Loop]] = {}
    for each in inside(holder):
        body: Sequence[ast.AST]
        match each:
            case ast.For(body=body):
                loops = [(each.target, each.iter)]
            case ast.ListComp(elt=made) | ast.SetComp(elt=made) | ast.GeneratorExp(elt=made):
                body = [made]
                loops = [(one.target, one.iter) for one in each.generators]
            case _:
                continue
        for statement in body:
            for node in walk(statement):
                if isinstance(node, ast.Call):
                    found.setdefault(node, []).extend(loops)
    return found


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
