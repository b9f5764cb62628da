"""Adds the tests of features that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.generators.draft import Draft
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.tests_of_routes.plan import plan_tests
from fastscaffold.generators.untested import check_names, hand_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.requests import Interaction, Options

_TESTS = "tests/"


def draft_tests(
    workspace: Workspace, names: Sequence[str], options: Options, interaction: Interaction
) -> Draft:
    """Plan the tests of some features.

    Those of a feature that was generated are put back as they were generated; those of any other
    are made from its routes and schemas.

    Raises:
        UsageError: no feature is named, or one that is not there.
        ProjectError: the routes of a feature are of a shape that is not understood.
    """
    features = tuple(dict.fromkeys(names))
    generated = set(workspace.manifest.features())
    # To read a whole project takes a while that tests which are put back need not wait for.
    written = hand_written(workspace) if not features or set(features) - generated else {}
    check_names(features, workspace, written)
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    for name in features:
        if name in generated:
            _put_back(name, draft)
    chosen = [written[name] for name in features if name not in generated]
    if chosen:
        plan_tests(chosen, draft)
    draft.next = ("make test",) if workspace.is_ours else ("pytest",)
    return draft


def _put_back(name: str, draft: Draft) -> None:
    pristine = draft.workspace.manifest.pristine("features", name)
    files = {path: text for path, text in pristine.items() if path.startswith(_TESTS)}
    for path, text in files.items():
        draft.placement.create(path, text.encode())
    draft.tests += tuple(path for path in files if "/test_" in path)
