"""Files that are no modules, as a page shows them: each name has its value on its own line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.secrets.names import is_kept_secret_name, is_name_of_secrets
from fastscaffold.audit.facts.secrets.shipped import lines_of_secrets
from fastscaffold.audit.private_keys import HEAD
from fastscaffold.audit.reports.literals import PAIR

if TYPE_CHECKING:
    from collections.abc import Collection

HIDDEN = "…"
_SETS = re.compile(
    r"^(?P<name>\s*(?:#\s*)?(?:-\s*)?(?:(?:ARG|ENV|export)\s+)?[\"']?(?P<own>[\w.-]+)[\"']?\s*[:=]\s*)"
    r"(?P<value>\S.*)$"
)
# As a Dockerfile may write it, too.
_SPACED = re.compile(r"^(?P<name>\s*ENV\s+(?P<own>[\w.-]+)\s+)(?P<value>[^\s=].*)$", re.IGNORECASE)
_NAME_ABOVE = re.compile(r"^\s*(?:-\s*)?name:\s*[\"']?(?P<own>[\w.-]+)")
# What begins a value that stands on the lines below it.
_FOLDED = re.compile(r"[|>][-+\d]*\s*(#.*)?")


def setting(line: str) -> re.Match[str] | None:
    """What a line gives a name: its ``name`` with all before the value, ``own``, and ``value``."""
    return _SETS.match(line) or _SPACED.match(line)


def masked_settings(text: str, told: Collection[int]) -> list[str]:
    """The lines of a text with ``…`` for secrets.

    Args:
        text: of a file that is no module.
        told: lines that a rule about secrets speaks of.
    """
    lines = text.splitlines()
    is_key = HEAD in text
    entries = {number for number, _ in lines_of_secrets(text)}
    folded: int | None = None
    shown: list[str] = []
    for number, line in enumerate(lines, 1):
        if folded is not None and (not line.strip() or _indent(line) > folded):
            shown.append(HIDDEN if line.strip() else line)
            continue
        folded = None
        match = setting(line)
        if match is None:
            hidden = number in told or (is_key and not line.startswith("-----"))
            hidden = (hidden or number in entries) and bool(line.strip())
            shown.append(HIDDEN if hidden else PAIR.sub(_without_value, line))
            continue
        above = _NAME_ABOVE.match(lines[number - 2]) if number > 1 else None
        own = above["own"] if above is not None and match["own"] == "value" else match["own"]
        if number in told or number in entries or is_name_of_secrets(own):
            shown.append(f"{match['name']}{HIDDEN}")
            folded = _indent(line) if _FOLDED.fullmatch(match["value"]) else None
        else:
            shown.append(PAIR.sub(_without_value, line))
    return shown


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _without_value(match: re.Match[str]) -> str:
    return f"{match['own']}={HIDDEN}" if is_kept_secret_name(match["own"]) else match[0]
