"""What is stored of a project, read from JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fastscaffold.errors import Message, ProjectError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from fastscaffold.project.manifest import (
        CapabilityRecord,
        FeatureRecord,
        MigrationRecord,
        ProjectRecord,
    )

Record = TypeVar("Record", "ProjectRecord", "FeatureRecord", "CapabilityRecord", "MigrationRecord")


def read_files(path: str, content: str) -> dict[str, str]:
    """Read the files that were generated for a record.

    Raises:
        ProjectError: they are not valid.
    """
    try:
        loaded: object = json.loads(content)
    except ValueError as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(loaded, dict):
        raise _damaged(path, "an object of paths and contents is expected")
    return {str(key): str(value) for key, value in cast("dict[object, object]", loaded).items()}


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(record: type[Record]) -> TypeAdapter[Record]:
    # Loaded here: finding out that there is nothing to be done needs no record.
    from pydantic import TypeAdapter  # noqa: PLC0415

    if record.__name__ not in _ADAPTERS:
        _ADAPTERS[record.__name__] = TypeAdapter(record)
    return _ADAPTERS[record.__name__]


def read_record(record: type[Record], path: str, content: str, newest: int) -> Record:
    """Read a record, of the one format that this version knows.

    Raises:
        ProjectError: it is not valid, or of another format.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        value = _adapter(record).validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _damaged(path, f"{place}: {first['msg']}" if place else first["msg"]) from error
    if value.format != newest:
        raise ProjectError(
            Message(
                "project.format",
                f"The record has format {value.format}; this version reads {newest}.",
                path,
                hint="Install the fastscaffold that the project was made with, or a later one.",
            )
        )
    return value


def _damaged(path: str, reason: str) -> ProjectError:
    return ProjectError(
        Message(
            "project.damaged",
            f"The project's record cannot be read: {reason}.",
            path,
            hint="Restore the file from version control.",
        )
    )
