"""The defaults of a feature that its tests look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.fields.literals import CORE, imported
from fastscaffold.generators.feature_cases import Case, only

if TYPE_CHECKING:
    from fastscaffold.model.resource import Code, Field, Resource


@dataclass(frozen=True, slots=True)
class Made:
    """Fields whose defaults one function makes, for each row anew.

    Attributes:
        requests: wire names of those that a create request may leave out.
        rows: attributes of those that a row gets; ``given`` those of them that factories fill in.
    """

    requests: tuple[str, ...]
    rows: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefaultsView:
    """What rows begin with where nobody says otherwise.

    Attributes:
        moments: fields that begin with the current time; ``days`` with the current date, and
            ``uuids`` with a value that no other row has.
        requests: what a create request means that leaves a field out.
        initial: attributes that clients do not set, and what every row begins with.
        rows: attributes that they may set, and what a row begins with that is made without them.
        request_codes: what tests of requests import for it; ``row_codes`` those of rows.
    """

    moments: Made
    days: Made
    uuids: Made
    requests: tuple[Case, ...]
    initial: tuple[Case, ...]
    rows: tuple[Case, ...]
    request_codes: tuple[Code, ...]
    row_codes: tuple[Code, ...]

    @property
    def only_request(self) -> Case | None:
        """What is left out of requests, where it is only one."""
        return only(self.requests)

    @property
    def only_initial(self) -> Case | None:
        """What every row begins with, where that is one value."""
        return only(self.initial)


def defaults_view(resource: Resource) -> DefaultsView:
    """Decide which defaults the tests of a feature look for."""
    constants = [
        (field, value)
        for field in resource.fields
        if field.default is not None and (value := field.default.constant) is not None
    ]
    requests = [(field.alias, value) for field, value in constants if not field.read_only]
    initial = [(field.name, value) for field, value in constants if field.read_only]
    rows = [(field.name, value) for field, value in constants if _is_of_rows(resource, field)]
    moments, days = _made(resource, "utc_now"), _made(resource, "utc_today")
    return DefaultsView(
        moments=moments,
        days=days,
        uuids=_made(resource, "uuid4"),
        requests=tuple(Case(name, code.text, name) for name, code in requests),
        initial=tuple(Case(name, code.text, name) for name, code in initial),
        rows=tuple(Case(name, code.text, name) for name, code in rows),
        request_codes=(
            *(code for _, code in requests),
            *_clock(moments.requests, days.requests),
        ),
        row_codes=(*(code for _, code in (*initial, *rows)), *_clock(moments.rows, days.rows)),
    )


def _made(resource: Resource, function: str) -> Made:
    checked = _checked(resource)
    fields = [
        field
        for field in resource.fields
        if field.default is not None
        and field.default.schema.text == function
        and field.name not in checked
    ]
    rows = [field for field in fields if not field.nullable]
    return Made(
        requests=tuple(field.alias for field in fields if not field.read_only),
        rows=tuple(field.name for field in rows),
        given=tuple(field.name for field in rows if not field.read_only),
    )


def _clock(moments: tuple[str, ...], days: tuple[str, ...]) -> tuple[Code, ...]:
    """What a test imports that looks at the time."""
    now, span = imported(CORE, "utc_now"), imported("datetime", "timedelta")
    return (now, span) if days else (now,) if moments else ()


def _is_of_rows(resource: Resource, field: Field) -> bool:
    return not (field.read_only or field.nullable or field.name in _checked(resource))


def _checked(resource: Resource) -> set[str]:
    """Those that a default may break a check of, beside what other fields hold in rows of tests."""
    return {name for check in resource.constraints.check for name in check.members}
