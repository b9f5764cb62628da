"""Regular expressions of fields: texts that match, and texts that do not."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from fastscaffold.fields.base import SAMPLES, Problem
from fastscaffold.fields.literals import text_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import SupportsLenAndGetItem

_ATTEMPTS_IN_VAIN = 60
# Escapes beyond ASCII: a range of them is too large to choose from, so examples are asked for.
_WIDE = re.compile(r"\\[uUNxpP]")
# How often a part is repeated beyond what the pattern demands, from attempt to attempt.
_REACHES = (3, 3, 12, 40)
_BUDGET = 5_000
_SEED = 20_240
_Choice = TypeVar("_Choice")


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


@lru_cache(maxsize=1024)
def matching_texts(pattern: str, shortest: int, longest: int) -> list[object]:
    """Find texts of the right length that match: they are made from the pattern and filled up."""
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


def beside_pattern(
    pattern: str, example: str, shortest: int, longest: int
) -> Iterator[tuple[str, str]]:
    """Give what matches and breaks another rule, as far as the pattern lets anything do so.

    Args:
        pattern: of a field.
        example: a valid value.
        shortest: the fewest characters of one.
        longest: the most.

    Yields:
        Reasons, and expressions.
    """
    matches = matcher(pattern)
    parts = [(example[:at], example[at], example[at + 1 :]) for at in range(len(example))]
    hostile = (f"{before}\0{after}" for before, _, after in parts)
    if (nul_byte := next(filter(matches, hostile), None)) is not None:
        yield "nul_byte", text_literal(nul_byte)
    times = longest + 2 - len(example)
    for before, char, after in parts:
        if matches(before + char * times + after):
            repeated = f"{text_literal(char)} * {times}"
            ends = [text_literal(text) if text else "" for text in (before, after)]
            yield "too_long", " + ".join(filter(None, (ends[0], repeated, ends[1])))
            break
    shorter = (example[: shortest - 1], example[len(example) + 1 - shortest :]) if shortest else ()
    if (too_short := next(filter(matches, shorter), None)) is not None:
        yield "too_short", text_literal(too_short)


def not_matching(pattern: str, shortest: int, longest: int) -> str | None:
    """Give a text of the right length that does not match."""
    matches = matcher(pattern)
    for char in "!~ zZ0\u00e9":
        text = char * max(shortest, min(longest, 3))
        if not matches(text):
            return text
    return None if matches("") or shortest > 0 else ""
