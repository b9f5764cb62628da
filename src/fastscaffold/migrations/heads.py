"""Reads the graph of a project's revisions without running any of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastscaffold.tree.tree import Tree

VERSIONS = "migrations/versions"

_NAMES = frozenset({"revision", "down_revision", "branch_labels", "depends_on"})


@dataclass(frozen=True, slots=True)
class Revision:
    """What the head of a revision's file says.

    Attributes:
        path: the file, relative to the project.
        parents: the revisions it follows: none for the first one, several for a merge.
        labels: names of its branch; ``dependencies`` are revisions or labels that come before it
            without being its parents.
    """

    id: str
    path: str
    parents: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevisionGraph:
    """All revisions of a project by id: complete and without a cycle.

    Attributes:
        directory: where the revisions are, relative to the project.
        files: names of the files there, those included that are no revisions.
    """

    directory: str
    files: frozenset[str]
    revisions: Mapping[str, Revision]

    @property
    def heads(self) -> tuple[str, ...]:
        """The revisions that no other one follows, sorted."""
        followed = {parent for item in self.revisions.values() for parent in item.parents}
        return tuple(sorted(self.revisions.keys() - followed))

    def with_ancestors(self, revisions: Iterable[str]) -> frozenset[str]:
        """Some revisions, known or not, and all that come before them."""
        reached, waiting = set[str](), [*revisions]
        while waiting:
            revision = waiting.pop()
            known = self.revisions.get(revision)
            if revision not in reached and known is not None:
                waiting += known.parents
            reached.add(revision)
        return frozenset(reached)

    def head(self) -> str | None:
        """The one head; None where there is no revision yet.

        Raises:
            ProjectError: there are several; the hint is the command that merges them.
        """
        heads = self.heads
        if len(heads) > 1:
            paths = ", ".join(self.revisions[head].path for head in heads)
            raise ProjectError(
                Message(
                    "migrations.heads",
                    f"There are {len(heads)} heads, so a new revision could follow any: {paths}.",
                    self.directory,
                    hint=f'alembic merge -m "merge heads" {" ".join(heads)}',
                )
            )
        return heads[0] if heads else None


def head_of(tree: Tree, directory: str = VERSIONS) -> str | None:
    """Give the revision that a new one follows; None for the first one.

    Raises:
        ProjectError: as for ``scan`` and ``RevisionGraph.head``.
    """
    return scan_tree(tree, directory).head()


def scan_tree(tree: Tree, directory: str = VERSIONS) -> RevisionGraph:
    """Read the revisions of a project as they will be.

    Raises:
        ProjectError: as for ``scan``, or a file cannot be read.
    """
    return scan(revision_files(tree, directory), directory)


def revision_files(tree: Tree, directory: str = VERSIONS) -> dict[str, bytes]:
    """Name to content of the files of a project that may hold a revision.

    Raises:
        ProjectError: a file cannot be read.
    """
    names = filter(_may_be_revision, tree.list(directory))
    contents = {name: tree.read(f"{directory}/{name}") for name in names}
    return {name: content for name, content in contents.items() if content is not None}


def scan(files: Mapping[str, bytes], directory: str = VERSIONS) -> RevisionGraph:
    """Read revisions. A file that holds none is left aside.

    Args:
        files: name to content of the files in a directory of versions.
        directory: how that directory is called in messages.

    Raises:
        ProjectError: a file cannot be understood, two revisions have the same id, a parent is
            missing, or revisions follow each other in a circle; carries all such errors.
    """
    problems: list[Message] = []
    revisions: dict[str, Revision] = {}
    for name in sorted(filter(_may_be_revision, files)):
        path = f"{directory}/{name}"
        found = _read(files[name], path)
        if isinstance(found, Message):
            problems.append(found)
        elif found is None:
            continue
        elif found.id in revisions:
            other = revisions[found.id].path
            message = f"The revision {found.id} is in {other} as well."
            hint = "Give one of them another id, or delete the one that is left over."
            problems.append(Message("migrations.duplicate", message, path, hint=hint))
        else:
            revisions[found.id] = found
    # What an unreadable file would have said is not known: nothing may be called missing then.
    problems = problems or [*_missing(revisions)] or [*_circles(revisions, directory)]
    if problems:
        raise ProjectError(*problems)
    return RevisionGraph(directory, frozenset(files), MappingProxyType(revisions))


def _may_be_revision(name: str) -> bool:
    return name.endswith(".py") and name != "__init__.py" and not name.startswith(".#")


@lru_cache(maxsize=8192)
def _read(content: bytes, path: str) -> Revision | Message | None:
    # Assignments at the top are all that counts, and parsing no more is five times as fast.
    end = content.find(b"\ndef ")
    if end >= 0:
        found = _parse(content[: end + 1], path)
        if isinstance(found, Revision):
            return found
    return _parse(content, path)


def _parse(content: bytes, path: str) -> Revision | Message | None:
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        return Message("migrations.syntax", f"The file is not valid Python: {reason}.", path, line)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in _assignments(module):
        strings = _strings(value)
        if strings is None or (name == "revision" and len(strings) != 1):
            return Message(
                "migrations.not-literal",
                f"`{name}` is not written as a plain string, so it cannot be read without "
                "running the file.",
                path,
                value.lineno,
                hint=f'{name} = "…"',
            )
        values[name] = strings
    if "revision" not in values:
        return None
    return Revision(
        id=values["revision"][0],
        path=path,
        parents=values.get("down_revision", ()),
        labels=values.get("branch_labels", ()),
        dependencies=values.get("depends_on", ()),
    )


def _assignments(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in module.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                targets = [name]
            case ast.Assign(targets=found, value=value):
                targets = [target.id for target in found if isinstance(target, ast.Name)]
            case _:
                continue
        for name in targets:
            if name in _NAMES:
                yield name, value


def _strings(value: ast.expr) -> tuple[str, ...] | None:
    match value:
        case ast.Constant(value=None):
            return ()
        case ast.Constant(value=str() as text):
            return (text,)
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            parts = [_strings(item) for item in items]
            if any(part is None or len(part) != 1 for part in parts):
                return None
            return tuple(part[0] for part in parts if part)
        case _:
            return None


def _missing(revisions: Mapping[str, Revision]) -> Iterator[Message]:
    labels = {label for item in revisions.values() for label in item.labels}
    for item in revisions.values():
        absent = [parent for parent in item.parents if parent not in revisions]
        absent += [
            name for name in item.dependencies if not _is_known(name, revisions.keys(), labels)
        ]
        for name in absent:
            yield Message(
                "migrations.missing",
                f"The revision {item.id} follows {name}, which is not there.",
                item.path,
                hint="Restore the missing file from version control.",
            )


def _is_known(name: str, ids: Iterable[str], labels: set[str]) -> bool:
    # Alembic takes `label@id` and the beginning of an id as well.
    label, at, start = name.rpartition("@")
    if at and label not in labels:
        return False
    return start in labels or start in {"head", "base"} or any(i.startswith(start) for i in ids)


def _circles(revisions: Mapping[str, Revision], directory: str) -> Iterator[Message]:
    left = {name: set(item.parents) for name, item in revisions.items()}
    children: dict[str, list[str]] = {name: [] for name in revisions}
    for name, parents in left.items():
        for parent in parents:
            children[parent].append(name)
    ready = [name for name, parents in left.items() if not parents]
    while ready:
        name = ready.pop()
        del left[name]
        for child in children[name]:
            left[child].discard(name)
            if not left[child]:
                ready.append(child)
    if left:
        yield Message(
            "migrations.circle",
            f"The revisions follow each other in a circle: {', '.join(sorted(left))}.",
            directory,
            hint="Correct `down_revision` in one of them.",
        )
