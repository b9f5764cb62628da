"""Values that a type accepts, and values that it refuses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, cast

from fastscaffold.audit.values import UNKNOWN
from fastscaffold.fields.patterns import matching_texts, not_matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.audit.facts.requests.input_types import Input

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

UUID = "0198c5a0-7d2c-7000-8000-00000000cafe"
_TEXTS: dict[str, str] = {
    "date": "2026-03-14",
    "datetime": "2026-03-14T15:09:26Z",
    "email": "ada@example.com",
    "ip": "192.0.2.1",
    "time": "15:09:26",
    "timedelta": "PT1H",
    "url": "https://example.com/",
    "uuid": UUID,
}
_PLAIN = frozenset({"bool", "choice", "date", "int", "str", "uuid"})
_LONG = 60
_LONGEST = 10_000
_LARGEST = 2**31 - 1
_FINE = Decimal("0.01")
# Whole numbers are easier to read, where there are two of them between the bounds.
_ROOM = 2


class UnforeseeableError(Exception):
    """No value can be given that is sure to be accepted; says why."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that is refused.

    Attributes:
        reason: a word or two.
        code: the expression.
    """

    reason: str
    code: str


def sample(value: Input, name: str, *, other: bool = False) -> Json:
    """A value that is accepted.

    Args:
        value: what is asked for.
        name: of the field: texts are made of it.
        other: give another one than the first, for a change.

    Raises:
        UnforeseeableError: nothing is sure to be accepted.
    """
    if value.examples and not other:
        return _json(value.examples[0])
    if value.doubts:
        raise UnforeseeableError(value.doubts[0])
    if UNKNOWN in value.bounds.values():
        raise UnforeseeableError("a constraint of it is not known")
    return _SAMPLES.get(value.kind, _only)(value, name, int(other))


def _model(value: Input, _name: str, _turn: int) -> Json:
    return {each.name: sample(each.value, each.name) for each in value.fields if each.is_required}


def _choice(value: Input, _name: str, turn: int) -> Json:
    return _json(value.choices[-1 if turn else 0])


def _bool(_value: Input, _name: str, turn: int) -> Json:
    return bool(turn)


def _mapping(_value: Input, _name: str, _turn: int) -> Json:
    return {}


def _only(value: Input, _name: str, turn: int) -> Json:
    """The one value that there is of a kind."""
    text = _TEXTS[value.kind]
    shortest, longest = _lengths(value)
    is_bound = bool(value.bounds.keys() - {"max_length", "min_length"})
    if turn or is_bound or not shortest <= len(text) <= longest:
        raise UnforeseeableError("no other value of it is known to be accepted")
    return text


def _json(value: object) -> Json:
    match value:
        case str() | bool() | int() | float() | None:
            return value
        case list():
            return [_json(each) for each in cast("list[object]", value)]
        case dict():
            items = cast("dict[object, object]", value).items()
            return {str(key): _json(each) for key, each in items}
        case _:
            raise UnforeseeableError("its example is no JSON")


def _list(value: Input, name: str, _turn: int) -> Json:
    shortest = _whole(value.bounds.get("min_length"), 0)
    if shortest == 0:
        return []
    if value.item is None or shortest > 1:
        raise UnforeseeableError("it holds more than one item")
    return [sample(value.item, name)]


def _text(value: Input, name: str, turn: int) -> Json:
    shortest, longest = _lengths(value)
    pattern = value.bounds.get("pattern")
    if isinstance(pattern, str):
        return _matching(pattern, shortest, longest, turn)
    words = name.replace("_", " ").lower()
    text = f"Another {words}" if turn else words.capitalize()
    if shortest > len(text):
        text += "." * (shortest - len(text))
    if longest >= len(text):
        return text
    if longest == 0:
        raise UnforeseeableError("it must be empty")
    return ("b" if turn else "a") * max(shortest, min(longest, 3))


def _matching(pattern: str, shortest: int, longest: int, turn: int) -> str:
    try:
        texts = matching_texts(pattern, shortest, longest)
    except ValueError:
        texts = []
    if len(texts) <= turn:
        raise UnforeseeableError(f"no text was found that matches {pattern!r}")
    return str(texts[turn])


def _lengths(value: Input) -> tuple[int, int]:
    return (
        _whole(value.bounds.get("min_length"), 0),
        _whole(value.bounds.get("max_length"), _LONGEST),
    )


def _whole(value: object, default: int) -> int:
    return value if isinstance(value, int) else default


def _number(value: Input, _name: str, turn: int) -> Json:
    """The smallest that is allowed, or one above zero; another is a step further."""
    if "multiple_of" in value.bounds:
        step = Decimal(str(value.bounds["multiple_of"]))
    else:
        step = Decimal(1)
    low, high = _range(value, step)
    if value.kind != "int" and "multiple_of" not in value.bounds and high - low < _ROOM:
        step = _FINE
    start = max(low, Decimal(1)) if high >= 1 else low if low > -_LARGEST else high
    number = (start / step).to_integral_value(rounding="ROUND_CEILING") * step + step * turn
    if not low <= number <= high:
        raise UnforeseeableError("its bounds leave no room")
    if value.kind == "decimal":
        return str(number)
    return int(number) if value.kind == "int" or number == number.to_integral() else float(number)


def _range(value: Input, step: Decimal) -> tuple[Decimal, Decimal]:
    lows = [Decimal(-_LARGEST)]
    highs = [Decimal(_LARGEST)]
    for name, bound in value.bounds.items():
        if not isinstance(bound, int | float | str) or name not in {"ge", "gt", "le", "lt"}:
            continue
        limit = Decimal(str(bound))
        # Between two whole numbers there may be room for others, which are of no use to an int.
        inside = Decimal(1) if value.kind == "int" else min(step, _FINE)
        match name:
            case "ge":
                lows.append(limit)
            case "gt":
                lows.append(limit + inside)
            case "le":
                highs.append(limit)
            case _:
                highs.append(limit - inside)
    digits = value.bounds.get("max_digits")
    if isinstance(digits, int):
        places = _whole(value.bounds.get("decimal_places"), 0)
        highs.append(Decimal(10) ** (digits - places) - 1)
    return max(lows), min(highs)


# Arguments: what is asked for, what it is called, and 1 for another value than with 0.
_SAMPLES: dict[str, Callable[[Input, str, int], Json]] = {
    "bool": _bool,
    "choice": _choice,
    "decimal": _number,
    "float": _number,
    "int": _number,
    "list": _list,
    "mapping": _mapping,
    "model": _model,
    "str": _text,
}


def wrong_values(value: Input) -> Iterator[Wrong]:
    """Values that are refused, one for each thing that is asked for."""
    if "unknown" in value.kind or UNKNOWN in value.bounds.values():
        return
    match value.kind:
        case "str":
            yield Wrong("wrong type", "[]")
            yield from _wrong_texts(value)
        case "int" | "float" | "decimal":
            yield Wrong("wrong type", repr("not a number"))
            yield from _wrong_numbers(value)
        case "list":
            yield Wrong("wrong type", repr("not a list"))
            yield from _wrong_lists(value)
        case "choice":
            yield Wrong("no choice", repr("none of the choices"))
        case "mapping" | "model":
            yield Wrong("wrong type", repr("no object"))
        case _:
            yield Wrong("wrong type", repr(f"no {value.kind}"))


def _wrong_texts(value: Input) -> Iterator[Wrong]:
    shortest, longest = _lengths(value)
    pattern = value.bounds.get("pattern")
    if isinstance(pattern, str):
        try:
            text = not_matching(pattern, shortest, longest)
        except ValueError:
            text = None
        if text is not None:
            yield Wrong("other pattern", repr(text))
    if shortest > 0:
        yield Wrong("too short", _repeated(shortest - 1))
    if "max_length" in value.bounds:
        yield Wrong("too long", _repeated(longest + 1))


def _repeated(times: int) -> str:
    return repr("x" * times) if times <= _LONG else f'"x" * {times}'


def _wrong_numbers(value: Input) -> Iterator[Wrong]:
    for name, reason, step in (
        ("ge", "too small", -1),
        ("gt", "too small", 0),
        ("le", "too large", 1),
        ("lt", "too large", 0),
    ):
        bound = value.bounds.get(name)
        if isinstance(bound, int | float) and math.isfinite(bound):
            yield Wrong(reason, repr(bound + step))
    multiple = value.bounds.get("multiple_of")
    if isinstance(multiple, int) and multiple > 1:
        number = sample(value, "")
        if isinstance(number, int):
            yield Wrong("no multiple", repr(number + 1))


def _wrong_lists(value: Input) -> Iterator[Wrong]:
    shortest, longest = _lengths(value)
    if shortest > 0:
        yield Wrong("too short", "[]")
    if "max_length" in value.bounds and value.item is not None:
        try:
            item = sample(value.item, "item")
        except UnforeseeableError:
            return
        yield Wrong("too long", f"[{item!r}] * {longest + 1}")


def is_echoed(value: Input) -> bool:
    """Whether what is answered is what was sent, letter by letter."""
    return value.kind in _PLAIN and not value.doubts and not value.is_changed
