"""How a feature's lists are read, as its code and its tests see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.model.resource import Import

if TYPE_CHECKING:
    from fastscaffold.model.resource import Resource

PAGINATION = "app.shared.pagination"


@dataclass(frozen=True, slots=True)
class PagesView:
    """What templates see of it.

    Attributes:
        params: base of the query parameters.
        response: the model of a page; ``rows`` is what the repository returns.
        method: of the repository.
        kind: ``page`` or ``cursor``.
        counts: whether a page tells how many rows there are.
        parameter: what an endpoint takes besides; ``parameter_of_methods`` the same for those below
            it, and ``argument`` what is handed on; ``test_argument`` is what tests hand on.
    """

    params: str
    response: str
    rows: str
    method: str
    kind: str
    counts: bool
    parameter: str
    parameter_of_methods: str
    argument: str
    test_argument: str
    imports: tuple[str, ...]
    router_imports: tuple[str, ...]


def pages_view(resource: Resource, package: str) -> PagesView:
    """Decide how a feature's lists are read."""
    del resource
    return PagesView(
        params="PageParams",
        response="Page",
        rows="PageOf",
        method="list_page",
        kind="page",
        counts=True,
        parameter="",
        parameter_of_methods="",
        argument="",
        test_argument="",
        imports=import_lines([Import(PAGINATION, "PageOf")], package=package),
        router_imports=import_lines(
            [Import(PAGINATION, "Page"), Import(PAGINATION, "PageOf")], package=package
        ),
    )
