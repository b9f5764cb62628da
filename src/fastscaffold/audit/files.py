"""Which files there are: below an audited directory, and of its repository above that."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Repositories keep what concerns all of their parts above the part that is audited.
MAX_LEVELS_ABOVE = 3

_IGNORED = frozenset(
    {
        ".eggs",
        ".git",
        ".hg",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "site-packages",
        "venv",
    }
)
_ABOVE = (
    ".github",
    ".gitlab-ci.yml",
    ".circleci",
    "azure-pipelines.yml",
    ".pre-commit-config.yaml",
    ".trunk",
)
# How all of its parts are built and started together.
_DEPLOYED_ABOVE = re.compile(
    r"(?i)(docker-)?compose[\w.-]*\.ya?ml|([\w-]+\.)?(docker|container)file(\.[\w-]+)?|caddyfile"
    r"|nginx[\w.-]*\.conf|traefik[\w.-]*\.(ya?ml|toml)|haproxy\.cfg|procfile|fly\.toml|render\.yaml"
    r"|(gnu)?makefile|justfile"
)
# Folders of what stands in front of all of its parts, or of how these are deployed.
_IN_FRONT = re.compile(
    r"(?i)caddy|haproxy|nginx|(reverse[-_]?)?proxy|terraform|terragrunt|traefik"
    r"|(\.?(deploy(ment)?s?|docker|infra(structure)?)([-_](configs?|files))?)|ansible|charts?|helm|k8s"
    r"|kube(rnetes)?|manifests|packaging|(aws[-_]?)?cdk|cdktf|pulumi|iac|bicep|cloudformation"
)
# Folders of programs that describe what an application is deployed to.
PROGRAMMED = re.compile(r"(?i)/((aws[-_]?)?cdk|bicep|cdktf|iac|infra(structure)?|pulumi)/")


def below(directory: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """Files below a directory; a stack, since depth is the project's choice."""
    waiting = [(directory, prefix)]
    while waiting:
        folder, before = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = f"{before}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                ignored = entry.name in _IGNORED or entry.name.endswith(".egg-info")
                if not ignored and not Path(entry.path, "pyvenv.cfg").exists():
                    waiting.append((Path(entry.path), f"{path}/"))
            elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
                yield path, Path(entry.path)


def above(root: Path) -> Iterator[tuple[str, Path]]:
    """What the repository around an audited part says of all its parts, such as its CI."""
    folder, prefix = root.resolve(), ""
    for _ in range(MAX_LEVELS_ABOVE):
        if (folder / ".git").exists() or folder.parent == folder:
            return
        folder, prefix = folder.parent, f"../{prefix}"
        if not any((folder / name).exists() for name in (".git", *_ABOVE)):
            continue
        for name in sorted({*_ABOVE, *_deployed(folder)}):
            place = folder / name
            if place.is_dir():
                within = below(place, f"{prefix}{name}/")
                # What is programmed in front is another program.
                front = _IN_FRONT.fullmatch(name) and not PROGRAMMED.search(f"/{name}/")
                yield from (each for each in within if not (front and each[0].endswith(".py")))
            elif place.is_file():
                yield f"{prefix}{name}", place


def _deployed(folder: Path) -> Iterator[str]:
    """Names that only a listing tells; none where the folder may not be listed."""
    with suppress(OSError):
        for each in folder.iterdir():
            told = _IN_FRONT if each.is_dir() and not each.is_symlink() else _DEPLOYED_ABOVE
            if told.fullmatch(each.name):
                yield each.name
