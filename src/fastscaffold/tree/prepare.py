"""Checks a plan against the disk, without changing anything, and works out what it comes to."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError
from fastscaffold.tree.actions import ActionKind
from fastscaffold.tree.content import (
    digest,
    fingerprint,
    is_directory,
    is_there,
    list_names,
    listing_digest,
)
from fastscaffold.tree.journal import Entry, Gone, Journal
from fastscaffold.tree.paths import STATE_DIRECTORY, Resolver, check_writable, real_root
from fastscaffold.tree.refusals import refuse_link, refuse_read_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastscaffold.tree.actions import Action
    from fastscaffold.tree.plan import Plan


def prepare(root: Path, plan: Plan) -> Journal:
    """Turn a plan into the record of its transaction.

    Args:
        root: the project, links resolved.
        plan: all that it read and all that it overwrites must still be so.

    Raises:
        ProjectError: the disk says otherwise (``tree.changed``), a file is read-only, a path
            leads outside, or two paths lead to one file.
    """
    resolve = Resolver(root)
    entries = tuple(_entry(resolve, action) for action in plan.changes if _is_change(action))
    problems = [
        *_changed(resolve, plan, entries),
        *_doubles(entries),
        *_unwritable(root, entries),
    ]
    if problems:
        raise ProjectError(*problems)
    return Journal(entries, _made(root, entries), tuple(_gone(root, entries)))


def refuse_changed(plan: Plan) -> None:
    """Refuse a plan that rests on what is no longer there.

    Raises:
        ProjectError: a file that it has read was changed (``tree.changed``).
    """
    problems = tuple(_changed(Resolver(real_root(plan.root)), plan, ()))
    if problems:
        raise ProjectError(*problems)


def changed_message(path: str) -> Message:
    """What to say about a file that is no longer what a plan rests on."""
    return Message(
        "tree.changed",
        f"{path} was changed while the command ran.",
        path,
        hint="Run the command again: it then starts from what is there now.",
    )


def _is_change(action: Action) -> bool:
    return action.before != action.after


def _entry(resolve: Resolver, action: Action) -> Entry:
    check_writable(action.path)
    real = resolve(action.path)
    if action.kind is ActionKind.REMOVE:
        refuse_link(resolve.root / action.path, action.path)
    if action.kind is not ActionKind.CREATE and is_there(real):
        refuse_read_only(real, action.path)
    return Entry(
        path=action.path,
        target=check_writable(real.relative_to(resolve.root).as_posix()),
        before=digest(action.before),
        after=digest(action.after),
    )


def _changed(resolve: Resolver, plan: Plan, entries: tuple[Entry, ...]) -> Iterator[Message]:
    expected = dict(plan.reads) | {entry.path: entry.before for entry in entries}
    for path, before in expected.items():
        found = _listed(resolve, path) if path.endswith("/") else fingerprint(resolve(path))
        if found != before:
            yield changed_message(path)


def _listed(resolve: Resolver, key: str) -> str | None:
    path = key.rstrip("/")
    names = list_names(resolve(path) if path else resolve.root, path)
    return None if names is None else listing_digest(names)


def _doubles(entries: tuple[Entry, ...]) -> Iterator[Message]:
    seen: dict[str, str] = {}
    for entry in entries:
        first = seen.setdefault(entry.target, entry.path)
        if first != entry.path:
            yield Message("tree.same-file", f"It is the same file as {first}.", entry.path)


def _unwritable(root: Path, entries: tuple[Entry, ...]) -> Iterator[Message]:
    directories = {parents(entry.target)[0] for entry in entries}
    for name in sorted({_present(root, directory) for directory in directories}):
        directory = root / name
        if not is_directory(directory):
            yield Message("tree.not-a-directory", "A directory is needed here.", name)
        elif not os.access(directory, os.W_OK | os.X_OK):
            yield Message(
                "tree.read-only", "The directory is read-only.", name, hint="Make it writable."
            )


def _present(root: Path, directory: str) -> str:
    while not is_there(root / directory):
        directory = parents(directory)[0]
    return directory


def _made(root: Path, entries: tuple[Entry, ...]) -> tuple[str, ...]:
    made: dict[str, None] = {}
    for directory in dict.fromkeys(parents(entry.target)[0] for entry in entries):
        missing: list[str] = []
        name = directory
        while name not in made and not is_there(root / name):
            missing.append(name)
            name = parents(name)[0]
        made.update(dict.fromkeys(reversed(missing)))
    return tuple(made)


def _gone(root: Path, entries: tuple[Entry, ...]) -> Iterator[Gone]:
    vanished = {entry.target for entry in entries if entry.after is None}
    needed = {
        name for entry in entries if entry.after is not None for name in parents(entry.target)
    }
    candidates = {name for target in vanished for name in parents(target)}
    candidates -= needed | {".", STATE_DIRECTORY}
    for name in sorted(candidates, key=lambda name: (-name.count("/"), name)):
        children = list_names(root / name, name) or ()
        if vanished.issuperset(f"{name}/{child}" for child in children):
            vanished.add(name)
            yield Gone(name, stat.S_IMODE((root / name).stat().st_mode))


def parents(target: str) -> tuple[str, ...]:
    """The directories that a file is in, innermost first; the root is a dot."""
    found: list[str] = []
    while "/" in target:
        target = target.rpartition("/")[0]
        found.append(target)
    return (*found, ".")
