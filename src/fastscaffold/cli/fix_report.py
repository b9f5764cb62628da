"""What ``audit --fix`` leaves, a line a rule."""

from __future__ import annotations

import shlex
from textwrap import shorten
from typing import TYPE_CHECKING

from fastscaffold.audit.reports.words import count
from fastscaffold.errors import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fastscaffold.audit.findings import Finding

_REMAINS = "fix.remains"
_INDENT = 4
# Of one rule, and of the file of the first of them.
_LINES = 3
_PLACE = 32
_ADVICE = 20


def gathered(
    notices: Sequence[Message],
    left: Sequence[Finding],
    root: Path,
    only: Sequence[str],
    width: int,
) -> tuple[Message, ...]:
    """Put one notice for all that remains in the place of one for each finding.

    Args:
        notices: of the run.
        left: the findings that its notices say to remain.
        root: as it was typed.
        only: topics and rules, as they were typed.
        width: of a line.
    """
    others = tuple(each for each in notices if each.code != _REMAINS)
    if len(others) == len(notices):
        return others
    rules = {each.rule: [other for other in left if other.rule == each.rule] for each in left}
    told = f"Remains: {count(len(left), 'finding')} of {count(len(rules), 'rule')}."
    example = next(iter(rules))
    here = "" if str(root) == "." else f" {shlex.quote(str(root))}"
    restricted = f" --only {','.join(only)}" if only else ""
    hint = (
        *_rows(list(rules.values()), width - _INDENT),
        f"All of it: fastscaffold audit{here}{restricted} --format markdown",
        f"What a rule is for: fastscaffold audit --explain {example}",
    )
    return (*others, Message(_REMAINS, told, hint="\n".join(hint)))


def _rows(groups: Sequence[Sequence[Finding]], width: int) -> Iterator[str]:
    places = [_places(group) for group in groups]
    widest = max(map(len, places))
    most = len(str(max(map(len, groups))))
    for group, place in zip(groups, places, strict=True):
        first = group[0]
        number = f"{len(group):>{most}}"
        row = f"{first.severity.value} {first.rule:<7}  {number}  {place:<{widest}}  "
        advice = first.fix if first.command is None else first.command
        yield row + shorten(advice, max(width - len(row), _ADVICE), placeholder=" …")


def _places(group: Sequence[Finding]) -> str:
    """The file of the first finding, and the first lines of it."""
    path = group[0].path
    lines = list(dict.fromkeys(str(each.line) for each in group if each.path == path))
    shown = ",".join(lines[:_LINES])
    if len(lines) > _LINES or any(each.path != path for each in group):
        shown += ",…"
    room = _PLACE - len(shown) - 1
    return f"{path if len(path) <= room else f'…{path[len(path) - room + 1 :]}'}:{shown}"
