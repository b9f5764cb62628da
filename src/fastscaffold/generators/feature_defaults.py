"""The defaults of a feature that its tests look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_cases import Case, only

if TYPE_CHECKING:
    from fastscaffold.model.resource import Code, Field, Resource


@dataclass(frozen=True, slots=True)
class DefaultsView:
    """Values that are the same for all rows.

    Attributes:
        requests: what a create request means that leaves a field out.
        initial: attributes that clients do not set, and what every row begins with.
        rows: attributes that they may set, and what a row begins with that is made without them.
        request_codes: the values of ``requests``; ``row_codes`` those of the other two.
    """

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
    return DefaultsView(
        requests=tuple(Case(name, code.text, name) for name, code in requests),
        initial=tuple(Case(name, code.text, name) for name, code in initial),
        rows=tuple(Case(name, code.text, name) for name, code in rows),
        request_codes=tuple(code for _, code in requests),
        row_codes=tuple(code for _, code in (*initial, *rows)),
    )


def _is_of_rows(resource: Resource, field: Field) -> bool:
    # Beside what other fields hold in rows of tests the default may break a check.
    checked = {name for check in resource.constraints.check for name in check.members}
    return not (field.read_only or field.nullable or field.name in checked)
