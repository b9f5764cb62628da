"""Puts features in an order in which each comes after those that it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class CycleError(Exception):
    """Features need each other in a circle; ``path`` ends where it starts."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" → ".join(path))
        self.path = path


def in_order(
    references: Mapping[str, Iterable[str]], optional: Collection[tuple[str, str]] = ()
) -> list[str]:
    """Sort names so that each follows what it refers to; otherwise the order stays.

    A circle is opened where a reference is optional; where it is opened depends on nothing but the
    circle itself. References to a name itself, and to names that are not keys, count for nothing.

    Args:
        references: what each name refers to.
        optional: pairs of names, of which the first may come before the second.

    Raises:
        CycleError: there is no such order.
    """
    waiting = {
        name: {target for target in targets if target != name and target in references}
        for name, targets in references.items()
    }
    ordered: list[str] = []
    while waiting:
        ready = [name for name, targets in waiting.items() if not targets] or [
            _opening(waiting, optional)
        ]
        ordered += ready
        for name in ready:
            del waiting[name]
        for targets in waiting.values():
            targets.difference_update(ready)
    return ordered


def circle_of(name: str, references: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Give a name and all those that refer to it and that it refers to, near or far."""
    return frozenset({name}) | {
        other
        for other in _reached(name, references)
        if other in references and name in _reached(other, references)
    }


def _opening(waiting: Mapping[str, set[str]], optional: Collection[tuple[str, str]]) -> str:
    """The name that goes ahead, where each one waits for another."""
    circles = (circle_of(name, waiting) for name in waiting)
    # One that waits for no other circle.
    circle = next(found for found in circles if all(waiting[name] <= found for name in found))
    needed = {
        name: {target for target in waiting[name] if (name, target) not in optional}
        for name in sorted(circle)
    }
    for name, targets in needed.items():
        if not targets:
            return name
    raise CycleError(_cycle(needed))


def _reached(name: str, references: Mapping[str, Iterable[str]]) -> set[str]:
    found, left = set[str](), [name]
    while left:
        new = set(references.get(left.pop(), ())) - found
        found |= new
        left += new
    return found


def _cycle(waiting: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Follow the first references until a name comes back."""
    path = [next(iter(waiting))]
    while True:
        target = min(waiting[path[-1]])
        if target in path:
            return (*path[path.index(target) :], target)
        path.append(target)
