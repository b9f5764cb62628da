"""Where a value comes from: through names, parameters, settings, constructors and helpers."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import SCHEMAS, SETTINGS, Field, own_fields
from fastscaffold.audit.facts.origins.classes import Choices
from fastscaffold.audit.facts.origins.expressions import ExpressionSearch
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.facts.settings.config_files import ConfigFiles
from fastscaffold.audit.facts.settings.shipped import Shipped
from fastscaffold.audit.modules import Call, Class, Function

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from fastscaffold.audit.facts.origins.origin import Origin
    from fastscaffold.audit.facts.origins.written_items import Written
    from fastscaffold.audit.facts.routing.routes import Route
    from fastscaffold.audit.facts.running.callers import Callers
    from fastscaffold.audit.facts.settings.env_files import EnvFiles
    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope
    from fastscaffold.audit.values import Values

MAX_STEPS = 20
_NAMED_AS_SETTINGS = re.compile(r"(?:Config|Configuration|Settings)$")
# How code goes through what a class names with a type.
_ASK_ANNOTATIONS = ("__annotations__", "get_annotations(", "get_type_hints(")
MAX_ORIGINS = 60


class Origins:
    """Looks for origins; what cannot be told is ``unknown``, never left out."""

    def __init__(
        self,
        index: Index,
        values: Values,
        callers: Callers,
        routes: list[Route],
        env_files: EnvFiles,
    ) -> None:
        self.index = index
        self.env_files = env_files
        self.config_files = ConfigFiles(env_files.configuration, env_files.modules)
        self.written: dict[tuple[str, int], list[Written]] = {}
        self.values = values
        self.callers = callers
        self.routes = routes
        self.shipped = Shipped(values, callers)
        self.choices = Choices(index, self.shipped)

    @cached_property
    def nested(self) -> frozenset[str]:
        """Models that settings are made of: they come from outside, too."""
        settings = [
            each for each in self.index.classes() if self.index.is_a(each.symbol, *SETTINGS)
        ]
        # What they derive from.
        bases = {name for each in settings for name in self.index.ancestors(each.symbol)}
        filled = [*self._filled_from_outside(), *self._filled_by_annotations()]
        own = {each.symbol for each in filled}
        return frozenset(bases | own | self._made_of([*settings, *filled]))

    def _made_of(self, holders: list[Class]) -> set[str]:
        """The models that fields of some classes hold, and those that theirs do in turn."""
        found: set[str] = set()
        waiting = list(holders)
        while waiting:
            holder = waiting.pop()
            for field in own_fields(holder):
                kind = self.index.annotated(field.annotation, holder)
                definition = self.index.definition(kind)
                if not isinstance(definition, Class) or definition.symbol in found:
                    continue
                if self.index.is_a(definition.symbol, *SCHEMAS):
                    found.add(definition.symbol)
                    waiting.append(definition)
        return found

    def _filled_from_outside(self) -> Iterator[Class]:
        """Models that are named as settings, and that only a file or the environment can fill.

        The project makes none itself, and no client sends any.
        """
        sent = [
            model
            for route in self.routes
            for parameter in route.parameters
            if parameter.kind != "depends"
            for name in [self.index.annotated(parameter.annotation, route.module)]
            if isinstance(model := self.index.definition(name), Class)
        ]
        of_clients = {each.symbol for each in sent} | self._made_of(sent)
        for each in self.index.classes():
            if (
                _NAMED_AS_SETTINGS.search(each.name)
                and each.module.is_production
                and each.symbol not in of_clients
                and self.index.is_a(each.symbol, *SCHEMAS)
                and not self.callers.of_class(each.symbol)
            ):
                yield each

    def _filled_by_annotations(self) -> Iterator[Class]:
        """Classes named as settings whose module reads the environment for all that they name."""
        for module in mentioning(self.env_files.modules, *_ASK_ANNOTATIONS):
            if any("environ" in line or "getenv" in line for line in module.lines):
                for each in module.classes.values():
                    if _NAMED_AS_SETTINGS.search(each.name):
                        yield each

    @cached_property
    def sent(self) -> frozenset[tuple[Function, str]]:
        """Parameters of endpoints, and of what they depend on, that a client may fill in."""
        own = {
            (route.function, parameter.name)
            for route in self.routes
            for parameter in route.parameters
            if parameter.kind != "depends"
        }
        depended = {
            (function, argument.arg)
            for route in self.routes
            for dependency in route.dependencies
            for function in dependency.filled
            for argument, _ in function.parameters()
        }
        return frozenset(own | depended)

    @cached_property
    def given_later(self) -> dict[str, list[tuple[str, ast.expr, Scope]]]:
        """What attributes of names are given, by the attribute: ``settings.key = read()``."""
        found: dict[str, list[tuple[str, ast.expr, Scope]]] = {}
        for module in self.env_files.modules:
            scopes: list[Scope] = [module, *module.functions.values()]
            for scope in scopes:
                for target, values in scope.assigned.items():
                    holder, _, name = target.rpartition(".")
                    if holder.isidentifier() and holder not in {"self", "cls"}:
                        found.setdefault(name, []).extend((holder, each, scope) for each in values)
        return found

    def of(self, node: ast.expr | None, scope: Scope) -> list[Origin]:
        """All origins of an expression."""
        return ExpressionSearch(self).of(node, scope, (), MAX_STEPS)[:MAX_ORIGINS]

    def of_argument(self, call: Call, name: str, position: int | None = None) -> list[Origin]:
        """All origins of an argument, which may come with others as ``**options``."""
        value = call.argument(name, position)
        if value is not None:
            return self.of(value, call.scope)
        search = ExpressionSearch(self)
        for keyword in call.node.keywords:
            if keyword.arg is None:
                found = search.entry(keyword.value, name, call.scope, (), MAX_STEPS)
                if found is not None:
                    return found[:MAX_ORIGINS]
        return []

    def of_field(self, field: Field) -> list[Origin]:
        """All origins of what a field holds."""
        return ExpressionSearch(self).of_field(field, (), MAX_STEPS)[:MAX_ORIGINS]
