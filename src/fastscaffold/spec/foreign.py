"""Tells a text that was never meant as a spec, such as a README, from a spec with mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.spec.models import FeatureSpec
from fastscaffold.spec.positions import Position
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

TOP_KEYS = ("version", "feature", "features")
_KEYS = (*TOP_KEYS, *FeatureSpec.model_fields)
# A key may stand in quotes or braces, and lack its colon.
_BEGIN = re.compile(r"""[\s{]*['"]?(?P<word>[A-Za-z_-]+)['"]?(?P<colon>\s*:(\s|$))?""")
_NAMES = re.compile(r"""['"]?features?['"]?\s*:""")


def foreign_at(lines: Sequence[str]) -> Position | None:
    """Where the text begins if it is no spec, for one that is not YAML; None if it may be one."""
    at = next((number for number, line in enumerate(lines) if _is_content(line)), None)
    if at is None:
        return None
    begin = _BEGIN.match(lines[at])
    if begin is not None:
        word = begin["word"].lower()
        if word in _KEYS or (begin["colon"] and did_you_mean(word, _KEYS)):
            return None
        if begin["colon"] and any(map(_NAMES.match, lines)):
            return None
    return Position(at + 1, 1)


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "---", "%"))
