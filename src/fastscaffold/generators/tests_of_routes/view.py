"""What the template of tests sees: every decision made, every expression written."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fixture:
    """A fixture of the module.

    Attributes:
        takes: its parameters, annotated.
        returns: its annotation.
        says: its docstring.
        lines: its body.
        is_async: whether it awaits, where tests do.
    """

    name: str
    takes: tuple[str, ...]
    returns: str
    says: str
    lines: tuple[str, ...]
    is_async: bool = False

    @property
    def signature(self) -> str:
        """The parameters, as they stand in the parentheses."""
        return ", ".join(self.takes)


@dataclass(frozen=True, slots=True)
class Wrongs:
    """What a body or a query is refused for.

    Attributes:
        required: names of what must not be left out.
        values: names, expressions of values that are refused, and a few words on why.
        is_closed: whether what is not known is refused.
    """

    required: tuple[str, ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """How somebody without credentials is turned away.

    Attributes:
        status: None for either of 401 and 403.
        headers: with wrong credentials; None where it is not known where these stand.
        wrong: the status for these; None as before.
    """

    status: int | None
    headers: dict[str, str] | None = None
    wrong: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """The tests of one route.

    Attributes:
        title: of the class of tests.
        method: of the client.
        kind: ``create``, ``get``, ``list``, ``update``, ``delete`` or ``other``.
        url: of something that is there.
        unknown_url: of nothing that is there; None where the path has no parameter.
        malformed_url: whose last parameter cannot be read; None where anything can.
        takes: fixtures of the way in, annotated.
        client: the fixture that may come in.
        body: the fixture of a valid body; None where none is sent.
        sends: the arguments of a valid request beside the address.
        status: an assertion on ``response`` of the way in.
        told: names that are answered as they were sent.
        needed: what ``found`` asks for besides, annotated; empty where that is nothing.
        found: an assertion that what was made before is answered; empty where there is none.
        is_missed: whether nothing is found behind an unknown address.
        gone_url: an address that is asked for after a deletion.
        refusal: None where everybody may come in.
        has_roles: whether it is for some of the users alone.
        doubt: why the way in cannot be foreseen.
    """

    title: str
    method: str
    kind: str
    url: str
    unknown_url: str | None
    malformed_url: str | None
    takes: tuple[str, ...]
    client: str
    body: Fixture | None
    sends: str
    status: str
    told: tuple[str, ...] = ()
    needed: str = ""
    found: str = ""
    is_missed: bool = False
    gone_url: str | None = None
    body_wrongs: Wrongs = field(default_factory=Wrongs)
    query_wrongs: Wrongs = field(default_factory=Wrongs)
    refusal: Refusal | None = None
    has_roles: bool = False
    doubt: str = ""
