"""Generated files pass the project's own lint rules and formatter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from fastscaffold import ruff
from fastscaffold.errors import Message
from fastscaffold.scratch import scratch_directory
from fastscaffold.tree.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.verify.base import Context

# What does not parse is told by the check that parses.
_SYNTAX = (None, "invalid-syntax")
_HINT = "--verify none leaves this check out."


class _Location(TypedDict):
    row: int
    column: int


class _Finding(TypedDict):
    filename: str
    code: str | None
    message: str
    location: _Location | None


class LintCheck:
    """``ruff check`` and ``ruff format --check`` find nothing in files that are created.

    A file that is only edited is the user's, with whatever the rules say to the rest of it.
    """

    name = "lint"
    waits = True

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say what ruff finds."""
        files = {
            action.path: content
            for action, content in context.planned(".py")
            if action.kind is ActionKind.CREATE
        }
        if not files:
            return ()
        with scratch_directory() as directory:
            _stage(directory, files, context)
            return tuple(_findings(directory, files, context.package))


def _stage(directory: Path, files: Mapping[str, bytes], context: Context) -> None:
    tree = context.tree
    contents = {name: tree.read(name) for name in ruff.CONFIGURATION}
    contents.update(files)
    for package in {parent for path in files for parent in _parents(path)}:
        # Whether a directory is a package counts for its modules; what its own file says does not.
        package_file = f"{package}/__init__.py"
        if package_file not in contents and tree.exists(package_file):
            contents[package_file] = b""
    present = {path: content for path, content in contents.items() if content is not None}
    for parent in {path.rpartition("/")[0] for path in present}:
        (directory / parent).mkdir(parents=True, exist_ok=True)
    for path, content in present.items():
        (directory / path).write_bytes(content)


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _findings(directory: Path, files: Mapping[str, bytes], package: str) -> Iterator[Message]:
    codes = {"check": "verify.lint", "format": "verify.format"}
    # Ruff tells the project's packages by their files, of which most are not staged.
    first_party = f"lint.isort.known-first-party={[package, 'tests']!r}"
    arguments = {"check": ("--config", first_party), "format": ("--check",)}
    # Both at once: most of their time is spent on starting.
    started = {
        command: ruff.start(
            [command, *arguments[command], "--output-format=json", "."],
            directory,
            files=len(files),
        )
        for command in codes
    }
    results = {command: process.communicate() for command, process in started.items()}
    unread = False
    for command, (output, errors) in results.items():
        if unread:
            return  # the formatter gives up at a file that does not parse
        if started[command].returncode not in {0, 1}:
            message = f"ruff cannot use the project's configuration: {errors.strip()}"
            yield Message("verify.lint-config", message, hint=_HINT)
            return
        for finding in cast("list[_Finding]", json.loads(output or "[]")):
            path = Path(finding["filename"]).relative_to(directory).as_posix()
            if finding["code"] in _SYNTAX:
                unread = True
            elif path in files:
                place = finding["location"]
                yield Message(
                    codes[command],
                    f"{finding['code']}: {finding['message']}",
                    path,
                    place and place["row"],
                    place and place["column"],
                    _HINT,
                )


CHECK = LintCheck()
