"""What a field type is: one value in all its forms, from the spec to the test's sample."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fastscaffold.fields.literals import json_literal, plain
from fastscaffold.model.resource import Code, Default, InvalidSample, Sample
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.resource import Column, EnumType
    from fastscaffold.spec.models import FieldSpec

# A B-tree of PostgreSQL takes 2,704 bytes an entry, and a character up to four.
MAX_INDEXED_LENGTH = 640
SAMPLES = 12
MIN_SAMPLES = 2
MIN_UNIQUE_SAMPLES = 8

_LEAVE_OUT = "Write a value that the field takes, or leave it out."
CONSTRAINTS = (
    "min_length",
    "max_length",
    "pattern",
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "precision",
    "scale",
    "values",
    "items",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a field.

    Attributes:
        key: the key of the spec that it is about.
        at: which one of its values, where it has several.
    """

    key: str
    message: str
    hint: str | None = None
    code: str = "spec.invalid-value"
    at: int | None = None


@dataclass(frozen=True, slots=True)
class FieldContext:
    """Where a field stands.

    Attributes:
        name: its Python name.
        column: its column.
        module: the module of the models, where an enum is defined.
        enum_class: the class of its enum, should it have one.
    """

    name: str
    column: str
    module: str
    enum_class: str


class FieldType(ABC):
    """A field type. Stateless; everything that varies comes with the spec.

    Attributes:
        name: canonical name in specs.
        constraints: keys of the spec that it understands, of those in ``CONSTRAINTS``.
        ordered: whether ``__gt`` and the like make sense as filters.
        searchable: whether ``?q=`` can look into it.
        sortable: whether lists can be sorted by it.
        filterable: whether lists can be filtered by it.
        indexable: whether a column of it can be indexed.
        uniqueable: whether a column of it can be unique.
        write_only: whether clients send it and are never told.
    """

    name: ClassVar[str]
    constraints: ClassVar[frozenset[str]] = frozenset()
    ordered: ClassVar[bool] = False
    searchable: ClassVar[bool] = False
    sortable: ClassVar[bool] = True
    filterable: ClassVar[bool] = True
    indexable: ClassVar[bool] = True
    uniqueable: ClassVar[bool] = True
    write_only: ClassVar[bool] = False

    @abstractmethod
    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        """Give the bare Python type."""

    @abstractmethod
    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        """Give the pydantic annotation of an input, constraints included."""

    def output(self, spec: FieldSpec, context: FieldContext) -> Code:
        """Give the pydantic annotation of a response."""
        return self.python(spec, context)

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        """Give the annotation of a query parameter that is compared with the field.

        It is bounded as the column is, not as the field: looking for what is not there is fine.
        """
        return self.annotation(spec, context)

    @abstractmethod
    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        """Give the column's type."""

    @abstractmethod
    def parse(self, spec: FieldSpec, raw: object) -> object:
        """Turn a value as JSON has it into the Python value, and check the constraints.

        Raises:
            ValueError: it is not a value of this field; the text says what would be.
        """

    @abstractmethod
    def values(self, spec: FieldSpec) -> Sequence[object]:
        """Give distinct valid Python values, the same each time, about ``SAMPLES`` of them."""

    @abstractmethod
    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        """Give expressions of JSON values that are refused, each after its reason."""

    def wire(self, spec: FieldSpec, value: object) -> object:
        """Turn a Python value into the JSON that a response has for it."""
        del spec
        return value

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        """Give the expression of a Python value."""
        del spec, context
        return plain(json_literal(value))

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        """Say what is wrong with the constraints; they may be taken for right afterwards."""
        del spec
        yield from ()

    def impossible(self) -> tuple[str, ...]:
        """Give the flags that no field of this type can have."""
        abilities = {
            "search": self.searchable,
            "sort": self.sortable,
            "filter": self.filterable,
            "index": self.indexable,
            "unique": self.uniqueable,
        }
        return tuple(flag for flag, able in abilities.items() if not able)

    def words(self) -> Mapping[str, Code]:
        """Give the defaults that are made for each row: word of the spec to a callable."""
        return {}

    def mutable_default(self) -> bool:
        """Tell whether a default must be made anew for each row."""
        return False

    def enum(self, spec: FieldSpec, context: FieldContext) -> EnumType | None:
        """Give the enum that has to be defined, if there is one."""
        del spec, context
        return None


