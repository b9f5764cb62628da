"""What the text types share: lengths, patterns, and samples that fit them."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, TypeVar

from fastscaffold.fields.base import MAX_INDEXED_LENGTH, SAMPLES, FieldType, Problem
from fastscaffold.fields.literals import (
    SHARED,
    annotated,
    constrained,
    imported,
    pattern_literal,
    plain,
    text_literal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from _typeshed import SupportsLenAndGetItem

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
_ATTEMPTS_IN_VAIN = 60
# Escapes beyond ASCII: a range of them is too large to choose from, so examples are asked for.
_WIDE = re.compile(r"\\[uUNxpP]")
# How often a part is repeated beyond what the pattern demands, from attempt to attempt.
_REACHES = (3, 3, 12, 40)
_BUDGET = 5_000
_SEED = 20_240
_Choice = TypeVar("_Choice")


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
        return annotated(imported(SHARED, "Text"), f"max_length={self.max_length(spec)}")

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
        return _matching_texts(spec.pattern, shortest, longest)

    def invalid(self, spec: FieldSpec) -> Iterator[tuple[str, str]]:
        yield "wrong_type", "12345"
        yield "nul_byte", r'"nul\x00byte"'
        yield "too_long", f'"x" * {self.max_length(spec) + 1}'
        if spec.min_length:
            short = spec.min_length - 1
            yield "too_short", '""' if short == 0 else f'"x" * {short}'
        if spec.pattern is not None:
            wrong = _not_matching(spec.pattern, spec.min_length or 0, self.max_length(spec))
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


@lru_cache(maxsize=1024)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Give a function that tells whether a text matches, by the engine that pydantic uses.

    Raises:
        ValueError: the pattern is not one.
    """
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # noqa: PLC0415

    try:
        validator = SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError as error:
        reason = str(error).strip().splitlines()[-1].strip().removeprefix("error: ")
        raise ValueError(reason) from None
    return validator.isinstance_python


def pattern_problems(pattern: str) -> Iterator[Problem]:
    """Say what is wrong with a pattern."""
    try:
        matcher(pattern)
    except ValueError as error:
        hint = "Look-around and back-references are not available."
        yield Problem("pattern", f"The pattern is not valid: {error}.", hint)


def _plain_texts(shortest: int, longest: int) -> list[object]:
    found: dict[str, None] = {}
    for number in range(SAMPLES):
        word = _WORDS[number % len(_WORDS)]
        text = word if longest >= len(word) else "abcdefghijklmnop"[number] * min(longest, 1)
        found[text.ljust(shortest, "x")[: max(shortest, min(longest, 200))]] = None
    return list(found)


@lru_cache(maxsize=1024)
def _matching_texts(pattern: str, shortest: int, longest: int) -> list[object]:
    """Find texts that match, by making them from the pattern and filling them up."""
    matches = matcher(pattern)
    found: dict[str, None] = {}
    if not pattern.isascii() or _WIDE.search(pattern):
        return []
    generate = _generator(pattern)
    in_vain = attempt = 0
    while len(found) < SAMPLES and in_vain < _ATTEMPTS_IN_VAIN:
        seed = generate(attempt)
        if seed is None:
            break
        in_vain += 1
        for text in _variants(seed, attempt, shortest):
            fits = shortest <= len(text) <= longest and text.isprintable()
            if fits and text not in found and matches(text):
                found[text] = None
                in_vain = 0
                break
        attempt += 1
    return list(found)


def _variants(seed: str, attempt: int, shortest: int) -> tuple[str, ...]:
    """Fill a text up to its length, behind and before, with digits and letters of either case."""
    room = max(shortest - len(seed), 1)
    digit, lower, upper = str(attempt % 10), "abcdefghijklmn"[attempt % 14], "QRSTUVW"[attempt % 7]
    mixed = (digit + upper + lower) * room
    return (
        seed,
        seed + lower * room,
        seed + digit * room,
        seed + upper * room,
        seed + mixed[:room],
        lower * room + seed,
        upper * room + seed,
        digit * room + seed,
    )


class _Dice(random.Random):
    """Chance that is the same in each process, and keeps repeated parts of a pattern short."""

    reach = 0
    budget = 0

    def randint(self, a: int, b: int) -> int:
        times = super().randint(a, min(b, a + self.reach))
        self.budget -= times
        if self.budget < -_BUDGET:
            raise ValueError("the pattern demands too much repetition")
        return times if self.budget > 0 else a

    def choice(self, seq: SupportsLenAndGetItem[_Choice]) -> _Choice:
        # Sets of characters come in an order that changes from process to process.
        items = [seq[at] for at in range(len(seq))]
        texts = all(isinstance(item, str) for item in items)
        return super().choice(sorted(items, key=str) if texts else items)


def _generator(pattern: str) -> Callable[[int], str | None]:
    from rstr import Rstr  # noqa: PLC0415

    dice = _Dice(_SEED)
    maker = Rstr(dice)

    def generate(attempt: int) -> str | None:
        dice.reach, dice.budget = _REACHES[attempt % len(_REACHES)], _BUDGET
        try:
            return str(maker.xeger(pattern))
        except (re.error, KeyError, ValueError, IndexError, TypeError, RecursionError):
            return None

    return generate


def _not_matching(pattern: str, shortest: int, longest: int) -> str | None:
    matches = matcher(pattern)
    for char in "!~ zZ0\u00e9":
        text = char * max(shortest, min(longest, 3))
        if not matches(text):
            return text
    return None if matches("") or shortest > 0 else ""
