"""Folders of features that are called as those beside the code are, and code that is set aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePath

# Folders of code by what it does, which have one below them for each feature.
_LAYERS = frozenset(
    {
        "controllers", "crud", "dal", "endpoints", "models", "repositories", "routers", "routes",
        "schemas", "services", "views",
    }
)  # fmt: skip

# What nobody runs any more, or never did; of these, a feature may be called as the second ones.
_UNUSED = frozenset(
    {"archived", "bak", "deprecated", "example", "examples", "obsolete", "old", "unused"}
)
_NOUNS = frozenset(
    {"archive", "archives", "backup", "backups", "reference", "references", "sample", "samples"}
)
_ASIDE = _UNUSED | _NOUNS
_CODE = frozenset(
    {"apps", "code", "codes", "projects", "script", "scripts", "snippets", "source", "sources"}
)
_SAMPLE = re.compile(
    r"(?i)\w*(?:conf|config|env|secrets|settings)\w*[._](?:dist|example|sample|template)\.py"
    r"|(?:example|sample|template)[._]\w*(?:conf|config|env|secrets|settings)\.py"
)
# A copy of the folder that the rest of its name names.
_COPY = re.compile(r".+[ -](?:archived?|backups?|bak|deprecated|obsolete|old)")
_WORDS = re.compile(r"[^a-z0-9]+")


def is_set_aside(path: PurePath) -> bool:
    """Whether a file lies in a folder of references, samples, archives or backups of code.

    A sample of settings, which whoever deploys copies to those that are loaded, is set aside too.
    """
    return _SAMPLE.fullmatch(path.name) is not None or any(
        _is_aside(each.lower(), depth) for depth, each in enumerate(path.parts[:-1])
    )


def _is_aside(folder: str, depth: int) -> bool:
    if depth == 0 and _COPY.fullmatch(folder):
        return True
    words = {each for each in _WORDS.split(folder) if each}
    dates = {each for each in words if each.isdigit()}
    if not words & _ASIDE or not words - dates <= _ASIDE | _CODE:
        return False
    # Nothing can import ``reference codes`` by its name, and a feature bears no date.
    if dates or (len(words) > 1 and not folder.isidentifier()):
        return True
    if words & _CODE:
        return depth == 0 or bool(words & _UNUSED)
    # ``archive`` and ``samples`` at the root of a flat project may be features of it.
    return depth == 0 and bool(words & _UNUSED)


def is_feature(path: PurePath, name: str) -> bool:
    """Whether a folder is a feature in a layer of the code, as ``docs`` of ``api/v1/docs`` is."""
    above = [part.lower() for part in path.parts]
    above = above[: above.index(name)]
    return bool(_LAYERS & set(above) or "api" in above[:-1]) and path.name != "conf.py"
