"""One of several values."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from fastscaffold.fields.base import FieldType, Problem
from fastscaffold.fields.literals import CORE, migration, text_literal
from fastscaffold.fields.texts import text_value
from fastscaffold.model.resource import Code, Column, EnumType, Import

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.spec.models import FieldSpec

# The column is that wide from the start, so that a longer value can be added later.
MAX_LENGTH = 64
_MIN_VALUES = 2
_MAX_MEMBER = 60
# Linters refuse them alone: they look like digits.
_AMBIGUOUS = frozenset({"I", "O"})
# Signs whose names in Unicode are not what people call them; all others go by those.
_SIGNS = {"-": "minus", "#": "hash"}
# What says something at the beginning and at the end of a value, where other signs are left out.
_OUTER_SIGNS = "+-<>=%#*"


class EnumFieldType(FieldType):
    """``enum``: a ``StrEnum`` in Python, a checked text column in the table."""

    name = "enum"
    constraints = frozenset({"values"})
    uniqueable = False

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec
        return Code(context.enum_class, (Import(context.module, context.enum_class),))

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        return self.python(spec, context)

    def column(self, spec: FieldSpec, context: FieldContext) -> Column:
        name = text_literal(context.column)
        values = ", ".join(map(text_literal, spec.values or ()))
        options = f"name={name}, native_enum=False, create_constraint=True, length={MAX_LENGTH}"
        return Column(
            Code(
                f"checked_enum({context.enum_class}, name={name})",
                (Import(CORE, "checked_enum"), Import(context.module, context.enum_class)),
            ),
            migration(f"sa.Enum({values}, {options})"),
        )

    def parse(self, spec: FieldSpec, raw: object) -> object:
        values = spec.values or ()
        if raw not in values:
            raise ValueError(f"it should be one of {', '.join(values)}")
        return raw

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        values = spec.values or ()
        if len(values) < _MIN_VALUES:
            hint = "Write values: [draft, paid], or enum(draft,paid) inline."
            yield Problem("values", f"An enum has at least {_MIN_VALUES} values.", hint)
        for at, value in enumerate(values):
            if not 0 < len(value) <= MAX_LENGTH or value != value.strip():
                shown = ascii(value[:MAX_LENGTH])
                message = f"{shown} is not a value of an enum: 1 to {MAX_LENGTH} characters."
                yield Problem("values", message, "Leave out spaces at its ends.", at=at)
                return
            try:
                text_value(value)
            except ValueError as error:
                yield Problem(
                    "values", f"A value of the enum is not valid: {error}.", "Leave it out.", at=at
                )
                return
        if len(set(values)) < len(values):
            at = next(at for at, value in enumerate(values) if value in values[:at])
            message = f"The value {values[at]!a} is given twice."
            yield Problem("values", message, "Keep one.", at=at)

    def values(self, spec: FieldSpec) -> Sequence[object]:
        return list(spec.values or ())

    def literal(self, spec: FieldSpec, value: object, context: FieldContext) -> Code:
        names = {text: name for name, text in members(spec.values or ())}
        return Code(
            f"{context.enum_class}.{names[str(value)]}",
            (Import(context.module, context.enum_class),),
        )

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        unknown = "no such value"
        while unknown in (spec.values or ()):
            unknown += "!"
        yield "unknown_value", text_literal(unknown)
        yield "wrong_type", "5"

    def enum(self, spec: FieldSpec, context: FieldContext) -> EnumType:
        return EnumType(context.enum_class, members(spec.values or ()), context.column)


def _spelled(value: str) -> str:
    """The value with signs as words: ``A+`` → ``A plus``, ``<`` → ``less than``, 👍 → its name."""
    if any(char.isalnum() for char in value):
        # Between words a sign stands for a blank, as in `on-hold`.
        start, text, end = value.partition(value.strip(_OUTER_SIGNS))
        return " ".join([*map(_sign, start), text, *map(_sign, end)])
    return " ".join(map(_sign, value))


def _sign(char: str) -> str:
    if unicodedata.category(char)[0] in "MC":
        return ""  # It changes the look of the sign before it.
    return _SIGNS.get(char) or unicodedata.name(char, "").removesuffix(" SIGN")


def members(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Name the members: ``in transit`` → ``IN_TRANSIT``; names are distinct."""
    found: dict[str, str] = {}
    for number, value in enumerate(values, start=1):
        name = re.sub(r"[^A-Z0-9]+", "_", _spelled(value).upper()).strip("_")[:_MAX_MEMBER]
        if not name:
            name = f"VALUE_{number}"
        elif name[0].isdigit() or name in _AMBIGUOUS:
            name = f"VALUE_{name}"
        distinct, count = name, 2
        while distinct in found:
            distinct, count = f"{name}_{count}", count + 1
        found[distinct] = value
    return tuple(found.items())


FIELD_TYPE = EnumFieldType()
