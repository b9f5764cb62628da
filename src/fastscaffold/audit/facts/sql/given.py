"""What calls give to the parameters that texts of SQL are made of, and what helpers return."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.origins.calls import returned, yielded
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.requests.sent import Sent
from fastscaffold.audit.facts.running.handed import handed_to
from fastscaffold.audit.facts.running.handed_names import handed
from fastscaffold.audit.facts.running.held_names import is_held
from fastscaffold.audit.facts.sql.sent import SentValues
from fastscaffold.audit.facts.texts.parts import grown_by, kept_in
from fastscaffold.audit.facts.walking import unpacked
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope


class GivenValues(SentValues, ABC):
    """Follows values through calls: into a helper by one call, and out of one by all calls."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._requests = Sent(facts)
        # The calls by which helpers were entered: their parameters are what these give.
        self._frames: tuple[tuple[Function, Call], ...] = ()

    @abstractmethod
    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether clients decide what an expression is."""

    def _parameter(self, node: ast.Name, function: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether a call of a function gives what clients decide for a parameter."""
        name = node.id
        if self.harmless.is_parameter(function, name):
            return False
        entered = [place for place, (each, _) in enumerate(self._frames) if each is function]
        if entered:
            call = self._frames[entered[-1]][1]
            return self._argument(call, node, function, value, steps, entered[-1])
        is_sent = (function, name) in self.facts.origins.sent
        if is_sent and self._is_sent_unchecked(node, function, value):
            return True
        depended = self._requests.dependency(function, name)
        if depended is not None and depended[0]:
            return any(
                self._taints(each, maker, value, steps - 1)
                for maker in depended[0]
                for each in [*returned(maker.node), *yielded(maker.node)]
            )
        calls = [*self.facts.callers.of(function), *handed_to(self.facts).get(function, [])]
        if not calls:
            return not is_sent and self._from_outside(node, function, value)
        return any(self._argument(call, node, function, value, steps) for call in calls)

    def _is_sent_unchecked(self, node: ast.Name, function: Function, value: bool) -> bool:  # noqa: FBT001
        """Whether clients decide a parameter, and nothing that a route depends on refuses it."""
        return self._from_outside(node, function, value) and not any(
            is_held(each, node.id, each.node)
            for route in self.facts.routes
            if route.function is function
            for dependency in route.dependencies
            for each in dependency.filled
            if each is not function and each.takes(node.id)
        )

    def _argument(  # noqa: PLR0917
        self,
        call: Call,
        node: ast.Name,
        function: Function,
        value: bool,  # noqa: FBT001
        steps: int,
        frame: int | None = None,
    ) -> bool:
        """Whether one call gives what clients decide, read where that call stands."""
        given = call.argument(node.id, function.position(node.id))
        if given is None:
            # It may stand among others, as in ``find(**filters)``, or a decorator gives it.
            default = next((d for a, d in function.parameters() if a.arg == node.id), None)
            is_defaulted = call.is_complete and default is not None
            return not is_defaulted and self._from_outside(node, function, value)
        kept, self._frames = self._frames, self._frames[: frame or 0]
        try:
            return self._taints(given, call.scope, value, steps - 1)
        finally:
            self._frames = kept

    def _rest(self, function: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether clients decide the names of what a function takes as ``**rest``, or a value."""
        entered = [call for each, call in self._frames if each is function][-1:]
        for call in entered or self.facts.callers.of(function):
            for keyword in call.node.keywords:
                is_decisive = keyword.arg is None or (value and not function.takes(keyword.arg))
                if is_decisive and self._taints(keyword.value, call.scope, value, steps - 1):
                    return True
        return False

    def _values_in(self, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """The values of a mapping that a function fills, or that its callers hand to it."""
        if isinstance(node, ast.Dict):
            yield from ((each, scope) for each in node.values)
        if not isinstance(node, ast.Name) or not isinstance(scope, Function):
            return
        yield from ((each, scope) for each in kept_in(scope, node.id))
        for call in self.facts.callers.of(scope) if scope.takes(node.id) else ():
            given = call.argument(node.id, scope.position(node.id))
            if isinstance(given, ast.Dict):
                yield from ((each, call.scope) for each in given.values)
            elif isinstance(given, ast.Name) and call.function is not None:
                yield from ((each, call.scope) for each in kept_in(call.function, given.id))

    def _returned(self, function: Function, call: Call, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether what a helper returns for a call is what clients decide."""
        for each in self.facts.index.implementations(function) or [function]:
            kept, self._frames = self._frames, (*self._frames, (each, call))
            try:
                given = list(returned(each.node)) or list(yielded(each.node))
                if any(self._taints(one, each, value, steps - 1) for one in given):
                    return True
            finally:
                self._frames = kept
        return False

    def _unpacked(self, name: str, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether a name is a part of something, and clients decide that part."""
        for whole, index in unpacked(scope, name):
            call = call_of(whole, scope)
            target = self.facts.callers.target(call)
            if not isinstance(target, Function):
                if self._taints(whole, scope, value, steps - 1):
                    return True
                continue
            kept, self._frames = self._frames, (*self._frames, (target, call))
            try:
                parts = [each.elts for each in returned(target.node) if isinstance(each, ast.Tuple)]
                if any(
                    self._taints(part, target, value, steps - 1)
                    for each in parts
                    for part in each[index : index + 1]
                ):
                    return True
            finally:
                self._frames = kept
        return False

    def _kept(self, node: ast.Attribute, scope: Function, steps: int) -> bool:
        """Whether a list that an object keeps is given what clients decide by its methods."""
        name = f"self.{node.attr}"
        return scope.owner is not None and any(
            self._taints(text, method, False, steps - 1)  # noqa: FBT003
            for method in scope.module.functions.values()
            if method.owner is scope.owner
            for text in grown_by(method, name)
        )

    def _filled(self, name: str, function: Function, steps: int) -> bool:
        """Whether a helper that is given a list adds to it what clients decide."""
        for call in function.calls:
            for helper, parameter in handed(self.facts.callers, call, name):
                grown = grown_by(helper, parameter)
                if any(self._taints(each, helper, False, steps - 1) for each in grown):  # noqa: FBT003
                    return True
        return False
