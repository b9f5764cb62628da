"""Secrets of an environment that are kept with the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Retext, UncertainError
from fastscaffold.audit.cures.options import with_line
from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.tracked import tracked
from fastscaffold.audit.facts.secrets.references import is_reference
from fastscaffold.audit.facts.settings.env_files import entries, is_ignored, kept
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_SECRET = re.compile(
    r"(?i)secret|passw|passphrase|token|api_?key|access_?key|private_?key|credential|encryption_?key"
    r"|_pass$|_pwd$|^sentry_dsn$|signing_?key|jwt_?key"
)
# Numbers and names of things that only sound like secrets.
_NO_SECRET = re.compile(
    r"(?i)expire|minutes|seconds|days|hours|lifetime|ttl|algorithm|_url$|_uri$|length|name$|_file$"
    r"|_path$|prefix|header|_type$|limit|enabled|_id$|issuer|audience"
)
_PLACEHOLDER = re.compile(
    r"(?i)change|replace|your|example|placeholder|insert|todo|dummy|fixme|xxx|\.\.\.|<|\$\{?|{{|\*\*"
    r"|sample|fake|secret|passw|test|local|dev|generate|^(admin|postgres|root|user|guest|none|null"
    r"|rabbitmq|redis|mysql|minio|minioadmin|mongo|app|true|false|fastapi|db)\d*$"
)
MIN_LENGTH = 8
MIN_DISTINCT = 6


def check(facts: Facts) -> Iterator[Hit]:
    """Each file of an environment that is in the repository, at its first secret."""
    for path in kept(facts.sources, facts.configuration):
        place = _first_secret(facts, path)
        if place is not None:
            yield Hit(place, f"`{place.note}` is kept with the source.", place.note)


def _first_secret(facts: Facts, path: str) -> Place | None:
    for number, name, value in entries(facts.configuration.texts[path]):
        if _is_secret(name, value):
            return Place(path, number, name)
    return None


def _is_secret(name: str, value: str) -> bool:
    if _SECRET.search(name) is None or _NO_SECRET.search(name) is not None:
        return False
    if is_reference(value):
        return False
    is_random = len(value) >= MIN_LENGTH and len(set(value)) >= MIN_DISTINCT
    return is_random and _PLACEHOLDER.search(value) is None


def cure(facts: Facts, found: Hit) -> Remedy:
    """Keep the file out from now on; only its owner can take it out of the index."""
    path = found.place.path
    if any(letter in path for letter in " *?[]!#\\'\""):
        raise UncertainError("The name of the file would be a pattern.")
    # Without an index nothing has to be taken out of it.
    untrack = (f"git rm --cached {path}",) if tracked(facts.sources.root) is not None else ()
    if is_ignored(facts.configuration, path):
        return Remedy((), untrack)
    line = path if "/" not in path else f"/{path}"
    return Remedy((Retext(".gitignore", lambda text: with_line(text, line)),), untrack)


RULE = Rule(
    id="CONF006",
    name="committed-env-file",
    severity=Severity.P1,
    topic="configuration",
    seed="The Twelve-Factor App, III: config is kept out of the code",
    what="An `.env` file in the repository in which a secret, a key or a password has a value that"
    " is no placeholder. Whether it is in the repository says git's index, and without one"
    " `.gitignore`. Examples, templates and files for tests are left alone, and so are values that"
    " are encrypted or only say where a secret is kept.",
    why="Whoever may read the source has the secrets, and so has its whole history for ever.",
    bad={".env": "SECRET_KEY=9f8bX2kq7LmPz4Rw\n", "app/main.py": ""},
    good={".env": "SECRET_KEY=9f8bX2kq7LmPz4Rw\n", ".gitignore": ".env\n", "app/main.py": ""},
    fix="Take it out of the repository, keep an `.env.example` without values, and renew the"
    " secrets.",
    check=check,
    cure=Cure(
        "Adds the file to `.gitignore`, and names the command that takes it out of git's index."
        " The secrets stay in the history: they want to be renewed all the same.",
        cure,
    ),
    formerly=("X021",),
)
