"""What a module says about its application: who makes it, who includes what into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

import libcst as cst

from fastscaffold.edits.python.blocks import walk_statements
from fastscaffold.edits.python.names import Bindings, dotted, string_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.edits.python.blocks import Block, Statement

Kind: TypeAlias = Literal["app", "router"]

_KINDS: dict[str, Kind] = {"FastAPI": "app", "APIRouter": "router"}


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """An assignment ``name = FastAPI(...)`` or ``name = APIRouter(...)``, or such a parameter.

    Attributes:
        prefix: of a router; None where it cannot be told.
        small: position on its logical line; -1 for a parameter.
    """

    name: str
    kind: Kind
    prefix: str | None
    statement: Statement
    small: int


@dataclass(frozen=True, slots=True, eq=False)
class Include:
    """A call ``receiver.include_router(argument, prefix=...)``.

    Attributes:
        routers: dotted names; several in a loop over a list of them, none where it cannot be told.
        prefix: None where it cannot be told.
        expression: the statement that is nothing but the call; None when the call is a part.
    """

    receiver: str
    routers: tuple[str, ...]
    prefix: str | None
    statement: Statement
    expression: cst.Expr | None
    in_loop: bool


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """Any other call that stands as a statement or on the right of an assignment."""

    function: str
    arguments: tuple[tuple[str | None, str], ...]
    statement: Statement


@dataclass
class Facts:
    """Everything that is known of a module."""

    bindings: Bindings = field(default_factory=Bindings)
    made: list[Made] = field(default_factory=list[Made])
    unnamed: list[Statement] = field(default_factory=list["Statement"])
    includes: list[Include] = field(default_factory=list[Include])
    calls: list[Call] = field(default_factory=list[Call])
    functions: dict[str, list[Statement]] = field(default_factory=dict[str, "list[Statement]"])
    writes: dict[str, list[tuple[Statement, int]]] = field(
        default_factory=dict[str, "list[tuple[Statement, int]]"]
    )
    constants: dict[str, cst.BaseExpression] = field(default_factory=dict[str, cst.BaseExpression])
    classes: dict[str, Kind] = field(default_factory=dict[str, Kind])


def gather(module: Block) -> Facts:
    """Read a module."""
    facts = Facts()
    statements = list(walk_statements(module))
    for statement in statements:
        facts.bindings.add(statement)
        _gather_definition(statement, facts)
    for statement in statements:
        for position, small in enumerate(statement.small):
            _gather_small(statement, position, small, facts)
    return facts


def strings(node: cst.BaseExpression | None, facts: Facts) -> str | None:
    """The value of a string literal, or of a module's constant that is one; None for others."""
    if node is None:
        return ""
    if isinstance(node, cst.Name) and len(facts.writes.get(node.value, ())) == 1:
        node = facts.constants.get(node.value, node)
    if isinstance(node, cst.SimpleString):
        return string_value(node)
    return None


def _gather_definition(statement: Statement, facts: Facts) -> None:
    node = statement.node
    match node:
        case cst.FunctionDef():
            _gather_function(statement, node, facts)
        case cst.ClassDef():
            _write(facts, node.name.value, statement)
            for base in node.bases:
                kind = _kind(base.value, statement, facts)
                if kind is not None:
                    facts.classes[node.name.value] = kind
        case cst.For():
            _write_target(facts, node.target, statement)
        case cst.With():
            for item in node.items:
                if item.asname is not None:
                    _write_target(facts, item.asname.name, statement)
        case _:
            pass


def _gather_function(statement: Statement, node: cst.FunctionDef, facts: Facts) -> None:
    facts.functions.setdefault(node.name.value, []).append(statement)
    _write(facts, node.name.value, statement)
    for parameter in _parameters(node):
        annotation = parameter.annotation
        if annotation and _kind(annotation.annotation, statement, facts) == "app":
            facts.made.append(Made(parameter.name.value, "app", "", statement, -1))


def _parameters(node: cst.FunctionDef) -> Iterator[cst.Param]:
    parameters = node.params
    yield from parameters.posonly_params
    yield from parameters.params
    yield from parameters.kwonly_params


def parameter_names(node: cst.FunctionDef) -> tuple[str, ...]:
    """The names of a function's parameters, positional ones first."""
    return tuple(parameter.name.value for parameter in _parameters(node))


