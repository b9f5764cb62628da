"""The whole way of every command that changes a project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.requests import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from fastscaffold.generators.audit_fixes import Fixed
    from fastscaffold.requests import AddFeature, Interaction, NewProject, Options

# Every import below waits for the command that needs it: imports cost more than work.
# ruff: noqa: PLC0415


def new_project(request: NewProject, options: Options, interaction: Interaction) -> Result:
    """Create a project in ``request.parent / request.name``.

    Raises:
        FastScaffoldError: nothing is left on disk.
    """
    from fastscaffold.finish import after_new, finish
    from fastscaffold.generators.new_choice import is_same_project
    from fastscaffold.generators.new_project import check_names, draft_project, project_record

    check_names(request)
    if is_same_project(request, project_record(request)):
        return Result("unchanged", plan=None, dry_run=options.dry_run)
    draft = draft_project(request, options, interaction)
    result = finish(draft, options, interaction, new=True)
    if result.status != "ok" or options.dry_run or result.plan is None:
        return result
    warnings, left = after_new(result.plan, git=request.git, install=request.install)
    return replace(result, warnings=(*result.warnings, *warnings), next=tuple(left))


def add_features(
    project: Path | None, request: AddFeature, options: Options, interaction: Interaction
) -> Result:
    """Add one feature, or all of a spec, to the project at or above ``project`` (default: here).

    Raises:
        FastScaffoldError: nothing is changed.
    """
    from fastscaffold.generators.workspace import expect_edit, open_project

    workspace = open_project(project)
    expect_edit(workspace)
    from fastscaffold.finish import finish
    from fastscaffold.generators.add_feature import draft_features

    draft = draft_features(workspace, request, options, interaction)
    return finish(draft, options, interaction)


def add_capabilities(
    project: Path | None,
    names: Sequence[str],
    options: Options,
    interaction: Interaction,
    *,
    protect: bool = False,
) -> Result:
    """Add capabilities, and those that they require, to a project.

    With ``protect`` the endpoints of features that are there are closed as ``auth`` asks for.

    Raises:
        FastScaffoldError: nothing is changed.
    """
    from fastscaffold.finish import finish
    from fastscaffold.generators.capability import draft_capabilities
    from fastscaffold.generators.workspace import open_project

    workspace = open_project(project)
    draft = draft_capabilities(workspace, names, options, interaction, protect=protect)
    return finish(draft, options, interaction)


def add_tests(
    project: Path | None, names: Sequence[str], options: Options, interaction: Interaction
) -> Result:
    """Write the tests of features that have none, in any FastAPI project.

    Raises:
        FastScaffoldError: nothing is changed.
    """
    from fastscaffold.finish import finish
    from fastscaffold.generators.add_tests import draft_tests
    from fastscaffold.generators.workspace import open_any_project

    workspace = open_any_project(project)
    draft = draft_tests(workspace, names, options, interaction)
    return finish(draft, options, interaction)


def remove_features(
    project: Path | None, names: Sequence[str], options: Options, interaction: Interaction
) -> Result:
    """Undo ``add_features`` for some features, leaving what the user has changed since.

    Raises:
        FastScaffoldError: nothing is changed.
    """
    from fastscaffold.finish import finish
    from fastscaffold.generators.remove_feature import draft_removal
    from fastscaffold.generators.workspace import open_project

    workspace = open_project(project)
    draft = draft_removal(workspace, names, options, interaction)
    return finish(draft, options, interaction)


def recover(project: Path | None) -> Result:
    """Finish, or roll back, a run that was interrupted.

    Raises:
        ProjectError: there is no project, or another run holds it.
    """
    from fastscaffold.generators.workspace import open_project

    workspace = open_project(project)
    notices = tuple(workspace.notices)
    return Result("ok" if notices else "unchanged", plan=None, notices=notices)


def fix_project(
    root: Path, only: Collection[str], options: Options, interaction: Interaction
) -> Fixed:
    """Cure the findings of any FastAPI project for which there is a certain cure.

    Raises:
        FastScaffoldError: nothing is changed.
    """
    from fastscaffold.finish import finish
    from fastscaffold.generators.audit_fixes import Fixed, draft_fixes

    fixes = draft_fixes(root, only, options, interaction)
    result = finish(fixes.draft, options, interaction, careful=True)
    declined = result.status == "unchanged"
    remaining = fixes.found if declined else fixes.remaining
    return Fixed(result, remaining, fixes.left, fixes.complete)
