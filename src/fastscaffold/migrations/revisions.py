"""Makes the file of a new revision that follows those that are there."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.migrations.operations import reverse_all
from fastscaffold.migrations.render import render_revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.migrations.heads import RevisionGraph
    from fastscaffold.migrations.operations import Operation

_ID_LENGTH = 12
_SLUG_LENGTH = 40
_MAX_NAMED = 3
# With the quotes and the full stop of a docstring it fits in a line of 100 characters.
_MAX_MESSAGE = 95
_NUMBER = re.compile(r"(\d+)_")


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision to be written; ``path`` is relative to the project."""

    id: str
    down_revision: str | None
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Removal:
    """How the tables of a removed feature go.

    Attributes:
        delete: the file of the revision that created them, where nobody can miss it.
        add: a new revision that drops them, where somebody may have applied the old one.
    """

    delete: str | None = None
    add: NewRevision | None = None


def message_for(verb: str, tables: Sequence[str]) -> str:
    """Give the message of a revision: ``Create customers and orders``."""
    *first, last = tables
    message = f"{verb} {', '.join(first)} and {last}" if first else f"{verb} {last}"
    if len(tables) > _MAX_NAMED or len(message) > _MAX_MESSAGE:
        return f"{verb} {tables[0]} and {len(first)} more table{'s' if len(first) > 1 else ''}"
    return message


def new_revision(
    operations: Sequence[Operation], graph: RevisionGraph, message: str
) -> NewRevision:
    """Make the revision that follows the head of a graph.

    Its id depends on what it does and on what it follows, and on nothing else: the same command
    on the same project gives the same bytes, and two branches never clash by accident.

    Raises:
        ProjectError: the graph has several heads.
    """
    head = graph.head()
    anonymous = render_revision(operations, revision="", down_revision=head, message=message)
    revision = hashlib.sha256(anonymous.encode()).hexdigest()[:_ID_LENGTH]
    text = render_revision(operations, revision=revision, down_revision=head, message=message)
    return NewRevision(revision, head, f"{graph.directory}/{_file_name(graph, message)}", text)


def chain_after_removal(
    graph: RevisionGraph,
    revision: str,
    operations: Sequence[Operation],
    message: str,
    *,
    pristine: bool,
    applied: bool,
) -> Removal:
    """Decide how the tables of a feature go when the feature goes.

    Args:
        graph: the revisions of the project.
        revision: the one that created the tables.
        operations: what created the tables of this feature, and of no other.
        message: for a new revision: ``Drop orders``.
        pristine: whether the file of ``revision`` is as it was generated and creates nothing else.
        applied: whether somebody may have applied it.

    Returns:
        The file is deleted where the revision is the head, pristine and not applied; otherwise a
        new revision drops the tables. Neither where the revision is gone and was never applied.

    Raises:
        ProjectError: the graph has several heads.
    """
    known = graph.revisions.get(revision)
    if known is None and not applied:
        return Removal()
    if known is not None and pristine and not applied and graph.head() == revision:
        return Removal(delete=known.path)
    return Removal(add=new_revision(reverse_all(operations), graph, message))


def _file_name(graph: RevisionGraph, message: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:_SLUG_LENGTH].rstrip("_")
    taken = {int(match[1]) for name in graph.files if (match := _NUMBER.match(name))}
    number = len(graph.revisions) + 1
    while number in taken:
        number += 1
    return f"{number:04}_{slug}.py"