def _gather_small(
    statement: Statement, position: int, small: cst.BaseSmallStatement, facts: Facts
) -> None:
    value = _value(small)
    targets = _targets(small)
    for target in targets:
        _write_target(facts, target, statement, position)
    if isinstance(value, cst.Await):
        value = value.expression
    if isinstance(value, cst.Call):
        _gather_call(statement, position, small, value, facts)
    elif value is not None and len(targets) == 1 and statement.block.kind == "module":
        name = dotted(targets[0])
        if name is not None:
            facts.constants[name] = value


def _gather_call(
    statement: Statement, position: int, small: cst.BaseSmallStatement, call: cst.Call, facts: Facts
) -> None:
    kind = _kind(call.func, statement, facts)
    if kind is not None:
        names = [name for target in _targets(small) if (name := dotted(target)) is not None]
        if not names and kind == "app":
            facts.unnamed.append(statement)
        for name in names[:1]:
            prefix = strings(_argument(call, "prefix", None), facts) if kind == "router" else ""
            facts.made.append(Made(name, kind, prefix, statement, position))
        return
    match call.func:
        case cst.Attribute(value=receiver, attr=cst.Name(value="include_router")):
            name = dotted(receiver)
            if name is not None:
                facts.includes.append(_include(statement, small, name, call, facts))
            return
        case _:
            pass
    function = dotted(call.func)
    if function is not None:
        arguments = tuple(
            (argument.keyword.value if argument.keyword else None, dotted(argument.value) or "")
            for argument in call.args
        )
        facts.calls.append(Call(function, arguments, statement))


def _include(
    statement: Statement,
    small: cst.BaseSmallStatement,
    receiver: str,
    call: cst.Call,
    facts: Facts,
) -> Include:
    argument = _argument(call, "router", 0)
    name = dotted(argument)
    looped = None if name is None else _looped_over(statement, name.partition(".")[0], facts)
    routers: tuple[str, ...] = () if name is None else (name,)
    return Include(
        receiver=receiver.removesuffix(".router") if receiver.count(".") else receiver,
        routers=routers if looped is None else looped,
        prefix=strings(_argument(call, "prefix", None), facts),
        statement=statement,
        expression=small if isinstance(small, cst.Expr) else None,
        in_loop=looped is not None,
    )


def _looped_over(statement: Statement, name: str, facts: Facts) -> tuple[str, ...] | None:
    """What a name runs through, in the loop around a statement; None where no loop binds it."""
    block = statement.block
    while not block.direct and block.owner is not None:
        node = block.owner.node
        if isinstance(node, cst.For) and dotted(node.target) == name:
            return _elements(node.iter, facts)
        block = block.owner.block
    return None


def _elements(node: cst.BaseExpression, facts: Facts) -> tuple[str, ...]:
    if isinstance(node, cst.Name):
        node = facts.constants.get(node.value, node)
    if not isinstance(node, cst.Tuple | cst.List | cst.Set):
        return ()
    return tuple(name for element in node.elements if (name := dotted(element.value)) is not None)


def _argument(call: cst.Call, keyword: str, position: int | None) -> cst.BaseExpression | None:
    for index, argument in enumerate(call.args):
        if argument.keyword is not None:
            if argument.keyword.value == keyword:
                return argument.value
        elif argument.star == "**":
            # It may hold the keyword, so nothing is known of it.
            return argument.value
        elif index == position and not argument.star:
            return argument.value
    return None


def _kind(node: cst.BaseExpression, statement: Statement, facts: Facts) -> Kind | None:
    name = string_value(node) if isinstance(node, cst.SimpleString) else dotted(node)
    if name is None:
        return None
    if name in facts.classes:
        return facts.classes[name]
    target, _ = facts.bindings.resolve(name, statement)
    return _KINDS.get(target.rpartition(".")[2])


def _value(small: cst.BaseSmallStatement) -> cst.BaseExpression | None:
    match small:
        case cst.Expr() | cst.Return() | cst.Assign() | cst.AnnAssign():
            return small.value
        case _:
            return None


def _targets(small: cst.BaseSmallStatement) -> list[cst.BaseExpression]:
    """What a statement binds, or unbinds."""
    match small:
        case cst.Assign():
            return [target.target for target in small.targets]
        case cst.AnnAssign() | cst.AugAssign() | cst.Del():
            return [small.target]
        case _:
            return []


def _write_target(
    facts: Facts, target: cst.BaseExpression, statement: Statement, position: int = 0
) -> None:
    if isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            _write_target(facts, element.value, statement, position)
        return
    name = dotted(target)
    if name is not None:
        _write(facts, name, statement, position)


def _write(facts: Facts, name: str, statement: Statement, position: int = 0) -> None:
    facts.writes.setdefault(name, []).append((statement, position))
