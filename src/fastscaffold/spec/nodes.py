"""Reads YAML into nodes that know their place, without ever recursing into the text.

libyaml's events are taken one by one: limits hold while reading, so that neither deep nesting nor
aliases nor sheer size can hurt. Scalars are resolved here by the YAML 1.2 core schema, because the
parser's own rules are those of YAML 1.1, where `no` is a boolean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from fastscaffold.spec.positions import Position
from fastscaffold.spec.yaml_errors import YamlError, explain, never_closed
from fastscaffold.spec.yaml_errors import place as place_of
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as SequenceOf

    from fastscaffold.spec.yaml_errors import Mark, Marked

MAX_DEPTH = 20
MAX_NODES = 500_000
_ONE = "A spec is one YAML document; a second one starts here."
_SPLIT = "Split it into several files."
_FLAT = "No key of a spec stands as deep: write it flat."
_QUOTE = "Write a number, or put it in quotes where it is text."

_CONSTANTS = {
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?[0-9]{1,400}|0o[0-7]{1,400}|0x[0-9a-fA-F]{1,400}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, boolean or null.

    Attributes:
        text: as it is written, unquoted.
        quoted: whether it was written in quotes or as a block, and thus is text.
        start: where the value itself begins, behind an opening quote.
    """

    text: str
    quoted: bool
    position: Position
    start: Position


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    position: Position
    items: list[Node] = field(default_factory=list["Node"])


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping; keys are always scalars and distinct."""

    position: Position
    entries: dict[str, tuple[Scalar, Node]] = field(
        default_factory=dict[str, "tuple[Scalar, Node]"]
    )


Node: TypeAlias = Scalar | Sequence | Mapping


class _Event(Protocol):
    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    explicit: bool


@dataclass(slots=True)
class _Open:
    """A collection that is being read; ``key`` is a key that waits for its value."""

    node: Sequence | Mapping
    key: Scalar | None = None
    skip: bool = False


def read_yaml(text: str) -> tuple[Node | None, list[YamlError]]:
    """Read one document.

    Returns:
        The document, None where it is empty, and the errors that reading could go on after
        (duplicate keys).

    Raises:
        YamlError: the text cannot be read on.
    """
    reader = _Reader()
    for kind, event in _events(text):
        reader.take(kind, event)
    return reader.root, reader.errors


def _events(text: str) -> Iterator[tuple[str, _Event]]:
    yaml = import_module("yaml")
    event: _Event | None = None
    try:
        for event in yaml.parse(text, Loader=safe_loader()):
            yield type(event).__name__.removesuffix("Event"), cast("_Event", event)
    except yaml.MarkedYAMLError as error:
        raise _open_quote(event, error) or explain(error) from None
    except yaml.YAMLError as error:
        raise YamlError(Position(1, 1), f"This is not YAML: {error}.") from None


def _open_quote(last: _Event | None, error: Marked) -> YamlError | None:
    """Blame an error behind a text in quotes on them where that text began on another line."""
    if last is None or getattr(last, "style", None) not in {"'", '"'} or not error.problem_mark:
        return None
    start, end = last.start_mark, last.end_mark
    if not start.line < end.line == error.problem_mark.line:
        return None
    return never_closed(place_of(start))


class _Reader:
    """Builds nodes from events with a stack of its own."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.errors: list[YamlError] = []
        self._stack: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, kind: str, event: _Event) -> None:
        place = place_of(event.start_mark)
        match kind:
            case "DocumentStart":
                self._documents += 1
                if self._documents > 1:
                    raise YamlError(place, _ONE, "Leave out the line with `---`.")
            case "Alias":
                hint = "Write the value out where it is needed."
                raise YamlError(place, "Aliases (`*name`) are not allowed in a spec.", hint)
            case "Scalar":
                self._check(event, place, default_tag="!")
                self._add(_scalar(event, place))
            case "SequenceStart":
                self._check(event, place)
                self._open(Sequence(place))
            case "MappingStart":
                self._check(event, place)
                self._open(Mapping(place))
            case "SequenceEnd" | "MappingEnd":
                self._stack.pop()
            case _:
                pass

    def _check(self, event: _Event, place: Position, default_tag: str = "") -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise YamlError(place, f"The spec has more than {MAX_NODES:,} values.", _SPLIT)
        if event.anchor is not None:
            hint = "Write the value out where it is needed."
            raise YamlError(place, "Anchors (`&name`) are not allowed in a spec.", hint)
        if event.tag is not None and event.tag != default_tag:
            raise YamlError(
                place, f"Tags (`{event.tag}`) are not allowed in a spec.", "Leave the tag out."
            )

    def _open(self, node: Sequence | Mapping) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise YamlError(
                node.position, f"The spec is nested deeper than {MAX_DEPTH} levels.", _FLAT
            )
        self._add(node)
        self._stack.append(_Open(node))

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is None:
            self._add_key(top, node)
        else:
            if not top.skip:
                top.node.entries[top.key.text] = (top.key, node)
            top.key = None

    def _add_key(self, top: _Open, node: Node) -> None:
        if not isinstance(node, Scalar):
            raise YamlError(node.position, "A key must be a plain word.", "Write `name: value`.")
        if node.text == "<<" and not node.quoted:
            raise YamlError(
                node.position,
                "Merge keys (`<<`) are not allowed in a spec.",
                "Write the entries out.",
            )
        top.key = node
        entries = cast("Mapping", top.node).entries
        top.skip = node.text in entries
        if top.skip:
            first = entries[node.text][0].position
            self.errors.append(
                YamlError(
                    node.position,
                    f"The key `{node.text}` stands twice in this mapping.",
                    f"It stands in line {first.line} already; keep one of them.",
                )
            )


def _scalar(event: _Event, place: Position) -> Scalar:
    quoted = event.style in {"'", '"', "|", ">"}
    shift = 1 if event.style in {"'", '"'} else 0
    start = Position(place.line, place.column + shift)
    return Scalar(event.value, quoted, place, start)


# One character of the text, as it is written in each kind of quotes.
_WRITTEN = {
    "'": re.compile(r"''|[^']"),
    '"': re.compile(r"\\x..|\\u.{4}|\\U.{8}|\\.|."),
    "": re.compile("."),
}


def within(lines: SequenceOf[str], scalar: Scalar, at: int) -> Position:
    """Give the place of a character of a scalar; that of the scalar where it has several lines."""
    place = scalar.start
    line, column = lines[place.line - 1], place.column - 1
    if scalar.quoted and place == scalar.position:
        return place
    quote = line[column - 1] if scalar.quoted else ""
    for _ in range(at):
        char = _WRITTEN[quote].match(line, column)
        if char is None:
            return scalar.position
        column = char.end()
    return Position(place.line, column + 1)


def resolve_scalar(scalar: Scalar) -> str | int | float | bool | None:
    """Give the value of a scalar by the core schema of YAML 1.2.

    Raises:
        YamlError: infinity or not a number.
    """
    text = scalar.text
    if scalar.quoted:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _FLOAT.fullmatch(text):
        return _finite(float(text), scalar)
    if _NOT_FINITE.fullmatch(text):
        raise YamlError(scalar.position, f"`{text}` is not a finite number.", _QUOTE)
    return text


def _finite(value: float, scalar: Scalar) -> float:
    if abs(value) == float("inf"):
        raise YamlError(scalar.position, f"`{scalar.text}` is not a finite number.", _QUOTE)
    return value
