"""Puts features in an order in which each comes after those that it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class CycleError(Exception):
    """Features refer to each other in a circle; ``path`` ends where it starts."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def in_order(references: Mapping[str, Iterable[str]]) -> list[str]:
    """Sort names so that each follows what it refers to; otherwise the order stays.

    References to a name itself, and to names that are not keys, count for nothing.

    Raises:
        CycleError: there is no such order.
    """
    waiting = {
        name: {target for target in targets if target != name and target in references}
        for name, targets in references.items()
    }
    ordered: list[str] = []
    done: set[str] = set()
    while waiting:
        ready = [name for name, targets in waiting.items() if targets <= done]
        if not ready:
            raise CycleError(_cycle({name: waiting[name] - done for name in waiting}))
        ordered += ready
        done.update(ready)
        for name in ready:
            del waiting[name]
    return ordered


def _cycle(waiting: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Follow the first references until a name comes back."""
    path = [next(iter(waiting))]
    while True:
        target = min(waiting[path[-1]])
        if target in path:
            return (*path[path.index(target) :], target)
        path.append(target)
