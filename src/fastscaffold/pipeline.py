"""The whole way of every command, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fastscaffold.requests import (
        AddFeature,
        Diagnosis,
        Interaction,
        Listing,
        NewProject,
        Options,
        Result,
    )


def new_project(request: NewProject, options: Options, interaction: Interaction) -> Result:
    """Create a project in ``request.parent / request.name``."""
    raise NotImplementedError


def add_features(
    project: Path | None, request: AddFeature, options: Options, interaction: Interaction
) -> Result:
    """Add one feature, or all of a spec, to the project at or above ``project`` (default: here)."""
    raise NotImplementedError


def add_capabilities(
    project: Path | None, names: Sequence[str], options: Options, interaction: Interaction
) -> Result:
    """Add capabilities to a project."""
    raise NotImplementedError


def remove_feature(
    project: Path | None, name: str, options: Options, interaction: Interaction
) -> Result:
    """Undo ``add_features`` for one feature, leaving what the user has changed since."""
    raise NotImplementedError


def recover(project: Path | None) -> Result:
    """Finish, or roll back, a run that was interrupted."""
    raise NotImplementedError


def list_project(project: Path | None) -> Listing:
    """Say what a project is made of."""
    raise NotImplementedError


def list_capabilities(project: Path | None) -> Listing:
    """Say which capabilities there are, and which of them a project has (none without one)."""
    raise NotImplementedError


def diagnose(project: Path | None) -> Diagnosis:
    """Look for drift, several migration heads and features that are not registered."""
    raise NotImplementedError


def spec_schema() -> str:
    """The JSON Schema of a spec file, as indented JSON."""
    raise NotImplementedError
