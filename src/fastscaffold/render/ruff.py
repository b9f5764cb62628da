"""Sorts imports and formats generated files by the project's own rules."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastscaffold import ruff
from fastscaffold.errors import FastScaffoldError, Message
from fastscaffold.scratch import scratch_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LINE_TOO_LONG = "E501"
DEFAULT_LINE_LENGTH = 88  # ruff's


def configuration(read: Callable[[str], str | None]) -> dict[str, str]:
    """What says how the files of a project look, by the name of each file that does."""
    found = {name: read(name) for name in ruff.CONFIGURATION}
    return {name: text for name, text in found.items() if text is not None}


def format_files(
    files: Mapping[str, bytes],
    *,
    config: Mapping[str, str],
    package: str,
    prunes_imports: bool = False,
    broken_by_nature: Sequence[str] = (),
) -> dict[str, bytes]:
    """Sort imports and format; two processes for any number of files, or a few more.

    A line that a long name leaves no place to be broken at is marked as one that may be long,
    where the project's rules ask for that.

    Args:
        files: path to content; what is not Python comes back as it is.
        config: the project's files of configuration, by name.
        package: the project's; ruff tells such packages by modules that are not staged here.
        prunes_imports: takes out imports that a module does not use, for templates that import
            all that they may need.
        broken_by_nature: rules that no such file can keep; one of a project that asks for them
            says so at its top.

    Raises:
        FastScaffoldError: a file does not parse, which is an error of its template.
    """
    python = [path for path in files if path.endswith(".py")]
    if not python:
        return dict(files)
    with scratch_directory() as root:
        for name, text in config.items():
            (root / name).write_text(text)
        for path in python:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path])
        first_party = f"lint.isort.known-first-party = {[package, 'tests']!r}"
        # Before they are sorted: what is left may need fewer lines.
        for rule in ("F401", "I") if prunes_imports else ("I",):
            fix = ["check", "--select", rule, "--fix", "--exit-zero", "--config", first_party]
            _run([*fix, "--quiet", "."], root, files=len(python))
        _run(["format", "--quiet", "."], root, files=len(python))
        formatted = _contents(root, python)
        if _mark_long_lines(root, formatted, config):
            formatted = _contents(root, python)
        if broken_by_nature:
            formatted = _marked(root, formatted, broken_by_nature)
    return {path: formatted.get(path, content) for path, content in files.items()}


def _contents(root: Path, paths: list[str]) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in paths}


def _mark_long_lines(root: Path, files: Mapping[str, bytes], config: Mapping[str, str]) -> bool:
    """Mark lines that are too long, and tell whether there were some."""
    limit = _line_length(config)
    # A character is at least as many bytes as columns.
    long = [
        path
        for path, content in files.items()
        if any(len(line) > limit for line in content.splitlines())
    ]
    if not long:
        return False
    # By the rules of the project first: to select the rule here would ask for what it may not.
    found = _run(["check", "--exit-zero", "--output-format", "json", *long], root, files=len(long))
    refused = {item["filename"] for item in json.loads(found) if item["code"] == LINE_TOO_LONG}
    if refused:
        mark = ["check", "--select", LINE_TOO_LONG, "--add-noqa", "--exit-zero", "--quiet"]
        _run([*mark, *sorted(refused)], root, files=len(refused))
    return bool(refused)


def _marked(root: Path, files: Mapping[str, bytes], rules: Sequence[str]) -> dict[str, bytes]:
    """Files that begin with the names of those of some rules that they break."""
    broken: dict[str, set[str]] = {path: set() for path in files}
    # A rule may be against marks themselves, of which there are none before.
    for _ in range(2):
        found = _run(
            ["check", "--exit-zero", "--output-format", "json", "."], root, files=len(files)
        )
        for item in json.loads(found):
            if (item["code"] or "").startswith(tuple(rules)):
                path = Path(item["filename"]).relative_to(root.resolve()).as_posix()
                broken[path].add(item["code"])
        for path, codes in broken.items():
            if codes:
                mark = f"# ruff: noqa: {', '.join(sorted(codes))}\n"
                (root / path).write_bytes(mark.encode() + files[path])
        if not any(broken.values()):
            break
    return _contents(root, [*files])


def _line_length(config: Mapping[str, str]) -> int:
    name = next((each for each in ruff.CONFIGURATION if each in config), "")
    options: dict[str, Any] = tomllib.loads(config.get(name, ""))
    if name == "pyproject.toml":
        options = options.get("tool", {}).get("ruff", {})
    return int(options.get("line-length", DEFAULT_LINE_LENGTH))


def _run(arguments: list[str], root: Path, *, files: int) -> str:
    process = ruff.start(arguments, root, files=files)
    output, errors = process.communicate()
    if process.returncode != 0:
        raise FastScaffoldError(
            Message("render.invalid", f"A template gave code that ruff refuses: {output or errors}")
        )
    return output
