"""Entries of YAML mappings and lists as lines of text: all else in the file stays as it is."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import yaml
from yaml.composer import ComposerError

from fastscaffold.edits.base import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastscaffold.edits.add_yaml_entry import AddYamlEntry

MAX_BYTES = 1_000_000
# The parser in C recurses without a limit, and would end the process where its stack does.
_MAX_DEPTH = 10_000


class _UnplacedError(Exception):
    """The mapping is not there, or not in a form that lines can be added to."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Lines of an entry, 0-based: comments above it, its key, and the first one after it."""

    key: str
    lead: int
    first: int
    end: int


class _Place(NamedTuple):
    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Mapping:
    indent: str
    entries: tuple[_Entry, ...]

    @property
    def is_spaced(self) -> bool:
        """Whether empty lines stand between the entries."""
        pairs = zip(self.entries, self.entries[1:], strict=False)
        return any(after.lead > before.end for before, after in pairs)


def add(source: bytes, edit: AddYamlEntry) -> bytes | Refused:
    """Give the file with the entry in it."""
    try:
        bom, lines = _lines(source)
        mapping = _mapping(lines, edit)
        if any(entry.key == edit.key for entry in mapping.entries):
            return source
        end = "\r\n" if lines[0].endswith("\r\n") else "\n"
        added = [mapping.indent + line + end for line in _text(edit)]
        rank = {key: index for index, key in enumerate(edit.order)}
        own = rank.get(edit.key, len(rank))
        later = next((item for item in mapping.entries if rank.get(item.key, -1) > own), None)
        gap = [end] if mapping.is_spaced else []
        if later is not None:
            changed = [*lines[: later.lead], *added, *gap, *lines[later.lead :]]
        else:
            at = mapping.entries[-1].end
            closed = [*lines[: at - 1], _ended(lines[at - 1], end)]
            if at == len(lines) and lines[-1] != closed[-1]:
                added[-1] = added[-1].removesuffix(end)
            changed = [*closed, *gap, *added, *lines[at:]]
        return _checked(bom, changed, edit, {*_keys(mapping), edit.key})
    except (_UnplacedError, yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        unreadable = not isinstance(error, _UnplacedError)
        return Refused(_reason(error), _snippet(edit), unreadable=unreadable)


def remove(source: bytes, edit: AddYamlEntry) -> bytes | Refused:
    """Give the file without the entry; one that was changed is refused."""
    try:
        bom, lines = _lines(source)
        mapping = _mapping(lines, edit)
        position = next((i for i, e in enumerate(mapping.entries) if e.key == edit.key), None)
        if position is None:
            return source
        entry = mapping.entries[position]
        found = [line.rstrip("\r\n") for line in lines[entry.first : entry.end]]
        if found != [mapping.indent + line for line in _text(edit)]:
            reason = f"The entry {edit.key} was changed, so it stays."
            return Refused(reason, "\n".join(found), entry.first + 1)
        if len(mapping.entries) == 1:
            return Refused("Nothing would be left of the mapping.", _snippet(edit), entry.first + 1)
        first, last = entry.first, entry.end
        if position + 1 < len(mapping.entries):
            last = mapping.entries[position + 1].lead
        else:
            first = mapping.entries[position - 1].end
        changed = [*lines[:first], *lines[last:]]
        if last == len(lines) and not lines[-1].endswith("\n"):
            changed[-1] = changed[-1].rstrip("\r\n")
        return _checked(bom, changed, edit, _keys(mapping) - {edit.key})
    except (_UnplacedError, yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        return Refused(_reason(error), _snippet(edit))


def _lines(source: bytes) -> tuple[bytes, list[str]]:
    if len(source) > MAX_BYTES:
        raise _UnplacedError(f"The file has more than {MAX_BYTES:,} bytes.")
    bom = codecs.BOM_UTF8 if source.startswith(codecs.BOM_UTF8) else b""
    return bom, source[len(bom) :].decode().splitlines(keepends=True)


def _mapping(lines: list[str], edit: AddYamlEntry) -> _Mapping:
    path = edit.path
    node = _composed("".join(lines))
    for depth, key in enumerate(path):
        pairs = _pairs(node)
        node = next((value for name, value in pairs if name.value == key), None)
        if node is None:
            raise _UnplacedError(f"There is no {'.'.join(path[: depth + 1])}.")
    places = [] if _is_in_braces(node) else _places(node, edit)
    if not places:
        kind = "list" if edit.is_of_list else "mapping"
        raise _UnplacedError(f"{'.'.join(path)} is not a {kind} with its entries on own lines.")
    starts = [place.line for place in places]
    columns = {place.column for place in places}
    column = columns.pop()
    indent = lines[starts[0]][:column]
    if columns or indent.strip():
        raise _UnplacedError(f"The entries of {'.'.join(path)} do not stand below each other.")
    leads = [_lead(lines, start, column) for start in starts]
    ends = [
        _end(lines, start, stop, column)
        for start, stop in zip(starts, [*leads[1:], len(lines)], strict=True)
    ]
    found = zip(places, leads, starts, ends, strict=True)
    return _Mapping(indent, tuple(_Entry(place.key, *at) for place, *at in found))


# What one edit has given and looked over is what the next one begins with.
@lru_cache(maxsize=2)
def _composed(text: str) -> yaml.Node | None:
    """The syntax tree of a file, by the parser in C where that is safe: it is ten times as fast."""
    deepest = sum(map(text.count, "[{-?"))
    fast = None if deepest > _MAX_DEPTH else getattr(yaml, "CSafeLoader", None)
    return yaml.compose(text, fast or yaml.SafeLoader)


def _is_in_braces(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _places(node: yaml.Node | None, edit: AddYamlEntry) -> list[_Place]:
    if not edit.is_of_list:
        return [
            _Place(str(name.value), name.start_mark.line, name.start_mark.column)
            for name, _ in _pairs(node)
        ]
    if not isinstance(node, yaml.SequenceNode):
        return []
    places: list[_Place] = []
    for item in cast("list[yaml.Node]", node.value):
        # A list begins with the dash of its first item, and an item after its own.
        key = _item_key(item, edit.by)
        places.append(_Place(key, item.start_mark.line, node.start_mark.column))
    return places


def _item_key(item: yaml.Node, by: str | None) -> str:
    if by is None:
        return str(item.value) if isinstance(item, yaml.ScalarNode) else ""
    return next((str(value.value) for name, value in _pairs(item) if name.value == by), "")


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return cast("list[tuple[yaml.Node, yaml.Node]]", node.value)


def _lead(lines: Sequence[str], start: int, column: int) -> int:
    """Where the comment above an entry begins."""
    while start and lines[start - 1][:column].isspace() and lines[start - 1].lstrip()[:1] == "#":
        start -= 1
    return start


def _end(lines: Sequence[str], start: int, stop: int, column: int) -> int:
    """The first line after what belongs to an entry, which is indented by more than its key."""
    end = start + 1
    for index in range(start + 1, stop):
        line = lines[index]
        if not line.strip():
            continue
        if not line[: column + 1].isspace() and line[column : column + 2] not in {"- ", "-\n"}:
            break
        end = index + 1
    return end


def _text(edit: AddYamlEntry) -> list[str]:
    if edit.value is None:
        return [f"- {edit.key}"]
    if isinstance(edit.value, str):
        return [f"{edit.key}: {edit.value}"]
    if edit.by is not None:
        return [f"- {edit.value[0]}", *[f"  {line}" for line in edit.value[1:]]]
    return [f"{edit.key}:", *[f"  {line}" for line in edit.value]]


def _checked(bom: bytes, lines: Iterable[str], edit: AddYamlEntry, keys: set[str]) -> bytes:
    changed = list(lines)
    try:
        found = _keys(_mapping(changed, edit))
    except ComposerError as error:
        # The file could be read before, so no fault of it is told.
        raise _UnplacedError("The file would lack an anchor that is named in it.") from error
    if found != keys:
        raise _UnplacedError("The file would not read as it is meant to.")
    return bom + "".join(changed).encode()


def _keys(mapping: _Mapping) -> set[str]:
    return {entry.key for entry in mapping.entries}


def _ended(line: str, end: str) -> str:
    return line if line.endswith(("\n", "\r")) else line + end


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, _UnplacedError) else "The file cannot be read as YAML."


def _snippet(edit: AddYamlEntry) -> str:
    above = [f"{'  ' * depth}{key}:" for depth, key in enumerate(edit.path)]
    return "\n".join([*above, *[f"{'  ' * len(edit.path)}{line}" for line in _text(edit)]])
