"""What addresses hold: a password, a place for one, or one that shows what it is like."""

from __future__ import annotations

import re

from fastscaffold.audit.facts.secrets.words import words

# Schemes of what has no password, or of what is no database.
_OPEN = ("duckdb:", "file:", "http:", "https:", "mem:", "memory:", "sqlite")
_CREDENTIALS = re.compile(r"^[a-z][\w+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
# What is filled in before an address is used.
_BLANK = re.compile(
    r"://[^/\s:@]*:(<[^>]*>|\[[^\]]*\]|\$?\{[^}]*\}|\$\w+|%\(\w+\)s|%s|\*+|x+|\.+)@", re.IGNORECASE
)
# What looks for an address is none.
_EXPRESSION = re.compile(r"\[\^|\(\?|[\])][+*]|\([.\\\[]|\\[bdswDSW]|\.[+*?]")
_IN_BRACKETS = re.compile(r"://[^/\s:@]*:\[[^\]]*\]@")
# What examples say in place of a password, of a user, and of a host.
_STAND_IN = re.compile(
    r"://(?P<user>[^/\s:@]*):(?P<password>"
    r"(?-i:[A-Z_]*(?:KEY|PASS|SECRET|TOKEN)[A-Z_]*)"
    r"|(?:my|your|the)?[_-]?(?:pass|passwd|password|pw|pwd))@(?P<host>[^:/?]*)",
    re.IGNORECASE,
)
_ANYBODY = frozenset({"name", "user", "username"})


def has_credentials(text: str) -> bool:
    """Whether an address holds a password."""
    return _CREDENTIALS.match(text) is not None and _EXPRESSION.search(text) is None


def is_stand_in(text: str) -> bool:
    """Whether an address may show what one is like: a password for the password of a user."""
    match = _STAND_IN.search(text)
    is_anybody = match is not None and (
        not match["user"] or bool(_ANYBODY & set(words(match["user"])))
    )
    return is_anybody or is_nowhere(text)


def is_nowhere(text: str) -> bool:
    """Whether it certainly does, as no host is called so and no password."""
    match = _STAND_IN.search(text)
    if match is None:
        return _IN_BRACKETS.search(text) is not None
    return match["password"].isupper() or match["host"].lower() in {"host", "hostname"}


def holds_password(text: str) -> bool:
    """The same where the password stands in it, rather than a place for one."""
    return has_credentials(text) and _BLANK.search(text) is None


def may_hold_password(default: object) -> bool:
    """Whether an address that may be told in place of a default may well hold a password."""
    if not isinstance(default, str):
        return default is None
    return not default or ("://" in default and not default.startswith(_OPEN))
