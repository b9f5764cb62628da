"""Parameters of the tests of a feature: what they send, and what has to be refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.model.resource import Resource

# Reasons that are worth a whole request: what a database would choke on.
HOSTILE = frozenset({"nul_byte", "out_of_range", "too_many_digits"})

# Linters take text that is compared with such names for a password that somebody left there.
_SECRETIVE = re.compile(
    r"(?:^|_)(?:pas+wo?r?d|pass(?:phrase)?|pwd|token|secrete?)(?:$|_)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Case:
    """A parameter of a test: a wire name, an expression and what the test is called by."""

    field: str
    value: str
    id: str


def invalid_of(resource: Resource) -> Iterator[Case]:
    """What requests may not hold, by field."""
    for field in resource.fields:
        if not field.read_only:
            for sample in field.invalid:
                name = f"{field.alias}-{sample.reason}"
                yield Case(field.alias, sample.json.text, name)


def hostile_of(resource: Resource) -> Iterator[Case]:
    """Those that a database would choke on, unless a condition would refuse them before."""
    checked = {name for check in resource.constraints.check for name in check.members}
    aliases = {field.alias for field in resource.fields if field.name not in checked}
    for case in invalid_of(resource):
        if case.field in aliases and case.id.rpartition("-")[2] in HOSTILE:
            yield case


def only(cases: Sequence[Case]) -> Case | None:
    """The only one, which tests can name themselves."""
    alone = len(cases) == 1 and not _SECRETIVE.search(cases[0].field)
    return cases[0] if alone else None
