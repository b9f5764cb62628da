"""The record of a transaction: what a process that was killed leaves to the next one.

``.fastscaffold/txn/`` holds, while a transaction runs:

- ``new-<n>``: the content that file n gets;
- ``old-<n>``: what it has now, under a second name;
- ``journal.json``: present from the commit point on; whoever finds it finishes the transaction;
- ``rollback.json``: the same record, once the transaction is to be undone.

The record is renamed into its place and from one name to the other, so it is always whole.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree.paths import TRANSACTION_DIRECTORY, check_path, check_writable

if TYPE_CHECKING:
    from pathlib import Path

FORWARD_NAME = "journal.json"
BACK_NAME = "rollback.json"
FORMAT = 1

_HEX = re.compile(r"[0-9a-f]{64}")
_MAX_MODE = 0o7777


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a transaction.

    Attributes:
        path: as the plan has it.
        target: the same file with symbolic links resolved, relative to the resolved root.
        before: sha256 of what is overwritten or removed; None for a file that is created.
        after: sha256 of what is written; None for a file that is removed.
    """

    path: str
    target: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Gone:
    """A directory that goes with the last file in it, and the permission bits it had."""

    path: str
    mode: int


@dataclass(frozen=True, slots=True)
class Journal:
    """All that is needed to finish a transaction or to undo it.

    Attributes:
        entries: in the order in which they are written.
        made: directories to be made, parents first.
        gone: directories to be removed, children first.
    """

    entries: tuple[Entry, ...]
    made: tuple[str, ...] = ()
    gone: tuple[Gone, ...] = ()

    def to_json(self) -> bytes:
        """The record as it is stored."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode() + b"\n"


def staged_name(index: int) -> str:
    """Where the new content of an entry waits."""
    return f"new-{index}"


def backup_name(index: int) -> str:
    """Where the old content of an entry is kept."""
    return f"old-{index}"


def load_journal(directory: Path) -> tuple[Journal, bool] | None:
    """The journal in a transaction's directory and whether it is to be undone; None without one.

    Raises:
        ProjectError: it is damaged (``tree.journal-damaged``), of another version
            (``tree.journal-format``) or names a path outside the project.
    """
    for name in (BACK_NAME, FORWARD_NAME):
        try:
            content = (directory / name).read_bytes()
        except FileNotFoundError:
            continue
        return _parse(content, f"{TRANSACTION_DIRECTORY}/{name}"), name == BACK_NAME
    return None


def _parse(content: bytes, path: str) -> Journal:
    try:
        record = _mapping(json.loads(content))
        found = record.get("format")
        if found == FORMAT:
            return Journal(
                entries=tuple(_entry(_mapping(item)) for item in _items(record["entries"])),
                made=tuple(check_path(_text(item)) for item in _items(record["made"])),
                gone=tuple(_gone(_mapping(item)) for item in _items(record["gone"])),
            )
    except (ValueError, KeyError, RecursionError) as error:
        raise ProjectError(
            Message(
                "tree.journal-damaged",
                "The record of an interrupted run is damaged, so it cannot be finished.",
                path,
                hint=f"Compare the project with its last commit, then remove "
                f"{TRANSACTION_DIRECTORY}/.",
            )
        ) from error
    raise ProjectError(
        Message(
            "tree.journal-format",
            f"The interrupted run was made by another version: its record has format {found!r}, "
            f"this version reads {FORMAT}.",
            path,
            hint="Finish it with `fastscaffold recover` of the version that made it.",
        )
    )


def _entry(record: dict[object, object]) -> Entry:
    entry = Entry(
        path=check_writable(_text(record["path"])),
        target=check_writable(_text(record["target"])),
        before=_hash(record["before"]),
        after=_hash(record["after"]),
    )
    if entry.before == entry.after:
        raise ValueError(entry.path)
    return entry


def _gone(record: dict[object, object]) -> Gone:
    mode = record["mode"]
    if not isinstance(mode, int) or not 0 <= mode <= _MAX_MODE:
        raise ValueError(mode)
    return Gone(check_path(_text(record["path"])), mode)


def _mapping(value: object) -> dict[object, object]:
    if not isinstance(value, dict):
        raise ValueError(value)  # noqa: TRY004 # every fault of the record is one error to callers
    return cast("dict[object, object]", value)


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 # as above
    return cast("list[object]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 # as above
    return value


def _hash(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _HEX.fullmatch(value)):
        return value
    raise ValueError(value)
