"""Renders a page of HTML, whose variables are escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.render.templates import html_environment

if TYPE_CHECKING:
    from collections.abc import Mapping


def render_page(kind: str, name: str, variables: Mapping[str, object]) -> str:
    """Render a template of the folder ``templates/<kind>``."""
    return html_environment(kind).get_template(name).render(variables)
