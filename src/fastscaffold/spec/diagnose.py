"""Turns pydantic's errors into sentences about the spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastscaffold.spec.models import (
    ApiSpec,
    BehavioursSpec,
    CacheSpec,
    CheckSpec,
    ConstraintsSpec,
    FeatureSpec,
    FieldSpec,
    IndexSpec,
    NamingSpec,
    PageSizeSpec,
    PrimaryKeySpec,
    RelationSpec,
    SpecModel,
)
from fastscaffold.spec.problems import did_you_mean
from fastscaffold.spec.vocabulary import (
    FOREIGN_TYPES,
    RELATION_ALIASES,
    TYPE_ALIASES,
    TYPE_NAMES,
)

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from fastscaffold.spec.positions import Path
    from fastscaffold.spec.problems import Problems

_MODELS: dict[tuple[str, ...], type[SpecModel]] = {
    (): FeatureSpec,
    ("fields", "*"): FieldSpec,
    ("relations", "*"): RelationSpec,
    ("naming",): NamingSpec,
    ("primary_key",): PrimaryKeySpec,
    ("constraints",): ConstraintsSpec,
    ("constraints", "index", "*"): IndexSpec,
    ("constraints", "check", "*"): CheckSpec,
    ("behaviours",): BehavioursSpec,
    ("api",): ApiSpec,
    ("api", "page_size"): PageSizeSpec,
    ("api", "cache"): CacheSpec,
}
_EXPECTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "literal_error": "one of {expected}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_long": "a list of at most {max_length}",
    "too_short": "a list of at least {min_length}",
}


def known_keys(inside: Path) -> tuple[str, ...]:
    """Give the keys that a mapping of the language may have; ``inside`` starts at the feature."""
    for pattern, model in _MODELS.items():
        if len(pattern) == len(inside) and all(
            p in ("*", str(part)) for p, part in zip(pattern, inside, strict=True)
        ):
            return tuple(info.alias or name for name, info in model.model_fields.items())
    return ()


def report(error: ValidationError, path: Path, problems: Problems) -> None:
    """Add what pydantic found; ``path`` leads from the file to what was validated."""
    groups: dict[Path, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        place = _known_place((*path, *detail["loc"]), problems)
        groups.setdefault(place, []).append(detail)
    for place, details in groups.items():
        deeper = any(other[: len(place)] == place != other for other in groups)
        if not (deeper and details[0]["type"] in {"too_short", "too_long"}):
            _report_one(place, details, problems)


def _known_place(path: Path, problems: Problems) -> Path:
    for length in range(len(path), 0, -1):
        if path[:length] in problems.positions.values:
            return path[:length]
    return path[:1]


def _report_one(place: Path, details: list[ErrorDetails], problems: Problems) -> None:
    detail = details[0]
    kind = detail["type"]
    if kind == "extra_forbidden":
        inside = place[1:-1]
        known = known_keys(inside)
        hint = did_you_mean(str(place[-1]), known) or f"Keys here are {', '.join(known)}."
        problems.at_key(
            place, "spec.unknown-key", f"`{_shown(place[-1])}` is not a key here.", hint
        )
    elif kind == "missing":
        for missing in details:
            if missing["type"] == "missing":
                key = missing["loc"][-1]
                problems.at_value(place, "spec.missing-key", f"`{key}` is missing.", _missing(key))
    else:
        expected = list(dict.fromkeys(_expectation(item) for item in details))
        name = next(part for part in reversed(place) if isinstance(part, str))
        what = f"`{_shown(name)}`" if name == place[-1] else f"An item of `{_shown(name)}`"
        message = f"{what} should be {' or '.join(expected)}, not {_input(detail['input'])}."
        problems.at_value(place, _code(place, kind), message, _nearest(detail))


def _missing(key: int | str) -> str | None:
    if key == "type":
        return f"Field types are {', '.join(TYPE_NAMES)}."
    if key == "kind":
        return "Write `kind: many_to_one`."
    return None


def _code(place: Path, kind: str) -> str:
    if kind == "literal_error" and place[-1] == "type":
        return "spec.unknown-type"
    return "spec.invalid-value"


def _expectation(detail: ErrorDetails) -> str:
    form = _EXPECTED.get(detail["type"], "what the language allows")
    return form.format(**detail.get("ctx", {}))


def _nearest(detail: ErrorDetails) -> str | None:
    if detail["type"] != "literal_error" or not isinstance(detail["input"], str):
        return None
    known = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    words = [word.strip("'") for word in known]
    if "str" in words:
        meant = FOREIGN_TYPES.get(detail["input"].lower())
        if meant is not None:
            return f"Did you mean `{meant}`?"
        words += TYPE_ALIASES
    if "many_to_one" in words:
        words += RELATION_ALIASES
    return did_you_mean(detail["input"], words)


def _input(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        count = len(cast("list[object]", value))
        return "an empty list" if count == 0 else "a list"
    return f"`{_shown(value)}`"


def _shown(value: object) -> str:
    text = str(value)
    text = text if text.isascii() and text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004
