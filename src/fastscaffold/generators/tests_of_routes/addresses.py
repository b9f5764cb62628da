"""Addresses of requests, as expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.generators.tests_of_routes.samples import UnforeseeableError, sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.audit.facts import Route
    from fastscaffold.audit.facts.requests.input_types import Input
    from fastscaffold.audit.facts.requests.inputs import Inputs

_PLACEHOLDER = re.compile(r"\{(\w+)(:[^}]*)?\}")
_READABLE = re.compile(r"[\w./~-]*")
_CONVERTED = {":int": "int", ":uuid": "uuid"}
_MISSING_UUID = "00000000-0000-4000-8000-000000000000"
_MISSING_NUMBER = 2_000_000_000


def placeholders(path: str) -> tuple[str, ...]:
    """The names of the parameters of a path."""
    return tuple(match.group(1) for match in _PLACEHOLDER.finditer(path))


def is_readable(path: str) -> bool:
    """Whether a path holds nothing that would have to be escaped."""
    return _READABLE.fullmatch(_PLACEHOLDER.sub("", path)) is not None


def collection(path: str) -> str:
    """What stands before the first parameter of a path; the whole of it where there is none."""
    found = _PLACEHOLDER.search(path)
    return path if found is None else path[: found.start()].rstrip("/")


def shape(path: str) -> str:
    """A path whatever its parameters are called."""
    return _PLACEHOLDER.sub("{}", path)


def spoken(path: str) -> str:
    """A path as texts of tests say it, in which braces would look like a forgotten ``f``."""
    return _PLACEHOLDER.sub(r"<\1>", path)


class Addresses:
    """Writes the addresses of one module of tests.

    Attributes:
        prefix: what all of them begin with.
        constants: names of the module, with their expressions.
    """

    def __init__(self, routes: Sequence[Route], inputs: Inputs) -> None:
        self._inputs = inputs
        self.prefix = _common([collection(route.path) for route in routes])
        self.constants: dict[str, str] = {}
        if self.prefix:
            self.constants["URL"] = repr(self.prefix)

    def of(self, path: str, values: Mapping[str, str]) -> str:
        """The expression of a path, each parameter replaced by an expression."""
        rest = path.removeprefix(self.prefix)
        if not rest and self.prefix:
            return "URL"
        text = _PLACEHOLDER.sub(lambda match: "{" + values[match.group(1)] + "}", rest)
        begins = "{URL}" if self.prefix else ""
        return f'f"{begins}{text}"' if begins or "{" in text else f'"{text}"'

    def unknown(self, route: Route) -> str | None:
        """An address of nothing that is there; None where it cannot be written."""
        values: dict[str, str] = {}
        for name in placeholders(route.path):
            constant = self._missing(route, name)
            if constant is None:
                return None
            values[name] = constant
        return self.of(route.path, values) if values else None

    def malformed(self, route: Route) -> str | None:
        """An address whose only parameter cannot be read."""
        found = _PLACEHOLDER.findall(route.path)
        if len(found) != 1 or found[0][1]:
            return None
        kind = self.parameter(route, found[0][0]).kind
        if kind not in {"int", "uuid"}:
            return None
        return self.of(_PLACEHOLDER.sub("not-a-key", route.path), {})

    def parameter(self, route: Route, name: str) -> Input:
        """What a parameter of the path admits."""
        for each in route.parameters:
            if each.name == name:
                return self._inputs.of(each.annotation, each.default, route.module)
        return self._inputs.of(None, None, route.module)

    def _missing(self, route: Route, name: str) -> str | None:
        value = self.parameter(route, name)
        converted = dict(_PLACEHOLDER.findall(route.path))[name]
        kind = _CONVERTED.get(converted, value.kind)
        if kind == "uuid":
            return self._constant(kind, repr(_MISSING_UUID))
        if kind == "int" and not {"le", "lt", "multiple_of"} & value.bounds.keys():
            return self._constant(kind, f"{_MISSING_NUMBER:_}")
        if kind == "str" and not value.bounds:
            return self._constant(kind, repr("no-such-key"))
        try:
            text = sample(value, "unknown", other=True)
        except UnforeseeableError:
            return None
        return self._constant(f"{kind}_{name}", repr(text)) if kind == "str" else None

    def _constant(self, kind: str, expression: str) -> str:
        known = {given: name for name, given in self.constants.items()}
        if expression in known:
            return known[expression]
        name = "UNKNOWN" if "UNKNOWN" not in self.constants else f"UNKNOWN_{kind.upper()}"
        self.constants[name] = expression
        return name


def _common(paths: Sequence[str]) -> str:
    """The segments that all paths begin with."""
    first, *others = [path.split("/") for path in paths]
    for other in others:
        same = [one == two for one, two in zip(first, other, strict=False)]
        first = first[: same.index(False) if False in same else len(same)]
    return "/".join(first)
