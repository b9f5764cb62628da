"""Shell completion. Runs at every press of the tab key, so it imports and reads next to nothing."""

from __future__ import annotations

from pathlib import Path

from typer import Context  # noqa: TC002 # read by typer

from fastscaffold.resources import templates_directory

_TESTS = "tests"


def complete_feature(incomplete: str) -> list[str]:
    """Names of the features of the project around the working directory."""
    return _starting(_records("features"), incomplete)


def complete_addition(context: Context, incomplete: str) -> list[str]:
    """What ``add`` takes: capabilities, or ``tests`` and the names of features."""
    typed: list[str] = context.params.get("names") or []
    if typed[:1] == [_TESTS]:
        return complete_feature(incomplete)
    return [*complete_capability(incomplete), *(() if typed else _starting([_TESTS], incomplete))]


def complete_capability(incomplete: str) -> list[str]:
    """Names of the capabilities that come with the tool or with the project."""
    folders = [templates_directory() / "capabilities"]
    project = _project()
    if project is not None:
        folders.append(project / "capabilities-local")
    names = {entry.parent.name for folder in folders for entry in folder.glob("*/capability.yaml")}
    # A list with commas: what stands before the last comma is typed already.
    typed, comma, last = incomplete.rpartition(",")
    return [f"{typed}{comma}{name}" for name in _starting(sorted(names), last)]


def complete_field(incomplete: str) -> list[str]:
    """Field type names after ``name:``; the fields before the last one are kept."""
    head, colon, last = incomplete.rpartition(":")
    name = head.split()[-1] if head.split() else ""
    if not colon or ":" in name:
        return []
    from fastscaffold.cli.fieldtypes import field_type_names  # noqa: PLC0415

    return [f"{head}{colon}{name}" for name in _starting(field_type_names(), last)]


def _project() -> Path | None:
    here = Path.cwd()
    for directory in (here, *here.parents):
        if (directory / ".fastscaffold" / "project.json").is_file():
            return directory / ".fastscaffold"
    return None


def _records(kind: str) -> list[str]:
    project = _project()
    if project is None:
        return []
    return sorted(path.stem for path in (project / kind).glob("*.json"))


def _starting(names: list[str] | tuple[str, ...], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
