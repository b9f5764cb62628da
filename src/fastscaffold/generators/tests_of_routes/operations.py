"""The tests of each route of a feature."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.statuses import refusals, success
from fastscaffold.errors import Message
from fastscaffold.generators.tests_of_routes.addresses import (
    Addresses,
    collection,
    is_readable,
    placeholders,
    shape,
    spoken,
)
from fastscaffold.generators.tests_of_routes.answers import echoed, state_asked
from fastscaffold.generators.tests_of_routes.bodies import JSON_OBJECT, Bodies, Sent
from fastscaffold.generators.tests_of_routes.entrances import Entrances, to_fill
from fastscaffold.generators.tests_of_routes.samples import UnforeseeableError
from fastscaffold.generators.tests_of_routes.view import Fixture, Operation, Wrongs
from fastscaffold.model.plurals import singular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Function, Route
    from fastscaffold.audit.facts.requests.input_types import Input
    from fastscaffold.audit.facts.requests.inputs import Inputs
    from fastscaffold.generators.tests_of_routes.clients import Client
    from fastscaffold.generators.untested import HandWritten

METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
_ANY_VERSION = {"If-Match": "*"}
_KINDS = {"GET": "get", "PATCH": "update", "PUT": "update", "DELETE": "delete"}


class Operations:
    """Decides what the tests of a feature are.

    Attributes:
        fixtures: that the tests ask for, besides those of bodies.
        imports: lines that they need.
        warnings: what was left out or may have to be mended, and why.
    """

    def __init__(
        self, feature: HandWritten, client: Client, package: str, inputs: Inputs, bodies: Bodies
    ) -> None:
        self._feature = feature
        self._facts = feature.facts
        self._client = client
        self._package = package
        self._inputs = inputs
        self._bodies = bodies
        self._routes = [route for route in feature.routes if self._is_testable(route)]
        self._entrances = Entrances(self._facts, client, package, bodies.free)
        self._made: dict[str, tuple[Fixture, str] | None] = {}
        self.fixtures = self._entrances.fixtures
        self.imports = self._entrances.imports
        self.warnings = list(self._left_out())
        self.addresses = Addresses(self._routes, inputs) if self._routes else None

    def all(self) -> list[Operation]:
        """The operations, in the order of the routes."""
        found: list[Operation] = []
        # Those that make something first: the others ask for what they make.
        creators = [route for route in self._routes if self._is_creator(route)]
        bodies = {id(route): self._body(route) for route in (*creators, *self._others(creators))}
        for route in creators:
            self._make(route, bodies[id(route)])
        titles: dict[str, int] = {}
        for route in self._routes:
            title = "".join(part.title() for part in route.function.name.split("_"))
            titles[title] = titles.get(title, 0) + 1
            suffix = str(titles[title]) if titles[title] > 1 else ""
            found.append(self._operation(route, bodies[id(route)], f"Test{title}{suffix}"))
        return found

    def _others(self, creators: list[Route]) -> Iterator[Route]:
        return (route for route in self._routes if route not in creators)

    def _is_testable(self, route: Route) -> bool:
        kinds = {each.kind for each in route.parameters}
        forms = any("RequestForm" in each.symbol for each in route.dependencies)
        return (
            len(route.methods) == 1
            and route.methods[0] in METHODS
            and is_readable(route.path)
            and not kinds & {"file", "form"}
            and not ("body" in kinds and route.methods[0] in {"DELETE", "GET"})
            and not forms
        )

    def _left_out(self) -> Iterator[Message]:
        for route in self._feature.routes:
            if route not in self._routes:
                yield Message(
                    "tests.left-out",
                    f"No tests were written for {' '.join(route.methods)} {route.path}: it takes "
                    "a form, a file or a socket, or answers several methods.",
                    route.module.path,
                    route.function.node.lineno,
                )

    def _is_creator(self, route: Route) -> bool:
        if route.methods != ("POST",):
            return False
        begins = shape(route.path).rstrip("/") + "/{}"
        return any(shape(other.path).startswith(begins) for other in self._routes)

    def _kind(self, route: Route) -> str:
        if self._is_creator(route):
            return "create"
        if route.path.endswith("}"):
            return _KINDS.get(route.methods[0], "other")
        made = {shape(each.path) for each in self._routes if self._is_creator(each)}
        if route.methods == ("GET",) and shape(route.path) in made:
            return "list"
        return "other"

    def _body(self, route: Route) -> Sent | None:
        kind = self._kind(route)
        name = {"create": "body", "update": "change"}.get(kind, f"{route.function.name}_body")
        return self._bodies.of(route, name, partial=kind == "update")

    def _make(self, route: Route, sent: Sent | None) -> None:
        """The fixture of something that the feature itself has made."""
        key = self._key_of(route)
        if key is None:
            self._made[shape(route.path)] = None
            return
        client = self._entrances.let_in(route)
        name = self._bodies.free(
            singular(self._feature.name), f"{singular(self._feature.name)}_made"
        )
        values, takes = self._values(route)
        try:
            query, _ = self._bodies.query(route)
        except UnforeseeableError:
            self._made[shape(route.path)] = None
            return
        sends = "".join(
            f", {each}" for each in (f"json={sent.fixture.name}" if sent else "", query) if each
        )
        fixtures = [f"{client}: {self._client.kind}", *takes]
        if sent is not None:
            fixtures.append(f"{sent.fixture.name}: {sent.fixture.returns}")
        url = self._address(route, values)
        fixture = Fixture(
            name,
            tuple(fixtures),
            JSON_OBJECT,
            "What a request has made.",
            (
                f"response = {self._waits}{client}.post({url}{sends})",
                f"assert {self._status(route)}, response.text",
                f"made: {JSON_OBJECT} = response.json()",
                "return made",
            ),
            is_async=True,
        )
        self.fixtures[name] = fixture
        self._made[shape(route.path)] = fixture, key

    def _key_of(self, route: Route) -> str | None:
        """The name in what a creation answers of the key that other addresses hold."""
        told = self._told(route)
        begins = shape(route.path).rstrip("/") + "/{}"
        for other in self._routes:
            if not shape(other.path).startswith(begins):
                continue
            name = placeholders(other.path)[len(placeholders(route.path))]
            for each in (name, "id" if name.endswith("id") else ""):
                if each in told:
                    return each
        return None

    def _told(self, route: Route) -> dict[str, Input]:
        """The fields of what a route answers."""
        answer = self._inputs.of(route.response, None, route.module)
        return {each.name: each.value for each in answer.fields}

    @property
    def _waits(self) -> str:
        return "await " if self._client.is_async else ""

    def _address(self, route: Route, values: dict[str, str]) -> str:
        assert self.addresses is not None  # noqa: S101 # there are routes
        return self.addresses.of(route.path, values)

    def _values(self, route: Route) -> tuple[dict[str, str], list[str]]:
        """Expressions for the parameters of a path, and the fixtures that these take."""
        values: dict[str, str] = {}
        takes: list[str] = []
        names = placeholders(route.path)
        pieces = shape(route.path).split("{}")
        for at, name in enumerate(names):
            made = self._made.get("{}".join(pieces[: at + 1]).rstrip("/"))
            made = made or self._made.get("{}".join(pieces[: at + 1]))
            if made is not None:
                fixture, key = made
                values[name] = f"{fixture.name}[{key!r}]"
            else:
                fixed = self._bodies.name_of(name)
                fixture = self._bodies.fixtures.get(fixed) or self.fixtures.setdefault(
                    fixed,
                    to_fill(
                        fixed,
                        "object",
                        f"The `{name}` of something that is there.",
                        f"what stands for `{name}` in {spoken(route.path)}",
                    ),
                )
                values[name] = fixture.name
            takes.append(f"{fixture.name}: {fixture.returns}")
        return values, takes

    def _status(self, route: Route) -> str:
        status = success(self._facts, route)
        return "response.is_success" if status is None else f"response.status_code == {status}"

    def _operation(self, route: Route, sent: Sent | None, title: str) -> Operation:
        assert self.addresses is not None  # noqa: S101 # there are routes
        kind = self._kind(route)
        client = self._entrances.let_in(route)
        values, takes = self._values(route)
        doubt = state_asked(route, self._facts, self._inputs) if kind == "other" else ""
        query, query_wrongs = "", Wrongs()
        try:
            query, query_wrongs = self._bodies.query(route)
        except UnforeseeableError as error:
            doubt = f"the value of a parameter; {error}"
        sends = [f"json={sent.fixture.name}"] if sent is not None else []
        statuses = refusals(self._facts, [route.function, *self._dependencies(route)])
        if HTTPStatus.PRECONDITION_REQUIRED in statuses:
            sends.append(f"headers={_ANY_VERSION}")
        is_missed = route.path.endswith("}") or kind == "other"
        surely = HTTPStatus.NOT_FOUND in statuses or (
            route.path.endswith("}") and route.methods[0] in {"GET", "PATCH"}
        )
        needed, found = self._found(route, kind)
        return Operation(
            title=title,
            method=route.methods[0].lower(),
            kind=kind,
            url=self._address(route, values),
            unknown_url=self.addresses.unknown(route),
            malformed_url=self.addresses.malformed(route),
            takes=tuple(takes),
            client=client,
            body=sent.fixture if sent is not None else None,
            sends="".join(f", {each}" for each in (*sends, query) if each),
            status=self._status(route),
            told=tuple(echoed(sent, self._told(route))),
            needed=needed,
            found=found,
            is_missed=is_missed and surely,
            gone_url=self._gone(route, values) if kind == "delete" else None,
            body_wrongs=self._bodies.wrongs(sent.value) if sent is not None else Wrongs(),
            query_wrongs=query_wrongs,
            refusal=self._entrances.refusal(route),
            has_roles=self._entrances.has_roles(route),
            doubt=doubt,
        )

    def _dependencies(self, route: Route) -> Iterator[Function]:
        return (function for each in route.dependencies for function in each.functions)

    def _found(self, route: Route, kind: str) -> tuple[str, str]:
        """An assertion that the answer holds what was made before, and what that asks for."""
        begins = shape(collection(route.path) if kind == "get" else route.path)
        made = self._made.get(begins) or self._made.get(f"{begins}/")
        if made is None:
            return "", ""
        fixture, key = made
        needed = f"{fixture.name}: {fixture.returns}"
        answer = self._inputs.of(route.response, None, route.module)
        told = {each.name: each.value.kind for each in answer.fields}
        if kind == "get" and key in told:
            return needed, f"response.json()[{key!r}] == {fixture.name}[{key!r}]"
        lists = [name for name, form in told.items() if form == "list"]
        items = "response.json()"
        if kind != "list" or (answer.kind != "list" and (len(lists) != 1 or not self._package)):
            return "", ""
        if answer.kind != "list":
            items += f"[{lists[0]!r}]"
        return needed, f"{fixture.name}[{key!r}] in [each[{key!r}] for each in {items}]"

    def _gone(self, route: Route, values: dict[str, str]) -> str | None:
        for other in self._routes:
            if other.methods == ("GET",) and shape(other.path) == shape(route.path):
                return self._address(route, values)
        return None
