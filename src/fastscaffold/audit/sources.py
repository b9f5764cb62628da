"""Which files of a project are read, and what they hold."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.encodings import decoded_source, decoded_text
from fastscaffold.audit.files import PROGRAMMED, above, below
from fastscaffold.audit.parsing import Unparsable, parse
from fastscaffold.audit.private_keys import KEY_FILES, is_private
from fastscaffold.audit.roles import Role, role_of
from fastscaffold.audit.samples import copied_to, is_missed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 1_000_000
MAX_LINES = 20_000
# Lock files of big projects are larger than any source.
MAX_LOCK_BYTES = 8_000_000
_TEXTS = (
    ".cfg",
    ".conf",
    ".cypher",
    ".env",
    ".ini",
    ".mk",
    ".service",
    ".sh",
    ".sql",
    ".surql",
    ".surrealql",
    ".tf",
    ".template",
    ".tmpl",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
)
_NAMED = re.compile(
    r"(?ix) (.*[._-])?(docker|container)file\w*([._-].*)? | (gnu)?makefile | justfile"
    r" | procfile | jenkinsfile | pipfile(\.lock)? | .*\.lock | \.env(\..*)? | \.coveragerc"
    r" | renovate\.json5? | vercel\.json | railway\.json | app\.json | \.dockerignore | \.gitignore"
    # What the code may load as its configuration.
    r" | (.*[._-])?(app)?(conf|config|configuration|settings)([._-].*)?\.json"
    r" | mkdocs\.ya?ml | cookiecutter\.json | pyrightconfig\.json | package\.json | .*log.*\.json"
    # What a deployment renders to the configuration of a proxy.
    r" | (.*[._-])?caddyfile([._-].*)? | .*\.(conf|ya?ml)\.(j2|jinja2?|tpl)"
    # The sample of what deployment fills in is what is shipped.
    r" | .*log.*\.(cfg|conf|ini|json|toml|ya?ml)\.(default|dist|example|sample|template)"
)
# What a project says of how it is deployed; other documents are of no matter here.
_DOCUMENTS = re.compile(
    r"(?i)readme(\.(md|rst|txt))?|.*(deploy|install|production|proxy|https|tls).*\.(md|rst)"
)
_LOCKS = re.compile(r".*\.lock$|.*-lock\.(json|yaml)$")
# Commands of a project often bear no ending.
_COMMAND = re.compile(r"(?:^|.*/)(?:bin|docker|scripts?)/[\w-]+")
_SHEBANG = b"#!"
_BARE_NAME = re.compile(r"[\w-]+")
# What nginx and Apache are told often has none, or that of a domain.
_SITE = re.compile(
    r"(?i)(?:.*/)?(?:[\w-]*nginx[\w-]*(?:/(?:conf\.d/)?[\w-]+)?|sites-(?:available|enabled)/[\w.-]+)"
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read.

    Attributes:
        path: relative to the audited directory, with forward slashes; ``../`` leads to what the
            repository keeps above it.
        copy: where it is copied to before it is imported, if it is a sample of a module.
    """

    path: str
    text: str
    copy: str | None = None

    @property
    def role(self) -> Role:
        """What it is for, by the names of its folders and its own."""
        return role_of(self.copy or self.path)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not read, and why."""

    path: str
    reason: str


@dataclass(slots=True)
class Sources:
    """All that was found.

    Attributes:
        python: Python files, sorted by path.
        texts: other files that say how the project is built, run and checked, by path.
        samples: modules that are shipped under another ending, by path.
        keys: files that hold a key each, which are not read; true of those with a private one.
        documents: what is written for people who deploy it, by path.
        programs: those that describe what it is deployed to, but for Python of its own, by path.
        skipped: files that are too large, and links that lead elsewhere.
        unreadable: files that cannot be read, or hold no text.
    """

    root: Path
    python: list[SourceFile] = field(default_factory=list[SourceFile])
    texts: dict[str, str] = field(default_factory=dict[str, str])
    samples: dict[str, str] = field(default_factory=dict[str, str])
    keys: dict[str, bool] = field(default_factory=dict[str, bool])
    documents: dict[str, str] = field(default_factory=dict[str, str])
    programs: dict[str, str] = field(default_factory=dict[str, str])
    skipped: list[LeftOut] = field(default_factory=list[LeftOut])
    unreadable: list[LeftOut] = field(default_factory=list[LeftOut])


def collect(root: Path, planned: Mapping[str, bytes] | None = None) -> Sources:
    """Read a project; links to directories are not followed.

    Args:
        root: the directory.
        planned: files that are to be written there, by path, instead of what they hold now.

    Raises:
        OSError: the directory itself cannot be listed.
    """
    planned = planned or {}
    sources = Sources(root)
    os.scandir(root).close()
    for path, file in below(root, ""):
        if path not in planned:
            _take(sources, path, file)
    for path, content in planned.items():
        _put(sources, path, content)
    for path, file in above(root):
        _take(sources, path, file)
    _stand_in(sources)
    sources.python.sort(key=lambda file: file.path)
    sources.texts = dict(sorted(sources.texts.items()))
    return sources


def _take(sources: Sources, path: str, file: Path) -> None:
    is_program = _is_program(path)
    python = path.endswith((".py", ".pyi")) or copied_to(path) is not None
    named = (
        _NAMED.fullmatch(file.name)
        or _DOCUMENTS.fullmatch(file.name)
        or _COMMAND.fullmatch(path)
        or _SITE.fullmatch(path)
        or (_BARE_NAME.fullmatch(file.name) and _is_script(file))
    )
    if path.endswith(KEY_FILES):
        sources.keys[path] = is_private(file)
    if not python and not named and not is_program and not path.lower().endswith(_TEXTS):
        return
    if path.endswith(".pyi"):
        return
    if file.is_symlink():
        sources.skipped.append(LeftOut(path, "a symbolic link"))
        return
    limit = MAX_LOCK_BYTES if _LOCKS.match(file.name) else MAX_BYTES
    try:
        if not file.is_file():
            return
        if file.stat().st_size > limit:
            sources.skipped.append(LeftOut(path, f"larger than {limit:,} bytes"))
            return
        content = file.read_bytes()
    except OSError as error:
        sources.unreadable.append(LeftOut(path, error.strerror or "cannot be read"))
        return
    _put(sources, path, content)


def _is_script(file: Path) -> bool:
    """Whether a file says itself what runs it, as its name does not."""
    if not file.is_file() or file.is_symlink():
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(len(_SHEBANG)) == _SHEBANG
    except OSError:
        return False


def _is_program(path: str) -> bool:
    """Whether a file may describe what is deployed to, and is none of an application's own."""
    told = path.endswith((".bicep", ".js", ".ts")) or (
        path.startswith("../") and path.endswith(".py")
    )
    return told and PROGRAMMED.search(f"/{path}") is not None