def check_field(kind: FieldType, spec: FieldSpec) -> Iterator[Problem]:
    """Say everything that is wrong with a field that is of a known type."""
    found = [*_misplaced(kind, spec), *kind.problems(spec)]
    yield from found
    if found:
        return
    yield from _bad_values(kind, spec)


def _misplaced(kind: FieldType, spec: FieldSpec) -> Iterator[Problem]:
    for key in CONSTRAINTS:
        if key in spec.model_fields_set and key not in kind.constraints:
            takes = ", ".join(f"`{item}`" for item in CONSTRAINTS if item in kind.constraints)
            hint = f"It takes {takes}." if takes else "It takes no constraints."
            message = f"A field of type {kind.name} does not take `{key}`."
            yield Problem(key, message, hint, "spec.misplaced")
    for key in kind.impossible():
        if getattr(spec, key):
            message = f"A field of type {kind.name} cannot have `{key}`."
            yield Problem(key, message, "Leave it out.", "spec.misplaced")
    if spec.immutable and spec.read_only:
        message = "A field that is read_only cannot be immutable as well."
        yield Problem("immutable", message, "read_only is never accepted: leave immutable out.")
    if spec.read_only and spec.default is None and not spec.nullable:
        message = "A read_only field needs a default, or has to be nullable."
        hint = "Nobody can give it a value otherwise."
        yield Problem("read_only", message, hint)
    if spec.unique and spec.default is not None and spec.default not in kind.words():
        message = "A unique field cannot have the same default for each row."
        yield Problem("default", message, "Leave the default out, or `unique`.")


def _bad_values(kind: FieldType, spec: FieldSpec) -> Iterator[Problem]:
    if spec.default is not None and not (
        isinstance(spec.default, str) and spec.default in kind.words()
    ):
        try:
            kind.parse(spec, spec.default)
        except ValueError as error:
            words = " or ".join(f"`{word}`" for word in kind.words())
            hint = f"Or {words}, for a value made with each row." if words else _LEAVE_OUT
            nearest = did_you_mean(str(spec.default), spec.values or ())
            yield Problem("default", f"The default is not valid: {error}.", nearest or hint)
    wrong = False
    for at, example in enumerate(spec.examples):
        try:
            kind.parse(spec, example)
        except ValueError as error:
            yield Problem("examples", f"An example is not valid: {error}.", _LEAVE_OUT, at=at)
            wrong = True
    if wrong:
        return
    found = len(_sample_values(kind, spec))
    wanted = MIN_UNIQUE_SAMPLES if spec.unique else MIN_SAMPLES
    if found < wanted:
        yield _too_few(spec, found, wanted)


def _too_few(spec: FieldSpec, found: int, wanted: int) -> Problem:
    key = "pattern" if spec.pattern is not None else "type"
    message = f"Tests need {wanted} different values of this field, and {found} could be found."
    hint = f"Give {wanted} or more valid values: examples: [...]."
    if spec.unique:
        hint = f"Admit {wanted} or more, and name them in examples: [...], or leave unique out."
    return Problem(key, message, hint)


def _sample_values(kind: FieldType, spec: FieldSpec) -> list[object]:
    found: list[object] = []
    for value in (*(kind.parse(spec, example) for example in spec.examples), *kind.values(spec)):
        if value not in found:
            found.append(value)
    return found[: max(SAMPLES, len(spec.examples))]


def samples(kind: FieldType, spec: FieldSpec, context: FieldContext) -> tuple[Sample, ...]:
    """Give the samples of a valid field, the user's examples first."""
    return tuple(
        Sample(
            plain(json_literal(kind.wire(spec, value))),
            kind.literal(spec, value, context),
        )
        for value in _sample_values(kind, spec)
    )


def invalid_samples(kind: FieldType, spec: FieldSpec) -> tuple[InvalidSample, ...]:
    """Give what a valid field refuses."""
    null = () if spec.nullable else (("null", "None"),)
    return tuple(
        InvalidSample(plain(text), reason) for reason, text in (*kind.invalid(spec), *null)
    )


def default(kind: FieldType, spec: FieldSpec, context: FieldContext) -> Default | None:
    """Give the default of a valid field."""
    if spec.default is None:
        return None
    if isinstance(spec.default, str) and spec.default in kind.words():
        return Default(kind.words()[spec.default], factory=True)
    code = kind.literal(spec, kind.parse(spec, spec.default), context)
    if not kind.mutable_default():
        return Default(code)
    if code.text in {"[]", "{}"}:
        return Default(plain("list" if code.text == "[]" else "dict"), factory=True)
    return Default(Code(f"lambda: {code.text}", code.imports), factory=True)
