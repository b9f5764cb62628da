"""What names, attributes and calls turn out to be, followed back to where a request enters."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import SCHEMAS, all_fields
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.origins.passing import passed_on
from fastscaffold.audit.facts.requests.harmless import Harmless
from fastscaffold.audit.facts.requests.sent import Said
from fastscaffold.audit.facts.requests.validators import is_text_checked
from fastscaffold.audit.facts.running.guarded import is_guarded
from fastscaffold.audit.facts.texts.parts import (
    checks,
    grown_by,
    is_checked,
    is_refused,
    looped_over,
)
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, dotted, enclosing_class
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.requests.sent import Sent
    from fastscaffold.audit.modules import Call, Scope

    Check: TypeAlias = Callable[[Function, str], bool]

MAX_DEPTH = 30
MAX_LOOKED_AT = 600
MAX_CALLS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Where an expression is read.

    Attributes:
        call: what runs the function, where that is known.
        outer: where the call stands.
        through: the call in this scope by which the value gets to where it is used.
        loops: what variables of comprehensions go through.
    """

    scope: Scope
    call: Call | None = None
    outer: Frame | None = None
    through: ast.Call | None = None
    loops: Mapping[str, ast.expr] = field(default_factory=dict[str, ast.expr])

    def key(self, node: ast.expr) -> tuple[int, ...]:
        """What tells an expression here from itself anywhere else."""
        found = [id(node), id(self.scope)]
        frame: Frame | None = self
        while frame is not None and len(found) < MAX_CALLS + 2:
            found.append(id(frame.call.node) if frame.call is not None else 0)
            frame = frame.outer
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a name or a call turns out to be: an expression, or something of a request."""

    node: ast.expr
    frame: Frame
    said: Said | None = None


def frame_of(call: Call) -> Frame:
    """Where the arguments of a call are read."""
    return Frame(call.scope, through=call.node)


class Forms:
    """Follows expressions for one question, which ends whatever names lead to each other.

    Args:
        facts: of the project.
        sent: what clients send.
        handed: calls that threads and tasks make of functions, by function.
        check: tells of a function, and a name in it, whether the name is checked there.
    """

    def __init__(
        self,
        facts: Facts,
        sent: Sent,
        handed: Mapping[Function, list[Call]],
        check: Check | None = None,
    ) -> None:
        self.facts = facts
        self.index = facts.index
        self.sent = sent
        self.handed = handed
        self.check = check
        self.harmless = Harmless(facts.index)
        self.open: set[tuple[int, ...]] = set()
        self.looked_at = 0

    def of(self, node: ast.expr, frame: Frame, *, grown: bool = False) -> Iterator[Form]:
        """What an expression turns out to be.

        Args:
            node: the expression.
            frame: where it is read.
            grown: whether what is added to a text or a list on the way is part of it.
        """
        key = frame.key(node)
        self.looked_at += 1
        too_far = len(self.open) > MAX_DEPTH or self.looked_at > MAX_LOOKED_AT
        if key in self.open or too_far:
            return
        self.open.add(key)
        try:
            yield from list(self._forms(node, frame, grown))
        finally:
            self.open.discard(key)

    def _forms(self, node: ast.expr, frame: Frame, grown: bool) -> Iterator[Form]:  # noqa: FBT001
        inner: list[ast.expr]
        match node:
            case ast.Await() | ast.NamedExpr() | ast.Starred():
                inner = [node.value]
            case ast.IfExp():
                inner = [node.body, node.orelse]
            case ast.BoolOp():
                inner = node.values
            case ast.Name():
                yield from self._name(node, frame, grown)
                return
            case ast.Attribute():
                yield from self._attribute(node, frame)
                return
            case ast.Subscript():
                yield from self._item(node.value, node.slice, frame)
                return
            case ast.Call():
                yield from self._call(node, frame, grown)
                return
            case _:
                yield Form(node, frame)
                return
        for each in inner:
            yield from self.of(each, frame, grown=grown)

    def _name(self, node: ast.Name, frame: Frame, grown: bool) -> Iterator[Form]:  # noqa: FBT001
        if node.id in frame.loops:
            yield from self.of(frame.loops[node.id], replace(frame, loops={}))
            return
        current = frame.scope
        while isinstance(current, Function):
            here = frame if current is frame.scope else Frame(current)
            values = current.assigned.get(node.id, [])
            added = list(grown_by(current, node.id)) if grown else []
            given = current.takes(node.id)
            loop = None if values or given else looped_over(current, node.id)
            if (values or given or loop) and self._is_checked(here, node.id):
                return
            # What is made of the old value of the same name begins with what was given.
            anew = any(here.key(each) in self.open for each in values)
            for each in [*values, *added, *([loop.iter] if loop else [])]:
                yield from self.of(each, here, grown=grown)
            if given and (anew or not values):
                yield from self._parameter(node, current, here, grown)
            if values or given or loop:
                return
            current = current.parent or current.module
        yield Form(node, frame)

    def _parameter(
        self,
        node: ast.Name,
        function: Function,
        frame: Frame,
        grown: bool,  # noqa: FBT001
    ) -> Iterator[Form]:
        name = node.id
        if self.harmless.is_parameter(function, name):
            return
        if frame.call is not None and frame.outer is not None:
            value = frame.call.argument(name, function.position(name))
            if value is not None:
                outer = replace(frame.outer, through=frame.call.node)
                yield from self.of(value, outer, grown=grown)
            return
        part = self.sent.parameter(function, name)
        depends = self.sent.dependency(function, name)
        if part is not None:
            yield Form(node, frame, Said(name, part))
        elif depends is not None:
            functions, fields = depends
            if fields is not None and self.index.is_a(fields.symbol, *SCHEMAS):
                yield Form(node, frame, Said(name, "query"))
            for each in functions:
                for value in returned(each):
                    yield from self.of(value, Frame(each), grown=grown)
        for call in [*self.facts.callers.of(function), *self.handed.get(function, [])]:
            value = call.argument(name, function.position(name))
            if value is not None:
                yield from self.of(value, frame_of(call), grown=grown)
        if part is None:
            yield Form(node, frame)

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Iterator[Form]:
        scope = frame.scope
        if isinstance(scope, Function) and self._is_checked(frame, node.attr):
            return
        if self.harmless.is_value(node, scope) or self._is_text_checked(node, scope):
            return
        part = self.sent.mapping(node, scope)
        if part is not None:
            yield Form(node, frame, Said(unparsed(node), part))
            return
        held = scope.assigned.get(dotted(node) or "", []) if isinstance(scope, Function) else []
        for value in held:
            yield from self.of(value, frame)
        owner = self._class_of(node.value, scope)
        if held or self.sent.is_request(node.value, scope):
            return
        if owner is not None and not self.index.is_a(owner.symbol, *SCHEMAS):
            for method in owner.functions.values():
                for value in method.assigned.get(f"self.{node.attr}", []):
                    yield from self.of(value, Frame(method))
            return
        told = False
        for form in self.of(node.value, frame):
            if form.said is not None and not (form.said.part == "file" and node.attr == "size"):
                told = True
                yield Form(node, frame, replace(form.said, what=unparsed(node)))
        if not told:
            yield Form(node, frame)

    def _class_of(self, node: ast.expr, scope: Scope) -> Class | None:
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            return enclosing_class(scope)
        found = self.index.definition(self.index.kind(node, scope))
        return found if isinstance(found, Class) else None

    def _is_text_checked(self, node: ast.Attribute, scope: Scope) -> bool:
        """Whether a field is held to more than its type."""
        owner = self._class_of(node.value, scope)
        field = all_fields(self.index, owner).get(node.attr) if owner is not None else None
        return field is not None and is_text_checked(self.facts, field)

    def _is_checked(self, frame: Frame, name: str) -> bool:
        function = frame.scope
        return isinstance(function, Function) and (
            is_checked(function, name, frame.through)
            or is_refused(function, name)
            or (self.check is not None and self.check(function, name))
            or is_guarded(self.facts.callers, function, name)
        )

    # Calls and items

    def _call(self, node: ast.Call, frame: Frame, grown: bool) -> Iterator[Form]:  # noqa: FBT001
        part = self.sent.reading(node, frame.scope)
        if part is not None:
            yield Form(node, frame, Said(unparsed(node), part))
            return
        call = call_of(node, frame.scope)
        target = self.facts.callers.target(call)
        if isinstance(target, Function):
            if not checks(target.name):
                for value in returned(target):
                    yield from self.of(value, Frame(target, call, frame), grown=grown)
            return
        match node:
            case ast.Call(func=ast.Attribute(value=held, attr="get" | "pop"), args=[key, *_]):
                yield from self._item(held, key, frame)
                return
            case _:
                passed = passed_on(node, self.index.called(node.func, frame.scope))
        if passed is None:
            yield Form(node, frame)
        else:
            yield from self.of(passed, frame, grown=grown)

    def _item(self, node: ast.expr, key: ast.expr, frame: Frame) -> Iterator[Form]:
        """What is taken out of something: of a mapping that stands there the value of the key."""
        for form in self.of(node, frame):
            match form.node:
                case ast.Dict(keys=keys, values=values) if isinstance(key, ast.Constant):
                    for name, value in zip(keys, values, strict=True):
                        if isinstance(name, ast.Constant) and name.value == key.value:
                            yield from self.of(value, form.frame)
                case ast.Dict() | ast.List() | ast.Tuple():
                    pass
                case _ if form.said is not None:
                    yield replace(form, said=form.said)
                case _:
                    yield Form(form.node, form.frame)
