"""What the command line says of each field type, and what a wizard asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.fields.base import FieldType
    from fastscaffold.spec.models import SpecModel

# In the order in which they are offered; a type that is not here comes after these.
_SUMMARIES = {
    "str": "one line of text",
    "text": "text of any length",
    "int": "whole number, 32 bits",
    "bigint": "whole number, 64 bits",
    "decimal": "exact number, such as an amount of money",
    "float": "number that may be rounded",
    "bool": "true or false",
    "date": "day",
    "time": "time of day",
    "datetime": "moment, with its time zone",
    "timedelta": "length of time",
    "uuid": "identifier",
    "email": "e-mail address",
    "url": "web address",
    "ip": "IP address, version 4 or 6",
    "enum": "one of some words",
    "json": "any JSON value",
    "list": "several values of one type",
    "bytes": "binary data",
    "secret": "text of which only a hash is kept",
}
_RELATIONS = {
    "many_to_one": "a row of another feature",
    "one_to_one": "a row of another feature, which has no other",
    "one_to_many": "rows of another feature that belong to this one",
    "many_to_many": "rows of another feature, and the other way round",
}
_SHORT = {"many_to_one": "ref"}
# Options of relations that are asked for by questions of their own, or not at all.
_ASKED = frozenset({"nullable", "on_delete"})
_FROM_ARGUMENTS = frozenset({"precision", "scale", "values", "items"})
_EXAMPLE_TYPES = {"enum": "enum(a,b)"}
_EXAMPLES = {"ge": "ge=0", "min_length": "min_length=1"}


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be said of a field or a relation.

    Attributes:
        key: of the spec.
        text: how it is written inline; what comes behind `=` is asked for where there is a ``=``
            at its end.
        summary: a few words.
    """

    key: str
    text: str
    summary: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What a person may choose as the type of a field.

    Attributes:
        name: as it is written in specs.
        summary: a few words.
        options: modifiers that it can have.
        constraints: names of what can be said with a value, such as ``ge``.
        words: defaults that are made for each row, such as ``now``.
        relation: whether it leads to another feature.
        nullable: whether there may be none.
        on_delete: what can become of it when the row at its other end is deleted.
    """

    name: str
    summary: str
    options: tuple[Option, ...] = ()
    constraints: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    relation: bool = False
    nullable: bool = True
    on_delete: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        """An example of a constraint, if there is a simple one."""
        return next((text for name, text in _EXAMPLES.items() if name in self.constraints), "")


def field_type_names() -> tuple[str, ...]:
    """Names of all field types, by the names of their modules: completion may import none."""
    package = Path(__file__).parent.parent / "fields"
    found = {path.stem.removesuffix("_type") for path in package.glob("*_type.py")}
    known = [name for name in _SUMMARIES if name in found]
    return (*known, *sorted(found - set(known)))


def kinds() -> tuple[Kind, ...]:
    """Everything that a field can be, the relations last."""
    from fastscaffold.fields.loader import field_types  # noqa: PLC0415 # only for who is asked

    types = field_types()
    found = [_field(types[name]) for name in field_type_names()]
    return (*found, *relation_kinds())


def _field(kind: FieldType) -> Kind:
    from fastscaffold.fields.base import CONSTRAINTS  # noqa: PLC0415
    from fastscaffold.spec.models import FieldSpec  # noqa: PLC0415

    elsewhere = {"type", "nullable", "default", *CONSTRAINTS, *kind.impossible()}
    probe = f"probe:{_EXAMPLE_TYPES.get(kind.name, kind.name)}"
    options = _options(FieldSpec, [key for key in FieldSpec.model_fields if key not in elsewhere])
    constraints = tuple(sorted(kind.constraints - _FROM_ARGUMENTS))
    return Kind(
        kind.name,
        _SUMMARIES.get(kind.name, ""),
        tuple(option for option in options if _supported(probe, option)),
        constraints,
        tuple(kind.words()),
    )


def relation_kinds() -> tuple[Kind, ...]:
    """The kinds of relations that can be generated, in the order of the language."""
    from fastscaffold.spec.models import RelationSpec  # noqa: PLC0415
    from fastscaffold.spec.vocabulary import RELATION_ALIASES, RELATION_KEYS  # noqa: PLC0415

    found: list[Kind] = []
    for kind, keys in RELATION_KEYS.items():
        probe = f"probe:{kind}(others)"
        if not _is_supported(probe):
            continue
        name = _SHORT.get(kind, kind)
        words = [kind, *(alias for alias, meant in RELATION_ALIASES.items() if meant == kind)]
        also = ", ".join(word for word in words if word != name)
        summary = _RELATIONS.get(kind, "") + (f"; also {also}" if also else "")
        options = _options(RelationSpec, [key for key in keys if key not in _ASKED])
        found.append(
            Kind(
                name,
                summary,
                tuple(option for option in options if _supported(probe, option)),
                relation=True,
                nullable="nullable" in keys,
                on_delete=words_of(RelationSpec, "on_delete") if "on_delete" in keys else (),
            )
        )
    return tuple(found)


def _options(model: type[SpecModel], keys: Iterable[str]) -> list[Option]:
    """How each key is written: a flag, the opposite of one, one of some words, or any text."""
    found: list[Option] = []
    for key in keys:
        info = model.model_fields[key]
        summary = _lower(info.description or "")
        words = words_of(model, key)
        if info.annotation is bool and info.default is True:
            found.append(Option(key, f"{key}=false", f"not: {summary}"))
        elif info.annotation is bool:
            found.append(Option(key, key, summary))
        elif words:
            found += [Option(key, f"{key}={word}", summary) for word in words]
        else:
            found.append(Option(key, f"{key}=", summary))
    return found


def words_of(model: type[SpecModel], key: str) -> tuple[str, ...]:
    """The words that a key of a model allows; none where it takes any text."""
    return tuple(_literals(model.model_fields[key].annotation))


def _literals(annotation: object) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _literals(part)


def _supported(probe: str, option: Option) -> bool:
    sample = {"examples": '["a"]'}.get(option.key, "a")
    value = sample if option.text.endswith("=") else ""
    return _is_supported(f"{probe}:{option.text}{value}")


def _is_supported(text: str) -> bool:
    """Whether what the language has words for can be generated, too."""
    from fastscaffold.spec.loader import load_inline  # noqa: PLC0415

    errors = load_inline("probes", [text]).errors
    return all(error.code != "spec.unsupported" for error in errors)


def _lower(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")
