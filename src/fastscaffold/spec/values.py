"""Defaults, examples and bounds in the one form that their field type uses."""

from __future__ import annotations

import json
import re
from typing import cast

from fastscaffold.spec.vocabulary import INTEGER_TYPES, JSON_TYPES

_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})([eE][+-]?[0-9]{1,3})?")


def normal_value(type_name: str, value: object) -> object:
    """Give a default, example or bound the one form that its field type uses.

    YAML and inline text write the same value differently: ``0``, ``"0"`` and ``0.0``. What has no
    such form comes back as it is, to be refused where the type is known.
    """
    if type_name in INTEGER_TYPES:
        return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value
    if type_name in JSON_TYPES:
        return _normal_json(value)
    if type_name == "float":
        return _normal_float(value)
    if type_name == "decimal":
        return str(value) if _is_number(value) else value
    if type_name == "bool" and value in ("true", "false"):
        return value == "true"
    return value


def _normal_json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return cast("object", json.loads(value))
    except (ValueError, RecursionError):
        return value


def _normal_float(value: object) -> object:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53:
        return float(value)
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
