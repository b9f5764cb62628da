"""What a check is, and what it is given."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fastscaffold.tree.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.errors import Message
    from fastscaffold.tree.actions import Action
    from fastscaffold.tree.tree import Tree

_MARKERS = (b"<<<<<<< ", b"\n=======\n", b"\n>>>>>>> ")


@dataclass(frozen=True, slots=True)
class Context:
    """A plan that is to be checked.

    Attributes:
        tree: the project as it will be.
        package: the import package below ``src/``.
        actions: what the plan does; what does not change the disk is not looked at.
    """

    tree: Tree
    package: str
    actions: Sequence[Action]
    _modules: dict[bytes, ast.Module | None] = field(
        default_factory=dict[bytes, "ast.Module | None"], init=False, repr=False, compare=False
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

    def module(self, content: bytes) -> ast.Module | None:
        """Parse a module; None where this interpreter does not understand it."""
        if content not in self._modules:
            try:
                self._modules[content] = ast.parse(content)
            except (SyntaxError, ValueError):
                self._modules[content] = None
        return self._modules[content]


class Check(Protocol):
    """One thing that must hold before a plan is carried out."""

    @property
    def name(self) -> str:
        """Checks run in the order of their names."""
        ...

    def run(self, context: Context) -> tuple[Message, ...]:
        """Say everything that is wrong; nothing is written and no code of the project is run."""
        ...


def has_conflict_markers(content: bytes) -> bool:
    """Tell whether two versions of a part of a file stand in it, one after the other."""
    return content.startswith(_MARKERS[0]) and all(marker in content for marker in _MARKERS[1:])
