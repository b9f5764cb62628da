"""Renders the code and the tests of a feature. A template more is a file more."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_view import feature_view
from fastscaffold.render.templates import SUFFIX, environment

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Template

    from fastscaffold.generators.feature_view import FeatureView
    from fastscaffold.model.resource import Resource

KIND = "feature"


def plan_feature_files(
    resource: Resource,
    *,
    package: str,
    python: str,
    has_auth: bool = False,
    overrides: Path | None = None,
) -> dict[str, bytes]:
    """Render a feature; what comes out is yet to be formatted.

    Args:
        resource: the feature.
        package: what the project's package is called.
        python: the oldest Python that the project runs on, such as ``3.11``.
        has_auth: whether the project has users.
        overrides: a folder of the project's own templates. One of the same path replaces ours,
            one of another path adds a file.

    Returns:
        Path, relative to the project and with forward slashes, to content; sorted.

    Raises:
        FastScaffoldError: a template cannot be rendered; names it.
    """
    view = feature_view(resource, package=package, python=python, has_auth=has_auth)
    variables = {name: getattr(view, name) for name in dir(view) if name[0] != "_"}
    placed = {"package": package, "feature": resource.names.feature}
    return dict(
        sorted(
            (_target(name, placed), template.render(variables).encode())
            for name, template in _templates(overrides)
            if not _is_empty(name, view)
        )
    )


def _is_empty(name: str, view: FeatureView) -> bool:
    """Whether a file would hold nothing: what it is about does not exist."""
    needed = {
        "expanded.py": view.includes.items,
        "schemas.py": view.responds,
        "exceptions.py": view.finds_one or view.restores,
        "test_schemas.py": view.creates or view.updates or view.lists,
    }
    return not needed.get(name.rpartition("/")[2].removesuffix(SUFFIX), True)


@lru_cache(maxsize=4)
def _templates(overrides: Path | None) -> tuple[tuple[str, Template], ...]:
    found = environment(KIND, overrides)
    names = found.list_templates(filter_func=lambda name: name.endswith(SUFFIX))
    return tuple((name, found.get_template(name)) for name in names)


def _target(name: str, variables: dict[str, str]) -> str:
    target = name.removesuffix(SUFFIX)
    for variable, value in variables.items():
        target = target.replace("{{ " + variable + " }}", value)
    return target
