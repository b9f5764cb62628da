"""Sessions that another package makes, together with its engine and its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_NAMED = re.compile(
    r"(?i)_?(async_?)?(session_?maker|session_?factory|session_?local|get_(async_)?(db|session)"
    r"|db_session)"
)
# What is opened so may well be documents.
_OF_ANY = re.compile(r"(?i)_?get_(async_)?db")
# Clients of the web have sessions, too: where it is about a database, a module says so.
_OF_DATABASES = re.compile(r"(?i)(^|_)(db|databases?|orm|sql)(_|$)")
# They make nothing that would know where the database is.
_LIBRARIES = frozenset({"flask_sqlalchemy", "sqlalchemy", "sqlmodel"})


def shared_sessions(facts: Facts) -> Iterator[Place]:
    """Where production imports what opens a session of a package that is not of the project."""
    is_relational = next(facts.imports(*_LIBRARIES), None) is not None
    for name, place in _opened(facts):
        if is_relational or not _OF_ANY.fullmatch(name):
            yield place


def shared_databases(facts: Facts) -> Iterator[Place]:
    """The same, and what opens a database that may have no tables: ``get_db``."""
    for _, place in _opened(facts):
        yield place


def _opened(facts: Facts) -> Iterator[tuple[str, Place]]:
    for module in facts.production:
        for name in module.imports:
            symbol = facts.index.named(name, module) or ""
            owner, _, last = symbol.rpartition(".")
            parts = owner.split(".")
            if (
                _NAMED.fullmatch(last)
                and parts[0] not in _LIBRARIES
                and any(map(_OF_DATABASES.search, parts))
                and facts.index.split(symbol)[0] is None
            ):
                yield last, at_import(module, owner)
