"""Asks what a feature does beyond its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from fastscaffold.cli.prompts import Choice, ask_some

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from fastscaffold.spec.models import FeatureSpec

_BULK = "bulk_create"
_OWNERSHIP = "ownership"
_MEANINGS = {
    "timestamps": "when each row was made and last changed",
    "soft_delete": "deleted rows are hidden, and can be restored",
    _OWNERSHIP: "rows are for the user who made them, and for admins",
    "optimistic_lock": "nobody overwrites what they have not read (ETag, If-Match)",
    _BULK: "many rows in one request: all of them or none",
}
DEFAULTS = ("timestamps",)


def ask_behaviours(
    ticked: Collection[str],
    check: Callable[[Sequence[str]], str | None],
    *,
    has_users: bool,
) -> tuple[str, ...]:
    """Ask for all of them at once.

    Args:
        ticked: those that are chosen at first.
        check: says what is wrong with a choice; it is asked for until nothing is.
        has_users: whether rows can belong to somebody.

    Returns:
        Names of what was chosen, for ``with_behaviours``.
    """
    choices = [
        Choice(name, text, checked=name in ticked)
        for name, text in _MEANINGS.items()
        if has_users or name != _OWNERSHIP
    ]
    return ask_some("What does it do beyond its fields?", choices, check)


def with_behaviours(spec: FeatureSpec, chosen: Collection[str]) -> FeatureSpec:
    """Give a feature that has no behaviours yet those that were chosen."""
    from fastscaffold.spec.models import ApiSpec, BehavioursSpec, Operation  # noqa: PLC0415

    behaviours = BehavioursSpec(**{name: name in chosen for name in BehavioursSpec.model_fields})
    api = ApiSpec(operations=get_args(Operation) if _BULK in chosen else None)
    return spec.model_copy(update={"behaviours": behaviours, "api": api})