def _put(sources: Sources, path: str, content: bytes) -> None:
    if _is_program(path):
        sources.programs[path] = decoded_text(content)
        return
    if not path.endswith(".py"):
        is_document = _DOCUMENTS.fullmatch(PurePosixPath(path).name)
        is_sample = copied_to(path) is not None
        found = sources.samples if is_sample else sources.texts
        (sources.documents if is_document else found)[path] = decoded_text(content)
        return
    if content.count(b"\n") > MAX_LINES:
        sources.skipped.append(LeftOut(path, f"longer than {MAX_LINES:,} lines"))
        return
    try:
        sources.python.append(SourceFile(path, decoded_source(content)))
    except (LookupError, SyntaxError, UnicodeDecodeError) as error:
        sources.unreadable.append(LeftOut(path, f"cannot be decoded: {error}"))


def _stand_in(sources: Sources) -> None:
    """Have samples stand for the modules that are imported, and are made by copying them."""
    shipped = {each.path: each for each in sources.python}
    for path in sorted([*sources.samples, *filter(copied_to, shipped)]):
        copy = copied_to(path)
        texts = [each.text for each in sources.python if each.path != path]
        names = [name for each in sources.python for name in (each.path, each.copy or "")]
        if copy is None or not is_missed(path, names, texts):
            continue
        file = shipped.get(path)
        if file is not None:
            sources.python.remove(file)
            sources.python.append(replace(file, copy=copy))
        # What is filled in rather than copied may be no Python yet.
        elif not isinstance(parse(sources.samples[path]), Unparsable):
            sources.python.append(SourceFile(path, sources.samples[path], copy))
