"""Texts that nobody made up: keys themselves, not their places or what they are called."""

from __future__ import annotations

import re

from fastscaffold.audit.facts.secrets.words import words

_SHORTEST_KEY = 16
_KEY = re.compile(r"[\w.+=-]+")
_FILE = re.compile(r"(?i)\.(cer|crt|der|json|key|p12|pem|pfx|txt|ya?ml)$")
# As services begin the keys that they hand out.
_ISSUED = re.compile(r"(?i)(sk|rk|pk|gh[oprsu]|github_pat|glpat|xox\w|whsec|hf|ya29)[_.-]")
# As Amazon draws them, with slashes, too.
_OF_AWS = re.compile(r"(?=.*\d)(?=.*[A-Z])(?=.*[a-z])(?![/.])[A-Za-z0-9/+]{40}")
_VERSION = re.compile(r"(?i)(^|[^a-z])(v|ver|rev)(?=\d)")
# As headers begin that no standard names.
_HEADER = re.compile(r"(?i)^x-")
# Numbers of a version, of a step and of a day.
_NUMBER = re.compile(r"\d{1,4}|(19|20)\d{6}")
_VOWEL = re.compile(r"[aeiouy]")
# Shorter ones are abbreviations, such as ``jwt`` and ``prd``.
_SHORT = 4
_LONGEST_WORD = 14
_FEWEST_WORDS = 2
_MOST_NUMBERS = 3
# In texts of words; letters and digits that are drawn change places sooner.
_LETTERS_A_PART = 3
# What somebody thought of in place of a key.
_MADE_UP = re.compile(r"(?i)secret|change|key|pass|default")


def is_random(text: str | None, *, of: str) -> bool:
    """Whether a text is a key.

    Args:
        text: where it is known.
        of: the name of what is given it; a key of secrets is one though somebody made it up.
    """
    if text is not None and _OF_AWS.fullmatch(text):
        return True
    if text is None or len(text) < _SHORTEST_KEY or not _KEY.fullmatch(text) or _FILE.search(text):
        return False
    if not any(each.isdigit() for each in text) or not any(each.isalpha() for each in text):
        return False
    if not _is_worded(text):
        return True
    return words(of)[-2:] == ["secret", "key"] and _MADE_UP.search(text) is not None


def _is_worded(text: str) -> bool:
    """Whether a text is made of words, with numbers such as those of versions."""
    if _ISSUED.match(text):
        return False
    parts = words(_VERSION.sub(r"\1", _HEADER.sub("", text)))
    numbers = [each for each in parts if each.isdigit()]
    named = [each for each in parts if not each.isdigit()]
    if len(named) < _FEWEST_WORDS or len(numbers) > _MOST_NUMBERS:
        return False
    if not all(map(_NUMBER.fullmatch, numbers)) or not all(map(_is_word, named)):
        return False
    return sum(map(len, named)) >= _LETTERS_A_PART * len(parts)


def _is_word(part: str) -> bool:
    is_short = len(part) <= _SHORT
    return len(part) <= _LONGEST_WORD and (is_short or _VOWEL.search(part) is not None)
