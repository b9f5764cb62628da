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
    cursor = resource.api.cursor
    page = "CursorPage" if cursor else "Page"
    rows = Import(PAGINATION, f"{page}Of")
    codec = [Import("app.shared.cursor", "CursorCodec")] if cursor else []
    dependency = [Import("app.dependencies", "CursorCodecDep")] if cursor else []
    return PagesView(
        params="CursorParams" if cursor else "PageParams",
        response=page,
        rows=rows.name,
        method="list_cursor" if cursor else "list_page",
        kind="cursor" if cursor else "page",
        counts=not cursor,
        parameter=", codec: CursorCodecDep" if cursor else "",
        parameter_of_methods=", codec: CursorCodec" if cursor else "",
        argument=", codec" if cursor else "",
        test_argument=", CODEC" if cursor else "",
        imports=import_lines([rows, *codec], package=package),
        router_imports=import_lines([Import(PAGINATION, page), rows, *dependency], package=package),
    )
