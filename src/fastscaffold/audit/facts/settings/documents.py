"""What TOML and YAML hold, as what is expected there."""

from __future__ import annotations

from typing import cast


def as_table(value: object) -> dict[str, object]:
    """A mapping as one of texts; empty where it is none."""
    if not isinstance(value, dict):
        return {}
    return {str(key): each for key, each in cast("dict[object, object]", value).items()}


def as_list(value: object) -> list[object]:
    """A list; empty where it is none."""
    return cast("list[object]", value) if isinstance(value, list) else []


def as_texts(value: object) -> list[str]:
    """The texts of a list."""
    return [each for each in as_list(value) if isinstance(each, str)]
