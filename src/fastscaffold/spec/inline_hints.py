"""Hints on errors of ``--fields``: found as keys of YAML, and said as one says it inline."""

from __future__ import annotations

import re

INLINE_SOURCE = "--fields"

_NULLABLE = re.compile(r"`nullable: true`")
_FLAG = re.compile(r"`(unique|index|immutable|filter|sort|search|read_only): true`")
_VALUE = re.compile(r"`(column|alias|of|back|on_delete|cascade): ([^`{}\s]+)`")
_EXAMPLES = re.compile(r"\bexamples: \[")
# What a feature has beside its fields and relations; nothing of it can be said inline.
_YAML_ONLY = re.compile(
    r"\b(api|behaviours|constraints|naming|operations|permissions|primary_key): [{\[]"
)
NEEDS_YAML = "That needs a spec in YAML: --spec FILE."


def inline_hint(hint: str) -> str:
    """Say a hint inline, or that it needs a spec in YAML."""
    said = _NULLABLE.sub("`?` behind the type", hint)
    said = _FLAG.sub(r"`:\1`", said)
    said = _VALUE.sub(r"`:\1=\2`", said)
    said = _EXAMPLES.sub("examples=[", said)
    return f"{said} {NEEDS_YAML}" if _YAML_ONLY.search(said) else said
