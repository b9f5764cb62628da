"""Files that are written can be read by what they are for."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from fastscaffold import ruff
from fastscaffold.errors import Message
from fastscaffold.scratch import scratch_directory
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fastscaffold.verify.base import Context

_NEWEST = "py314"
_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>")
# Specs are written by our own serialiser; reading YAML would cost more than all other checks.
_SPECS = "specs/"


class _Location(TypedDict):
    row: int
    column: int


class _Finding(TypedDict):
    filename: str
    message: str
    location: _Location | None


class ParseCheck:
    """Python, TOML, JSON and YAML files parse."""

    name = "parse"
    waits = False

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say which files do not parse, and where."""
        doubtful = {
            action.path: content
            for action, content in context.planned(".py")
            if context.outline(content) is None
        }
        # Ruff takes a NUL for part of a string; no interpreter does.
        nul = [path for path, content in doubtful.items() if b"\0" in content]
        return (
            *(_error(path, "It holds a NUL byte.") for path in nul),
            *_python_errors({path: doubtful[path] for path in doubtful if path not in nul}),
            *_data_errors(context),
        )


def _python_errors(files: Mapping[str, bytes]) -> Iterator[Message]:
    # A project may use syntax that is newer than this interpreter: ruff knows all of it.
    if not files:
        return
    with scratch_directory() as directory:
        paths = {f"{number}.py": path for number, path in enumerate(files)}
        for staged, path in paths.items():
            (directory / staged).write_bytes(files[path])
        options = ["--isolated", f"--target-version={_NEWEST}", "--select=E9"]
        command = ["check", "--output-format=json", *options, "."]
        process = ruff.start(command, directory, files=len(files))
        output, errors = process.communicate()
        if process.returncode not in {0, 1}:
            yield Message("verify.syntax", f"Files cannot be checked: {errors.strip()}")
            return
        told = set[str]()
        for finding in cast("list[_Finding]", json.loads(output)):
            path = paths[Path(finding["filename"]).name]
            # What else it finds in a file mostly follows from the first.
            if path not in told:
                told.add(path)
                yield _syntax_error(path, files[path], finding)


def _syntax_error(path: str, content: bytes, finding: _Finding) -> Message:
    place = finding["location"]
    if place is None:
        return _error(path, finding["message"])
    line = content.splitlines()[place["row"] - 1 : place["row"]]
    is_marker = bool(line) and line[0].startswith(_MARKERS)
    reason = "A conflict marker stands there." if is_marker else finding["message"]
    return _error(path, reason, place["row"], place["column"])


def _data_errors(context: Context) -> Iterator[Message]:
    readers: dict[str, Callable[[str], None]] = {
        ".toml": _read_toml,
        ".json": _read_json,
        ".yaml": _read_yaml,
        ".yml": _read_yaml,
    }
    for action, content in context.planned(*readers):
        if action.path.startswith(_SPECS) and action.path.endswith((".yaml", ".yml")):
            continue
        try:
            readers[Path(action.path).suffix](content.decode("utf-8-sig"))
        except ValueError as error:
            yield _error(action.path, str(error))


def _read_toml(text: str) -> None:
    import tomllib  # noqa: PLC0415 # few plans have such a file

    tomllib.loads(text)


def _read_json(text: str) -> None:
    json.loads(text)


def _read_yaml(text: str) -> None:
    # Without type information for strict checkers, hence by name.
    yaml = import_module("yaml")
    try:
        # Events, not objects: tags of a tool's own are none of our business.
        for _ in cast("Iterable[object]", yaml.parse(text, Loader=safe_loader())):
            pass
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def _error(path: str, reason: str, line: int | None = None, column: int | None = None) -> Message:
    return Message("verify.syntax", f"The file does not parse: {reason}", path, line, column)


CHECK = ParseCheck()
