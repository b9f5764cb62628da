"""Builds feature specs from what the YAML reader and the inline parser found."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError

from fastscaffold.spec.diagnose import report
from fastscaffold.spec.identifiers import name_problem, normalise, suggestion
from fastscaffold.spec.inline import parse_type
from fastscaffold.spec.models import FeatureSpec, FieldSpec, RelationSpec, SpecModel
from fastscaffold.spec.nodes import Mapping, Scalar, Sequence, resolve_scalar, within
from fastscaffold.spec.positions import NAME_ARGUMENT, Position
from fastscaffold.spec.sound_parts import sound_parts
from fastscaffold.spec.tokens import InlineError
from fastscaffold.spec.vocabulary import BOUNDS, canonical_type
from fastscaffold.spec.yaml_errors import YamlError

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence as SequenceOf

    from fastscaffold.spec.inline import InlineItem
    from fastscaffold.spec.nodes import Node
    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

MAX_FIELDS = 200
_SHORT = 30
_SPLIT = "Make several features of it, with relations between them."

Part = TypeVar("Part", bound=SpecModel)


class Assembler:
    """Collects features; what is in error goes to the problems and into ``broken``."""

    def __init__(self, problems: Problems) -> None:
        self.features: list[FeatureSpec] = []
        self.broken: set[Path] = set()
        self._problems = problems
        self._keys = problems.positions.keys
        self._values = problems.positions.values

    def add_feature(self, key: Scalar, body: Node) -> None:
        """Add a feature of a YAML file."""
        taken = {feature.name for feature in self.features}
        # What is below a name that is none is read all the same: its errors are told, too.
        name = self._name(key.text, key.position, taken) or _stand_in(key.text, taken)
        path = (name,)
        self._keys[path] = key.position
        self._values[path] = body.position
        if not isinstance(body, Mapping):
            message = f"The feature `{name}` is a mapping with `fields`."
            hint = "Write fields: {name: str} below it."
            self._problems.at(body.position, "spec.invalid-value", message, hint)
            self.broken.add(path)
            return
        data: dict[str, object] = {}
        for word, (place, node) in body.entries.items():
            self._keys[(*path, word)] = place.position
            self._values[(*path, word)] = node.position
            if word in {"fields", "relations"} and isinstance(node, Mapping):
                data[word] = self._members(node, (*path, word))
            else:
                data[word] = self._plain(node, (*path, word))
        self._finish(name, data)

    def add_inline(self, feature: str, items: SequenceOf[tuple[int, InlineItem]]) -> None:
        """Add a feature from inline items, each with the number of its text."""
        start = NAME_ARGUMENT
        name = self._name(feature, start, set()) or _stand_in(feature, set())
        path = (name,)
        self._keys[path] = self._values[path] = start
        fields: dict[str, object] = {}
        relations: dict[str, object] = {}
        for line, item in items:
            place = Position(line, item.at + 1)
            member = self._name(item.name, place, {*fields, *relations})
            if member is None:
                self.broken.add((*path, "fields", item.name))
                continue
            target, part = (relations, "relations") if item.relation else (fields, "fields")
            self._keys[(*path, part, member)] = self._values[(*path, part, member)] = place
            self._place_item(item, (*path, part, member), partial(_in_text, line))
            target[member] = item.data
        self._finish(name, {"fields": fields, "relations": relations})

    def _name(self, text: str, place: Position, taken: set[str]) -> str | None:
        name = normalise(text)
        if name is None:
            message, hint = name_problem(text)
            self._problems.at(place, "spec.name", message, hint)
            return None
        if name in taken:
            hint = "Keep one of them, or rename it."
            if name != text:
                hint = f"`{text}` becomes `{name}`. {hint}"
            self._problems.at(place, "spec.duplicate-name", f"`{name}` is given twice.", hint)
            return None
        if name != text:
            path = ("", text, place.line, place.column)
            self._keys[path] = place
            self._problems.notice(path, "spec.normalised", f"`{text}` becomes `{name}`.")
        return name

    def _members(self, node: Mapping, path: Path) -> dict[str, object]:
        """Fields or relations: names are normalised, and a text is inline notation."""
        if len(node.entries) > MAX_FIELDS:
            message = f"A feature has at most {MAX_FIELDS} {path[-1]}, not {len(node.entries)}."
            self._problems.at_key(path, "spec.too-many", message, _SPLIT)
            self.broken.add(path)
            return {}
        members: dict[str, object] = {}
        for key, value in node.entries.values():
            name = self._name(key.text, key.position, set(members))
            if name is None:
                self.broken.add((*path, key.text))
                continue
            place = (*path, name)
            self._keys[place] = key.position
            self._values[place] = value.position
            if isinstance(value, Scalar) and isinstance(self._scalar(value), str):
                self._inline_member(value, place, members)
            elif path[-1] == "fields" and isinstance(value, Mapping):
                members[name] = self._field(value, place)
            else:
                members[name] = self._plain(value, place)
        return members

    def _inline_member(self, value: Scalar, path: Path, members: dict[str, object]) -> None:
        locate = partial(within, self._problems.positions.lines, value)
        try:
            item = parse_type(value.text)
            if item.relation != (path[-2] == "relations"):
                wanted = "relations" if item.relation else "fields"
                message = f"`{path[-1]}` belongs under `{wanted}`."
                hint = f"Move it below `{wanted}:`."
                raise InlineError(0, "spec.invalid-value", message, hint)  # noqa: TRY301
        except InlineError as error:
            self._problems.at(locate(error.at), error.code, error.message, error.hint)
            self.broken.add(path)
            return
        self._place_item(item, path, locate)
        members[str(path[-1])] = item.data

    def _place_item(self, item: InlineItem, path: Path, locate: Callable[[int], Position]) -> None:
        for key, at in item.places.items():
            self._keys[(*path, key)] = locate(item.words[key])
            self._values[(*path, key)] = locate(at)

    def _field(self, node: Mapping, path: Path) -> dict[str, object]:
        data = self._mapping(node, path)
        kind = node.entries.get("type")
        if kind is None or not isinstance(kind[1], Scalar):
            return data
        if canonical_type(kind[1].text) == "decimal":
            for key in ("default", *BOUNDS):
                entry = node.entries.get(key)
                if entry is not None and isinstance(entry[1], Scalar):
                    data[key] = self._exact(entry[1])
            examples = node.entries.get("examples")
            if examples is not None and isinstance(examples[1], Sequence):
                data["examples"] = [
                    self._exact(item) if isinstance(item, Scalar) else None
                    for item in examples[1].items
                ]
        return data

    def _exact(self, scalar: Scalar) -> object:
        """A number of a decimal field stays the text that it was written as."""
        value = self._scalar(scalar)
        return scalar.text if isinstance(value, int | float) and value is not True else value

    def _plain(self, node: Node, path: Path) -> object:
        self._values.setdefault(path, node.position)
        if isinstance(node, Scalar):
            return self._scalar(node)
        if isinstance(node, Sequence):
            return [self._plain(item, (*path, at)) for at, item in enumerate(node.items)]
        return self._mapping(node, path)

    def _mapping(self, node: Mapping, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for word, (key, value) in node.entries.items():
            self._keys[(*path, word)] = key.position
            data[word] = self._plain(value, (*path, word))
        return data

    def _scalar(self, scalar: Scalar) -> str | float | bool | None:
        try:
            return resolve_scalar(scalar)
        except YamlError as error:
            self._problems.at(error.position, "spec.yaml", error.message, error.hint)
            return None

    def _finish(self, name: str, data: dict[str, object]) -> None:
        path = (name,)
        count = sum(len(part) for key in ("fields", "relations") if (part := _dict(data, key)))
        if count > MAX_FIELDS:
            message = f"A feature has at most {MAX_FIELDS} fields and relations, not {count}."
            self._problems.at_key(path, "spec.too-many", message, _SPLIT)
        fields = self._validated(_dict(data, "fields"), (*path, "fields"), FieldSpec)
        relations = self._validated(_dict(data, "relations"), (*path, "relations"), RelationSpec)
        rest = {key: value for key, value in data.items() if key not in {"fields", "relations"}}
        for key in ("fields", "relations"):
            if data.get(key) is not None and not isinstance(data[key], dict):
                rest[key] = data[key]
        for word in [word for word in ("feature", "name") if word in rest]:
            message = f"`{word}` is not a key here."
            hint = "The name stands above: leave it out."
            self._problems.at_key((*path, word), "spec.unknown-key", message, hint)
            del rest[word]
        given = {"fields": fields, "relations": relations, **rest, "feature": name}
        try:
            self.features.append(FeatureSpec.model_validate(given))
        except ValidationError as error:
            report(error, path, self._problems)
            bare = {"feature": name, "fields": fields, "relations": relations}
            sound = sound_parts(rest, [each["loc"] for each in error.errors(include_url=False)])
            self.features.append(FeatureSpec.model_validate(bare | sound))
            self.broken.add((*path, "*"))

    def _validated(
        self, members: dict[str, object], path: Path, model: type[Part]
    ) -> dict[str, Part]:
        valid: dict[str, Part] = {}
        for name, data in members.items():
            try:
                valid[name] = model.model_validate(data)
            except ValidationError as error:
                report(error, (*path, name), self._problems)
                self.broken.add((*path, name))
        return valid


def _stand_in(text: str, taken: set[str]) -> str:
    """A name for a feature that has none that could be used, too short to be refused."""
    name = (suggestion(text) or "unnamed")[:_SHORT].rstrip("_")
    others = (f"x{number}_{name}" for number in count(2))
    return name if name not in taken else next(other for other in others if other not in taken)


def _in_text(line: int, at: int) -> Position:
    return Position(line, at + 1)


def _dict(data: dict[str, object], key: str) -> dict[str, object]:
    value = data.get(key)
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
