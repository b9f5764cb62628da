"""Proves a plan before it is carried out, and a project's tests afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.tree import Action, ActionKind
from fastscaffold.verify.base import Check, Context, conflict_marker
from fastscaffold.verify.project_tests import run_tests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.tree import Tree

__all__ = [
    "Check",
    "Context",
    "broken_imports",
    "examine_files",
    "run_tests",
    "verify_static",
]


def examine_files(tree: Tree, package: str, paths: Sequence[str]) -> tuple[Message, ...]:
    """Find modules that do not parse, and imports of the project's own that lead nowhere.

    Args:
        tree: the project.
        package: the import package below ``src/``.
        paths: the Python files to look at.

    Returns:
        What is wrong. Of a file that holds conflict markers only these are named.
    """
    from fastscaffold.verify.checks import imports, parse  # noqa: PLC0415 # seldom needed

    contents = {path: tree.read(path) or b"" for path in paths}
    marked = {path: line for path in paths if (line := conflict_marker(contents[path]))}
    files = tuple(
        Action(ActionKind.CREATE, path, after=contents[path])
        for path in paths
        if path not in marked
    )
    context = Context(tree=tree, package=package, actions=files)
    return (
        *(
            Message("verify.conflict", "The file holds conflict markers.", path, line)
            for path, line in marked.items()
        ),
        *parse.CHECK.run(context),
        *imports.CHECK.run(context),
    )


def broken_imports(tree: Tree, package: str, actions: Sequence[Action]) -> tuple[Message, ...]:
    """Find imports of the project's own that a plan would let lead nowhere.

    Args:
        tree: the project as planned.
        package: the import package below ``src/``.
        actions: the plan, with the files that stay.
    """
    from fastscaffold.verify.checks import imports  # noqa: PLC0415 # seldom needed

    return imports.CHECK.run(Context(tree=tree, package=package, actions=tuple(actions)))


def verify_static(context: Context) -> tuple[Message, ...]:
    """Run every check.

    Args:
        context: the plan.

    Returns:
        What is wrong; nothing where the plan may be carried out.
    """
    # Both loaded here: the first is of use here only, the other imports every check.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    from fastscaffold.verify.loader import checks  # noqa: PLC0415

    found = checks()
    waiting = [check for check in found if check.waits]
    with ThreadPoolExecutor(len(waiting)) as pool:
        started = {check.name: pool.submit(check.run, context) for check in waiting}
        results = {check.name: check.run(context) for check in found if not check.waits}
        results |= {name: future.result() for name, future in started.items()}
    return tuple(message for check in found for message in results[check.name])
