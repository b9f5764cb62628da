"""The answers file of ``new``: YAML whose keys are the long flags, with underscores."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from fastscaffold.cli.inputs import read_bounded
from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fastscaffold.spec.nodes import Node, Scalar
    from fastscaffold.spec.yaml_errors import YamlError

    Value = str | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``new`` was told, by flags or by a file; None for what was not said."""

    name: str | None = None
    profile: str | None = None
    with_: tuple[str, ...] | None = None
    without: tuple[str, ...] | None = None
    database: str | None = None
    package: str | None = None
    python: str | None = None
    dest: str | None = None
    template: str | None = None
    git: bool | None = None
    install: bool | None = None

    def over(self, other: Answers) -> Answers:
        """These answers, and the other ones for what these leave open."""
        return Answers(
            *(
                getattr(other, field.name) if mine is None else mine
                for field in fields(self)
                for mine in (getattr(self, field.name),)
            )
        )


_KEYS = {field.name.rstrip("_"): field.name for field in fields(Answers)}
_LISTS = frozenset({"with", "without"})
_SWITCHES = frozenset({"git", "install"})


def read_answers(path: Path) -> Answers:
    """Read an answers file.

    Raises:
        UsageError: it cannot be read, is not YAML, or holds unknown or wrong answers; all of
            these at once.
    """
    from fastscaffold.spec.yaml_errors import YamlError  # noqa: PLC0415 # only who has a file pays

    content = read_bounded(path, UsageError)
    issues: list[Message] = []
    values: dict[str, Value] = {}
    try:
        entries, duplicates = _entries(content)
        issues += [_issue(path, error) for error in duplicates]
        for key, node in entries:
            try:
                values[_field(key)] = _value(key, node)
            except YamlError as error:
                issues.append(_issue(path, error))
    except YamlError as error:
        issues.append(_issue(path, error))
    if issues:
        raise UsageError(*sorted(issues, key=lambda issue: (issue.line or 0, issue.column or 0)))
    return Answers(**values)  # type: ignore[arg-type] # each key was converted to its type


def split_list(texts: Iterable[str]) -> tuple[str, ...]:
    """Names from comma lists and repeated flags, each once, in their order."""
    names = (name.strip() for text in texts for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _entries(content: bytes) -> tuple[list[tuple[Scalar, Node]], list[YamlError]]:
    from fastscaffold.spec.nodes import Mapping, read_yaml  # noqa: PLC0415
    from fastscaffold.spec.positions import Position  # noqa: PLC0415
    from fastscaffold.spec.yaml_errors import YamlError  # noqa: PLC0415

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise YamlError(Position(line, 1), "The file is not UTF-8.") from error
    root, duplicates = read_yaml(text)
    if root is None:
        return [], duplicates
    if not isinstance(root, Mapping):
        raise YamlError(root.position, "Answers are a mapping.", "Write `database: postgres`.")
    return list(root.entries.values()), duplicates


def _field(key: Scalar) -> str:
    from fastscaffold.spec.yaml_errors import YamlError  # noqa: PLC0415

    if key.text in _KEYS:
        return _KEYS[key.text]
    near = get_close_matches(key.text, _KEYS, n=1)
    hint = f"Did you mean `{near[0]}`?" if near else "Known are: " + ", ".join(_KEYS) + "."
    raise YamlError(key.position, f"`{key.text}` is not an answer.", hint)


def _value(key: Scalar, node: Node) -> Value:
    from fastscaffold.spec.nodes import Scalar, Sequence, resolve_scalar  # noqa: PLC0415
    from fastscaffold.spec.yaml_errors import YamlError  # noqa: PLC0415

    name = key.text
    if name in _LISTS:
        nodes = node.items if isinstance(node, Sequence) else [node]
        texts = [item.text for item in nodes if isinstance(item, Scalar)]
        if len(texts) == len(nodes):
            return split_list(texts)
        raise YamlError(node.position, f"`{name}` is a list of names.", f"Write `{name}: [a, b]`.")
    if not isinstance(node, Scalar) or resolve_scalar(node) is None:
        raise YamlError(node.position, f"`{name}` is a single value.")
    if name not in _SWITCHES:
        # As it is written: as a number, 3.10 would become 3.1.
        return node.text
    value = resolve_scalar(node)
    if not isinstance(value, bool):
        raise YamlError(node.position, f"`{name}` is true or false.")
    return value


def _issue(path: Path, error: YamlError) -> Message:
    place = error.position
    return Message(
        "answers.invalid", error.message, str(path), place.line, place.column, error.hint
    )
