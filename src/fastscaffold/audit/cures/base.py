"""What a cure is: changes of single nodes and lines, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    import libcst as cst

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.rules.base import Hit


class UncertainError(Exception):
    """Nobody can tell from the source what would be right.

    Attributes:
        reason: one sentence, for the user.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Site:
    """Where a node stands, for those who have to break lines.

    Attributes:
        indent: the white space that its first line begins with.
        step: one more level of it.
        before: how many characters of that line come before the node.
        after: how many characters of its last line come behind it.
        width: of the longest line that the project's formatter makes.
    """

    indent: str
    step: str
    before: int
    after: int
    width: int


# Gives the node to stand there; one that removes or multiplies a statement gives what libcst knows.
Make: TypeAlias = "Callable[[cst.CSTNode, Site], cst.CSTNode]"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One node of a Python file and what becomes of it.

    Attributes:
        node: where it stands, as the facts know it.
        make: what stands there afterwards.
        names: pairs of module and name that it needs imported with ``from``.
        modules: modules that it needs imported as they are.
        freed: local names that go with their import, if nothing else uses them.
    """

    path: str
    node: ast.expr | ast.stmt
    make: Make
    names: tuple[tuple[str, str], ...] = ()
    modules: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retext:
    """A file other than Python.

    Attributes:
        make: its text afterwards; is given an empty one where there is no file. A second
            application changes nothing.
    """

    path: str
    make: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Remedy:
    """All that one finding asks for.

    Attributes:
        next: commands that only the user can type.
    """

    changes: tuple[Rewrite | Retext, ...]
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cure:
    """What ``--fix`` does about a rule.

    Attributes:
        what: what it changes, and what it leaves alone; sentences.
        make: the remedy of one hit; raises ``UncertainError`` where it would have to guess.
    """

    what: str
    make: Callable[[Facts, Hit], Remedy]
