"""Secrets in files that are shipped beside the code: manifests, keys and loaded configuration."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import without_comment
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.secrets.address_texts import has_credentials, is_stand_in
from fastscaffold.audit.facts.secrets.key_files import kept_keys
from fastscaffold.audit.facts.secrets.names import is_secret_name
from fastscaffold.audit.facts.secrets.references import is_reference
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.random_texts import is_random
from fastscaffold.audit.private_keys import HEAD
from fastscaffold.audit.roles import Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_SECRET = re.compile(r"^kind:\s*['\"]?Secret['\"]?\s*$", re.MULTILINE)
_BLOCK = re.compile(r"(stringData|data):\s*(#.*)?$")
_ENTRY = re.compile(r"\s+['\"]?([\w.-]+)['\"]?\s*[:=]\s+(\S.*)$")
_SHORTEST = 4
# What somebody fills in before it is of use, and what says so.
_PLACEHOLDER = re.compile(
    r"(?i)change|replace|your|example|placeholder|insert|todo|dummy|fake|sample|^test|xxx|\.\.\."
    r"|[<>{}$|]|\*\*"
    r"|^(none|null|true|false|secret|password|passwd|pass|\d{1,3})$"
)
# Folders of what nobody but developers starts.
_ASIDE = frozenset(
    {*("demo", "demos", "dev", "development", "example", "examples", "local", "minikube")}
    | {*("sample", "samples", "template", "test", "testing", "tests")}
)
# Where texts stand that people read, and where data is described: ``locales/de.yaml``.
_TEXTS = frozenset(
    {
        *("captions", "errors", "intl", "labels", "lang", "langs", "language", "languages"),
        *("locale", "locales", "messages", "placeholders", "strings", "texts", "titles"),
        *("translation", "translations", "jsonschema", "openapi", "schema", "schemas", "swagger"),
    }
)
_ABBREVIATED = re.compile(r"(?i)(^|[._-])(i18n|l10n)$")
_LANGUAGE = re.compile(
    r"(?i)(^|[._-])(ar|bg|bn|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb"
    r"|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)([_-][a-z]{2,4})?$"
)
_EXAMPLES = frozenset({"example", "examples"})
# What kind of data something is, in place of the data.
_TYPES = frozenset(
    {
        *("array", "boolean", "byte", "bytes", "char", "integer", "number", "object", "secretstr"),
        *("string", "text", "uuid", "varchar"),
    }
)
_NOT_SHIPPED = _ASIDE | {"localhost", "snakeoil"}


def shipped_secrets(facts: Facts) -> Iterator[Place]:
    """Where each stands, once; the note says what it is."""
    seen: set[tuple[str, str]] = set()
    for path, number, name, value in (*_of_manifests(facts), *_of_configuration(facts)):
        if (name.lower(), value) not in seen:
            seen.add((name.lower(), value))
            yield Place(path, number, f"a secret, `{name}`, that is shipped")
    for path in kept_keys(facts):
        if facts.sources.keys[path] and not _is_aside(path):
            yield Place(path, 1, "a private key that is shipped")


def _of_manifests(facts: Facts) -> Iterator[tuple[str, int, str, str]]:
    """Secrets of Kubernetes whose values stand in the manifest, be it in Base64."""
    for path in facts.configuration.paths("*.yaml", "*.yml"):
        text = facts.configuration.texts[path]
        if "Secret" not in text or not _SECRET.search(text) or _is_aside(path):
            continue
        for number, line in lines_of_secrets(text):
            match = _ENTRY.match(without_comment(line).rstrip())
            if match is not None:
                value = _plain(match[2].strip("'\""))
                if _is_secret(match[1], value):
                    yield path, number, match[1], value


def lines_of_secrets(text: str) -> Iterator[tuple[int, str]]:
    """The lines of data in those documents of a file that are secrets."""
    at = 1
    for document in re.split(r"(?m)^---.*$", text):
        inside = False
        lines = document.split("\n")
        for number, line in enumerate(lines if _SECRET.search(document) else (), at):
            if line[:1].strip("# "):
                inside = _BLOCK.match(line) is not None
            elif inside:
                yield number, line
        at += len(lines) - 1


def _plain(value: str) -> str:
    """What a value says that may be in Base64."""
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return value


def _of_configuration(facts: Facts) -> Iterator[tuple[str, int, str, str]]:
    """What files say that the code loads as its configuration; those of tools are theirs."""

    def is_shipped(path: str, keys: tuple[str, ...], value: str) -> bool:
        name = keys[-1]
        if not is_secret_name(name) or keys[0].lower() == "tool":
            return False
        if _EXAMPLES.intersection(keys):
            return False
        is_told = path in facts.configuration.composes or _is_aside(path)
        if is_told or not _is_secret(name.lower(), value):
            return False
        return not _describes(path, keys[:-1]) or is_random(value, of=name)

    for variable in facts.origins.config_files.texts(is_shipped):
        place = variable.place
        yield place.path, place.line, place.note.lower(), variable.value


def _describes(path: str, tables: tuple[str, ...]) -> bool:
    """Whether what stands there is a text that people read, or says what data is like."""
    pure = PurePosixPath(path)
    return any(
        not _LANGUAGE.sub("", each)
        or _ABBREVIATED.search(each) is not None
        or not _TEXTS.isdisjoint(words(_LANGUAGE.sub("", each))[-1:])
        for each in (*pure.parts[:-1], pure.stem, *tables)
    )


def _is_secret(name: str, value: str) -> bool:
    if HEAD in value:
        return True
    if len(value) < _SHORTEST or is_reference(value) or _PLACEHOLDER.search(value):
        return False
    if has_credentials(value):
        return not is_stand_in(value)
    named = is_secret_name(name) or words(name)[-1:] == ["pass"]
    return named and not _is_worded(name, value)


def _is_worded(name: str, value: str) -> bool:
    """Whether a value is no key but a text: it has blanks, or says what stands there."""
    if " " in value or value.lower() in _TYPES:
        return True
    if not value.isascii() and not any(each.isdigit() for each in value):
        return True
    # A word like itself is put in its place.
    said = words(value)
    return len(said) > 1 and words(name)[: len(said)] == said


def _is_aside(path: str) -> bool:
    pure = PurePosixPath(path)
    named = {each for folder in pure.parts[:-1] for each in words(folder)}
    return bool(named & _ASIDE) or pure.stem in _NOT_SHIPPED or role_of(path) is Role.TEST
