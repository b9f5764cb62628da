"""Bodies and queries of requests: valid ones, and what they are refused for."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.requests.input_types import Input, InputField
from fastscaffold.audit.modules import Class
from fastscaffold.generators.tests_of_routes.entrances import to_fill
from fastscaffold.generators.tests_of_routes.samples import (
    UnforeseeableError,
    sample,
    wrong_values,
)
from fastscaffold.generators.tests_of_routes.view import Fixture, Wrongs
from fastscaffold.model.reserved import BUILTINS, HARD_KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.audit.facts.requests.inputs import Inputs

_KEYS = frozenset({"int", "str", "uuid"})
_BODIES = frozenset({"list", "mapping", "model"})
JSON_OBJECT = "dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Factory:
    """A factory of rows of a feature that was generated."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A body of a request.

    Attributes:
        value: what is asked for.
        names: what is sent of it.
    """

    fixture: Fixture
    value: Input
    names: tuple[str, ...]


class Bodies:
    """Writes the bodies of one module of tests.

    Attributes:
        fixtures: by name, in the order in which they are needed.
        imports: lines that they need.
    """

    def __init__(
        self,
        facts: Facts,
        inputs: Inputs,
        factories: Mapping[str, Factory],
        taken: frozenset[str],
    ) -> None:
        self._facts = facts
        self._inputs = inputs
        self._factories = factories
        self._taken = taken
        self.fixtures: dict[str, Fixture] = {}
        self.imports: set[str] = set()

    def of(self, route: Route, name: str, *, partial: bool) -> Sent | None:
        """The fixture of a valid body; None where the route takes none.

        Args:
            route: takes it.
            name: of the fixture, where no other has it.
            partial: what it changes is something that is there.
        """
        value = self._asked(route)
        if value is None:
            return None
        name = self.free(name, f"{route.function.name}_body")
        if value.kind == "model" and not value.examples and not value.doubts:
            fixture, names = self._object(value, name, partial=partial)
        else:
            fixture, names = self._whole(value, name)
        self.fixtures[name] = fixture
        return Sent(fixture, value, names)

    def free(self, *names: str) -> str:
        """The first name that no fixture has, and that hides nothing of Python."""
        for name in names:
            if name not in self.fixtures and self._may_be(name):
                return name
        return f"{names[-1]}_of_test"

    def name_of(self, value: str) -> str:
        """What the fixture of a value that requests hold is called."""
        return value if self._may_be(value) else f"valid_{value}"

    def _may_be(self, name: str) -> bool:
        return name not in self._taken | BUILTINS | HARD_KEYWORDS

    def query(self, route: Route) -> tuple[str, Wrongs]:
        """The parameters that have to be given, as an argument, and what is refused.

        Raises:
            UnforeseeableError: no value of one that has to be given is sure to be accepted.
        """
        fields = list(self._parameters(route))
        given = {each.name: sample(each.value, each.name) for each in fields if each.is_required}
        wrongs = tuple(
            (each.name, wrong.code, f"{each.name}: {wrong.reason}")
            for each in fields
            # All that an address holds is text, and an empty one may stand for none.
            if each.value.kind in {"int", "float", "decimal", "choice", "uuid", "date"}
            for wrong in wrong_values(each.value)
        )
        return (f"params={given!r}" if given else ""), Wrongs(values=wrongs)

    def wrongs(self, value: Input) -> Wrongs:
        """What a body is refused for."""
        if value.kind != "model":
            return Wrongs()
        return Wrongs(
            tuple(each.name for each in value.fields if each.is_required),
            tuple(
                (each.name, wrong.code, f"{each.name}: {wrong.reason}")
                for each in value.fields
                for wrong in wrong_values(each.value)
            ),
            value.is_closed,
        )

    def _asked(self, route: Route) -> Input | None:
        read = [
            (each, self._inputs.of(each.annotation, each.default, route.module))
            for each in route.parameters
        ]
        # What an alias stands for may be no scalar, and then it is sent in the body.
        sent = [
            (each, value)
            for each, value in read
            if each.kind == "body"
            or (each.kind == "query" and each.marker is None and value.kind in _BODIES)
        ]
        if not sent:
            return None
        found, values = [each for each, _ in sent], [value for _, value in sent]
        embedded = any(
            keyword.arg == "embed"
            for each in found
            if each.marker
            for keyword in each.marker.keywords
        )
        if len(found) == 1 and not embedded:
            return values[0]
        fields = [
            InputField(each.name, each.name, value, is_required=each.default is None)
            for each, value in zip(found, values, strict=True)
        ]
        return Input("model", fields=tuple(fields))

    def _parameters(self, route: Route) -> Iterator[InputField]:
        for each in route.parameters:
            if each.kind != "query":
                continue
            value = self._inputs.of(each.annotation, each.default, route.module)
            if each.marker is None and value.kind in _BODIES:
                continue
            if value.kind == "model":
                yield from value.fields
                continue
            optional = each.default is not None and not _is_open(each.default)
            alias = self._alias(each.marker, route)
            yield InputField(alias or each.name, each.name, value, is_required=not optional)

    def _alias(self, marker: ast.Call | None, route: Route) -> str | None:
        for keyword in marker.keywords if marker is not None else ():
            if keyword.arg == "alias":
                return self._facts.values.text(keyword.value, route.module)
        return None

    def _object(self, value: Input, name: str, *, partial: bool) -> tuple[Fixture, tuple[str, ...]]:
        chosen = [each for each in value.fields if each.is_required]
        if not chosen:
            chosen = list(self._first_known(value.fields, other=partial))
        takes: list[str] = []
        entries: list[str] = []
        for each in chosen:
            fixture = self._key(each, value.symbol)
            expression = None if fixture else self._expression(each, other=partial)
            if expression is None:
                fixture = fixture or self._to_fill(each, value)
                takes.append(f"{fixture.name}: {fixture.returns}")
                expression = fixture.name
            entries.append(f"{each.name!r}: {expression}")
        text = "{" + ", ".join(entries) + "}"
        says = "A change that is accepted." if partial else "A body that is accepted."
        fixture = Fixture(name, tuple(takes), JSON_OBJECT, says, (f"return {text}",))
        return fixture, tuple(each.name for each in chosen)

    def _first_known(self, fields: Sequence[InputField], *, other: bool) -> Iterator[InputField]:
        """The first field that there is a value for."""
        for each in fields:
            if not each.attribute.endswith("_id") and self._expression(each, other=other):
                yield each
                return

    def _expression(self, field: InputField, *, other: bool) -> str | None:
        for another in (other, False):
            try:
                return repr(sample(field.value, field.attribute, other=another))
            except UnforeseeableError:
                continue
        return None

    def _whole(self, value: Input, name: str) -> tuple[Fixture, tuple[str, ...]]:
        """A body that is no plain object of known fields."""
        says = "A body that is accepted."
        returns = JSON_OBJECT if value.kind in {"model", "mapping"} else "object"
        try:
            found = sample(value, name)
        except UnforeseeableError as error:
            what = f"a body that is accepted; {error}"
            return to_fill(name, returns, says, what), ()
        names = tuple(found) if isinstance(found, dict) else ()
        return Fixture(name, (), returns, says, (f"return {found!r}",)), names

    def _to_fill(self, field: InputField, model: Input) -> Fixture:
        try:
            sample(field.value, field.attribute)
            reason = "it may be a foreign key"
        except UnforeseeableError as error:
            reason = str(error)
        name = self.name_of(field.attribute)
        owner = model.symbol.rpartition(".")[2]
        says = f"A value of `{field.name}` that is accepted."
        fixture = to_fill(name, "object", says, f"of `{owner}`; {reason}")
        return self.fixtures.setdefault(name, fixture)

    def _key(self, field: InputField, symbol: str) -> Fixture | None:
        """The fixture of a foreign key; None for a value that stands for itself."""
        refers = self._refers(field, symbol)
        if not refers:
            return None
        factory = self._factories.get(field.attribute.removesuffix("_id"))
        name = self.name_of(field.attribute)
        if factory is None:
            return self._to_fill(field, Input("model", symbol=symbol))
        self.imports |= {
            f"from tests.factories.{factory.module} import {factory.name}",
            "from sqlalchemy.ext.asyncio import AsyncSession",
        }
        fixture = Fixture(
            name,
            ("session: AsyncSession",),
            "str" if field.value.kind != "int" else "int",
            f"The key of a row that `{field.name}` may refer to.",
            (
                f"row = await {factory.name}.create(session)",
                "return row.id" if field.value.kind == "int" else "return str(row.id)",
            ),
            is_async=True,
        )
        return self.fixtures.setdefault(name, fixture)

    def _refers(self, field: InputField, symbol: str) -> bool:
        """Whether a field may be a foreign key: by its column, or else by its name."""
        if field.value.kind not in _KEYS or field.value.examples:
            return False
        owner = self._facts.index.definition(symbol)
        folder = owner.module.path.rpartition("/")[0] if isinstance(owner, Class) else ""
        for table in self._facts.tables:
            near = table.module.path.rpartition("/")[0] == folder
            column = all_fields(self._facts.index, table).get(field.attribute) if near else None
            if column is not None and column.value is not None:
                return "ForeignKey" in ast.unparse(column.value) or "foreign_key" in ast.unparse(
                    column.value
                )
        return field.attribute.endswith("_id")


def _is_open(default: ast.expr) -> bool:
    """Whether what stands for a default is none: ``...``, or ``Query()`` without one."""
    if isinstance(default, ast.Call):
        if any(each.arg in {"default", "default_factory"} for each in default.keywords):
            return False
        return not default.args or _is_open(default.args[0])
    return isinstance(default, ast.Constant) and default.value is ...
