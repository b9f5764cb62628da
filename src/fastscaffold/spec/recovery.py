"""Reads YAML on behind what is not YAML, so that the other errors of a file are found too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from fastscaffold.spec.identifiers import normalise
from fastscaffold.spec.nodes import Mapping, Scalar, read_yaml
from fastscaffold.spec.positions import ANYTHING, Position
from fastscaffold.spec.yaml_errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.nodes import Node
    from fastscaffold.spec.positions import Path

MAX_GAPS = 10
ONLY = ""

_KEY = re.compile(r"""\s*['"]?([A-Za-z0-9_-]+)['"]?\s*:""")

# What YAML does not allow, and what ends a line there but in no editor.
_STRANGE = re.compile(
    r"[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read of a file.

    Attributes:
        root: the document, None where it is empty.
        errors: what is wrong with it.
        gaps: paths of what was left out; ``ANYTHING`` where that cannot be told. A path of a file
            with one feature has no name of the feature yet, but ``ONLY``.
    """

    root: Node | None
    errors: tuple[YamlError, ...]
    gaps: tuple[Path, ...] = ()


def read_document(text: Sequence[str]) -> Document:
    """Read the lines of a document.

    An entry that is not YAML is left out, and reading goes on behind it.
    """
    lines = list(text)
    errors = list(islice(_strange(lines), MAX_GAPS))
    gaps = [_leave_out(lines, error.position.line - 1) for error in errors]
    while len(errors) <= MAX_GAPS:
        try:
            root, found = read_yaml("\n".join(lines))
        except YamlError as error:
            errors.append(error)
            gap = _leave_out(lines, error.position.line - 1)
            gaps.append(gap)
            if not gap:
                break
        else:
            if gaps:
                root = _without_gaps(root)
            return Document(root, (*errors, *found), tuple(gaps))
    return Document(None, tuple(errors), (ANYTHING,))


def _strange(lines: Sequence[str]) -> Iterator[YamlError]:
    for number, line in enumerate(lines, start=1):
        found = _STRANGE.search(line)
        if found is not None:
            point = ord(found[0])
            message = f"The spec holds a control character (U+{point:04X})."
            hint = f'Leave it out; in double quotes it can be written as "\\u{point:04x}".'
            yield YamlError(Position(number, found.start() + 1), message, hint)


def _leave_out(lines: list[str], at: int) -> Path:
    """Blank the field, relation or other entry around a line; give its path, empty for none."""
    at = min(at, len(lines) - 1)
    while at >= 0 and not lines[at].strip():
        at -= 1
    if at < 0:
        return ()
    if lines[at].startswith(("---", "...")):
        # A second document, of which nothing is read.
        lines[at:] = [""] * (len(lines) - at)
        return ANYTHING
    parents = _parents(lines, at)
    # Fields stand below `fields`, and that below a feature of `features`, or at the top.
    depth = 3 if lines[parents[0]].startswith("features:") else 1
    parents = parents[: depth + 1]
    path = [key[1] for number in parents if (key := _KEY.match(lines[number]))]
    start = parents[-1]
    end = start + 1
    while end < len(lines) and (_is_blank(lines[end]) or _is_below(lines[end], lines[start])):
        end += 1
    lines[start:end] = [""] * (end - start)
    names = [normalise(name) or name for name in path]
    if len(names) == depth + 1 and names[-2] in {"fields", "relations"}:
        return (names[1] if depth > 1 else ONLY, *names[-2:])
    if depth > 1 and (len(names) == 2 or names[2:] == ["api"]):  # noqa: PLR2004 # a whole feature
        return tuple(names[1:])
    return ANYTHING


def _parents(lines: list[str], at: int) -> list[int]:
    """Give the lines that a line stands below, the outermost first and itself last."""
    found = [at]
    for number in range(at - 1, -1, -1):
        text = lines[number]
        if not _is_blank(text) and _is_below(lines[found[0]], text):
            found.insert(0, number)
    return found


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _is_below(line: str, other: str) -> bool:
    return _indent(line) > _indent(other)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_gaps(node: Node | None) -> Node | None:
    """Take out the entries of mappings whose values were left out."""
    if not isinstance(node, Mapping):
        return node
    kept = {
        word: (key, value)
        for word, (key, inner) in node.entries.items()
        if (value := _without_gaps(inner)) is not None
        and not (isinstance(value, Scalar) and not value.quoted and not value.text)
    }
    return Mapping(node.position, kept)
