"""What the text types share: lengths, and samples that fit them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from fastscaffold.fields.base import MAX_INDEXED_LENGTH, SAMPLES, FieldType, Problem
from fastscaffold.fields.literals import (
    constrained,
    pattern_literal,
    plain,
    text_literal,
)
from fastscaffold.fields.patterns import (
    beside_pattern,
    matcher,
    matching_texts,
    not_matching,
    pattern_problems,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.fields.base import FieldContext
    from fastscaffold.model.resource import Code
    from fastscaffold.spec.models import FieldSpec

_WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heath",
    "inlet",
    "jetty",
    "knoll",
    "larch",
    "maple",
]


class BoundedText(FieldType):
    """Free text with a length and perhaps a pattern.

    Attributes:
        default_length: most characters where the spec does not say.
        longest: most characters that a spec may ask for.
    """

    constraints = frozenset({"min_length", "max_length", "pattern"})
    searchable = True
    default_length: ClassVar[int]
    longest: ClassVar[int]

    def max_length(self, spec: FieldSpec) -> int:
        """Give the most characters of a value."""
        return self.default_length if spec.max_length is None else spec.max_length

    def python(self, spec: FieldSpec, context: FieldContext) -> Code:
        del spec, context
        return plain("str")

    def annotation(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        limits: list[str] = []
        if spec.min_length:
            limits.append(f"min_length={spec.min_length}")
        limits.append(f"max_length={self.max_length(spec)}")
        if spec.pattern is not None:
            limits.append(f"pattern={pattern_literal(spec.pattern)}")
        return constrained("str", limits, "Storable")

    def criterion(self, spec: FieldSpec, context: FieldContext) -> Code:
        del context
        return constrained("str", [f"max_length={self.max_length(spec)}"], "Storable")

    def parse(self, spec: FieldSpec, raw: object) -> object:
        value = text_value(raw)
        shortest, longest = spec.min_length or 0, self.max_length(spec)
        if len(value) < shortest:
            raise ValueError(f"it has fewer than {shortest} characters")
        if len(value) > longest:
            raise ValueError(f"it has more than {longest} characters")
        if spec.pattern is not None and not matcher(spec.pattern)(value):
            raise ValueError(f"it does not match the pattern {spec.pattern}")
        return value

    def problems(self, spec: FieldSpec) -> Iterator[Problem]:
        longest = self.max_length(spec)
        if longest > self.longest:
            hint = (
                "Use `text` for long text."
                if self.name == "str"
                else f"Write {self.longest} or less."
            )
            message = f"`max_length` of a {self.name} is at most {self.longest:,}."
            yield Problem("max_length", message, hint)
        if longest < 1:
            yield Problem("max_length", "`max_length` is at least 1.", "Write 1 or more.")
        elif (spec.min_length or 0) > longest:
            message = f"`min_length` is greater than `max_length`, which is {longest}."
            yield Problem("min_length", message, f"Write {longest} or less.")
        for key in ("unique", "index"):
            if getattr(spec, key) and longest > MAX_INDEXED_LENGTH:
                message = f"An index holds at most {MAX_INDEXED_LENGTH} characters."
                yield Problem(key, message, f"Set max_length to {MAX_INDEXED_LENGTH} or less.")
        if spec.pattern is not None:
            yield from pattern_problems(spec.pattern)

    def values(self, spec: FieldSpec) -> Sequence[object]:
        shortest, longest = spec.min_length or 0, self.max_length(spec)
        if spec.pattern is None:
            return _plain_texts(max(shortest, 1), longest)
        return matching_texts(spec.pattern, shortest, longest)

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        shortest, longest = spec.min_length or 0, self.max_length(spec)
        yield "wrong_type", "12345"
        if spec.pattern is None:
            yield "nul_byte", text_literal("\0byte"[:longest].ljust(shortest, "x"))
            yield "too_long", f'"x" * {longest + 1}'
            if shortest:
                yield "too_short", '""' if shortest == 1 else f'"x" * {shortest - 1}'
            return
        example = next(iter((*spec.examples, *self.values(spec))), None)
        if isinstance(example, str):
            yield from beside_pattern(spec.pattern, example, shortest, longest)
        wrong = not_matching(spec.pattern, shortest, longest)
        if wrong is not None:
            yield "wrong_pattern", text_literal(wrong)


def text_value(raw: object) -> str:
    """Check that a value is text that every database can hold.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(raw, str):
        raise ValueError("it should be text; put it in quotes")
    if "\x00" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise ValueError("it holds characters that cannot be stored")
    return raw


def _plain_texts(shortest: int, longest: int) -> list[object]:
    found: dict[str, None] = {}
    for number in range(SAMPLES):
        word = _WORDS[number % len(_WORDS)]
        text = word if longest >= len(word) else "abcdefghijklmnop"[number] * min(longest, 1)
        found[text.ljust(shortest, "x")[: max(shortest, min(longest, 200))]] = None
    return list(found)
