"""What a check is, and what it is given."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fastscaffold.tree.actions import ActionKind
from fastscaffold.verify.outline import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.errors import Message
    from fastscaffold.tree.actions import Action
    from fastscaffold.tree.tree import Tree
    from fastscaffold.verify.outline import Outline

_MARKERS = (b"<<<<<<< ", b"\n=======\n", b"\n>>>>>>> ")


@dataclass(frozen=True, slots=True)
class Context:
    """A plan that is to be checked.

    Attributes:
        tree: the project as it will be.
        package: the import package below ``src/``.
        actions: what the plan does, and which files it was made to leave as they are.
    """

    tree: Tree
    package: str
    actions: Sequence[Action]
    _outlines: dict[bytes, Outline | None] = field(
        default_factory=dict[bytes, "Outline | None"], init=False, repr=False, compare=False
    )

    def planned(self, *suffixes: str) -> Iterator[tuple[Action, bytes]]:
        """Give the files that are created or edited, each with its content to be.

        A file with conflict markers is left out: the user asked for it and was told.
        """
        for action in self.actions:
            content = action.after
            if not action.writes or content is None or not action.path.endswith(suffixes):
                continue
            if action.kind is ActionKind.CREATE or not has_conflict_markers(content):
                yield action, content

    def outline(self, content: bytes) -> Outline | None:
        """Parse a module, once; None where this interpreter does not understand it."""
        if content not in self._outlines:
            try:
                self._outlines[content] = outline(ast.parse(content))
            except (SyntaxError, ValueError):
                self._outlines[content] = None
        return self._outlines[content]


class Check(Protocol):
    """One thing that must hold before a plan is carried out."""

    @property
    def name(self) -> str:
        """Messages come in the order of the names."""
        ...

    @property
    def waits(self) -> bool:
        """Whether it does little but wait for another process, so that it has a thread of its own.

        It must not parse Python: CPython 3.11 cannot do that in two threads at once.
        """
        ...

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say everything that is wrong; nothing is written and no code of the project is run."""
        ...


def has_conflict_markers(content: bytes) -> bool:
    """Tell whether two versions of a part of a file stand in it, one after the other."""
    return content.startswith(_MARKERS[0]) and all(marker in content for marker in _MARKERS[1:])


def conflict_marker(content: bytes) -> int | None:
    """The line, 1-based, of the first conflict marker: ours, or one of a version control's."""
    if not all(marker in content for marker in (b"<<<<<<< ", b"=======", b">>>>>>> ")):
        return None
    lines = enumerate(content.splitlines(), 1)
    return next((number for number, line in lines if line.startswith(b"<<<<<<< ")), None)
