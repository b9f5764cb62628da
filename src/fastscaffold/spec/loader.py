"""Turns YAML or inline text into feature specs, and keeps where everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.spec.assemble import Assembler
from fastscaffold.spec.excerpts import split_lines
from fastscaffold.spec.foreign import TOP_KEYS, foreign_at
from fastscaffold.spec.identifiers import MAX_LENGTH
from fastscaffold.spec.inline import parse_items
from fastscaffold.spec.inline_hints import INLINE_SOURCE
from fastscaffold.spec.models import FeatureSpec
from fastscaffold.spec.nodes import Mapping, Scalar, resolve_scalar
from fastscaffold.spec.positions import Position, Positions
from fastscaffold.spec.problems import Problems, did_you_mean
from fastscaffold.spec.recovery import ONLY, read_document
from fastscaffold.spec.slips import EXAMPLE
from fastscaffold.spec.yaml_errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.errors import Message
    from fastscaffold.spec.inline import InlineItem
    from fastscaffold.spec.nodes import Node
    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.recovery import Document

VERSION = 1
MAX_BYTES = 1 << 20
MAX_FEATURES = 500

_EXAMPLE = "A spec starts with `version: 1` and has `feature: orders` or `features: {orders: …}`."
# Of more keys that no spec has, only those are told that are like one: the file is another one.
_MOST_TOLD = 3
_SPLIT = "Split it into several files."


@dataclass(frozen=True, slots=True)
class ParsedSpec:
    """A spec that was read, valid or not; ``resolve`` raises the errors together with its own.

    Attributes:
        features: in the order of the text; those in error as far as they could be read.
        positions: where everything stands; paths start with the feature's name.
        errors: what is wrong so far.
        notices: names that were normalised.
        broken: paths that are not in ``features`` because they are in error; ``ANYTHING`` where
            it cannot be told which.
    """

    features: tuple[FeatureSpec, ...]
    positions: Positions
    errors: tuple[Message, ...] = ()
    notices: tuple[Message, ...] = ()
    broken: frozenset[Path] = frozenset()

    def raise_errors(self) -> None:
        """Raise what is wrong so far.

        Raises:
            SpecError: with all errors, sorted by place.
        """
        Problems(self.positions, list(self.errors)).raise_errors()


def load_text(text: bytes | str, source: str) -> ParsedSpec:
    """Read a YAML spec: one feature, or many.

    Args:
        text: the file's content.
        source: how errors name it, usually its path.

    Returns:
        What was read, with its errors: see ``ParsedSpec``.
    """
    decoded, unreadable = _decode(text)
    problems = Problems(Positions(source, split_lines(decoded)))
    assembler = Assembler(problems)
    if unreadable is not None:
        _add(unreadable, problems)
        return _parsed(assembler, problems)
    document = read_document(problems.positions.lines)
    begin = foreign_at(problems.positions.lines) if document.errors else None
    if begin is not None:
        # What is wrong line by line says nothing of a file that was taken for another.
        _add(YamlError(begin, "This is not YAML, and no spec.", _EXAMPLE), problems)
        return _parsed(assembler, problems)
    for error in document.errors:
        _add(error, problems)
    try:
        _read_file(document, assembler, problems)
    except YamlError as error:
        _add(error, problems)
    for feature in assembler.features:
        assembler.broken.update(_of(feature.name, gap) for gap in document.gaps)
    return _parsed(assembler, problems)


def load_inline(feature: str, texts: Sequence[str]) -> ParsedSpec:
    """Read a feature from the texts of ``--fields``; errors count a line for each text.

    Args:
        feature: its name, as typed.
        texts: one for each ``--fields``.

    Returns:
        What was read, with its errors: see ``ParsedSpec``.
    """
    problems = Problems(Positions(INLINE_SOURCE, tuple(texts), name=feature))
    assembler = Assembler(problems)
    items: list[tuple[int, InlineItem]] = []
    for number, text in enumerate(texts, start=1):
        if len(text.encode(errors="replace")) > MAX_BYTES:
            problems.at(
                Position(number, 1), "spec.too-large", "The text is larger than 1 MiB.", _SPLIT
            )
            continue
        found, errors = parse_items(text)
        items += [(number, item) for item in found]
        for error in errors:
            place = Position(number, error.at + 1)
            problems.at(place, error.code, error.message, error.hint)
    if texts and not items and not problems.errors:
        problems.at(Position(1, 1), "spec.inline", "No field is given.", EXAMPLE)
    unread = bool(problems.errors)
    assembler.add_inline(feature, items)
    if unread:
        # Of which fields there are nothing can be said.
        assembler.broken.update((spec.name, "fields", "*") for spec in assembler.features)
    return _parsed(assembler, problems)


def _parsed(assembler: Assembler, problems: Problems) -> ParsedSpec:
    return ParsedSpec(
        tuple(assembler.features),
        problems.positions,
        tuple(problems.errors),
        tuple(problems.notices),
        frozenset(assembler.broken),
    )


def _add(error: YamlError, problems: Problems) -> None:
    code = "spec.duplicate-key" if "stands twice" in error.message else "spec.yaml"
    problems.at(error.position, code, error.message, error.hint)


def _of(feature: str, gap: Path) -> Path:
    return (feature, *gap[1:]) if gap[:1] == (ONLY,) else gap


def _decode(text: bytes | str) -> tuple[str, YamlError | None]:
    """Give the text as far as it can be shown, and why it cannot be read."""
    if isinstance(text, str):
        text = text.encode("utf-8", errors="surrogatepass")
    if len(text) > MAX_BYTES:
        message = f"The spec is larger than 1 MiB ({len(text):,} bytes)."
        return "", YamlError(Position(1, 1), message, _SPLIT)
    try:
        return text.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = split_lines(text[: error.start].decode("utf-8-sig"))
        place = Position(len(before), len(before[-1]) + 1)
        message = f"The spec is not UTF-8: byte 0x{text[error.start]:02x}."
        readable = text.decode("utf-8-sig", errors="backslashreplace")
        return readable, YamlError(place, message, "Save the file as UTF-8.")


def _read_file(document: Document, assembler: Assembler, problems: Problems) -> None:
    root = document.root
    if document.gaps and not isinstance(root, Mapping):
        return
    if root is None or (isinstance(root, Scalar) and resolve_scalar(root) is None):
        raise YamlError(Position(1, 1), "The spec is empty.", _EXAMPLE)
    if not isinstance(root, Mapping):
        raise YamlError(root.position, "A spec is a mapping.", _EXAMPLE)
    problems.positions.values[()] = root.position
    _check_version(root, problems)
    many, one = root.entries.get("features"), root.entries.get("feature")
    if many is not None and one is not None:
        message = "A spec has either `feature` or `features`, not both."
        hint = "Move the one feature below `features`."
        problems.at(many[0].position, "spec.both-forms", message, hint)
    elif many is not None:
        _refuse_others(root, problems)
        _read_many(many[1], assembler, problems)
    elif one is not None:
        _read_one(root, one[1], assembler, problems)
    elif not document.gaps and not _is_feature(root):
        _refuse_others(root, problems, near=len(root.entries) > _MOST_TOLD)
        message = "The spec has no feature: `feature` or `features` is missing."
        problems.at(root.position, "spec.no-feature", message, _EXAMPLE)
    elif not document.gaps:
        _read_unnamed(root, assembler, problems)


def _is_feature(root: Mapping) -> bool:
    """Whether the keys at the top are those of one feature, which lacks its name."""
    return not root.entries.keys().isdisjoint(FeatureSpec.model_fields.keys() - {"name"})


def _read_unnamed(root: Mapping, assembler: Assembler, problems: Problems) -> None:
    """Say where the name of the one feature is missing, and read the rest all the same."""
    message = "The name of the feature is missing: it is the value of `feature`."
    key, node = root.entries.get("name", (root, None))
    value = resolve_scalar(node) if isinstance(node, Scalar) else None
    hint = "Write `feature: orders` above its fields."
    if isinstance(node, Scalar) and isinstance(value, str):
        hint = f"Write `feature: {value[:MAX_LENGTH]}`, in the place of `name`."
        entries = {k: v for k, v in root.entries.items() if k != "name"}
        _read_one(Mapping(root.position, entries), node, assembler, problems)
    problems.at(key.position, "spec.no-feature", message, hint)


def _check_version(root: Mapping, problems: Problems) -> None:
    entry = root.entries.get("version")
    if entry is None:
        return
    node = entry[1]
    value = resolve_scalar(node) if isinstance(node, Scalar) else None
    if value != VERSION or isinstance(value, bool | float):
        hint = f"This version of fastscaffold reads `version: {VERSION}`."
        problems.at(node.position, "spec.version", "The spec has an unknown version.", hint)


def _refuse_others(root: Mapping, problems: Problems, *, near: bool = False) -> None:
    """Refuse other keys at the top, or only those that are like one of a spec."""
    for key, (scalar, _) in root.entries.items():
        meant = did_you_mean(key, TOP_KEYS)
        if key not in TOP_KEYS and (meant or not near):
            hint = meant or _EXAMPLE
            message = f"`{key}` is not a key at the top level."
            problems.at(scalar.position, "spec.unknown-key", message, hint)


def _read_many(node: Node, assembler: Assembler, problems: Problems) -> None:
    if not isinstance(node, Mapping) or not node.entries:
        message = "`features` is a mapping of names to features."
        problems.at(node.position, "spec.invalid-value", message, _EXAMPLE)
        return
    if len(node.entries) > MAX_FEATURES:
        message = f"The spec has {len(node.entries)} features; {MAX_FEATURES} is the limit."
        problems.at(node.position, "spec.too-many", message, _SPLIT)
        return
    for key, body in node.entries.values():
        assembler.add_feature(key, body)


def _read_one(root: Mapping, name: Node, assembler: Assembler, problems: Problems) -> None:
    value = resolve_scalar(name) if isinstance(name, Scalar) else None
    if not isinstance(name, Scalar) or not isinstance(value, str):
        message = "`feature` is the name of the feature."
        problems.at(name.position, "spec.invalid-value", message, "Write `feature: orders`.")
        return
    entries = {k: v for k, v in root.entries.items() if k not in TOP_KEYS}
    assembler.add_feature(name, Mapping(root.position, entries))
