"""Proves a plan before it is carried out, and a project's tests afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.tree import Action, ActionKind
from fastscaffold.verify.base import Check, Context, conflict_marker
from fastscaffold.verify.project_tests import run_tests

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fastscaffold.tree import Tree

__all__ = [
    "Check",
    "Context",
    "Examined",
    "broken_imports",
    "examine_files",
    "run_tests",
    "verify_static",
]


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong with some files.

    Attributes:
        messages: but for imports of files that are known to be missing.
        importers: for each of these, the files that import it.
    """

    messages: tuple[Message, ...]
    importers: dict[str, tuple[str, ...]]


def examine_files(
    tree: Tree, package: str, paths: Sequence[str], missing: Iterable[str] = ()
) -> Examined:
    """Find modules that do not parse, and imports of the project's own that lead nowhere.

    Args:
        tree: the project.
        package: the import package below ``src/``.
        paths: the Python files to look at.
        missing: files that are known to be missing.

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
    gone = {imports.module_name(path): path for path in missing if path.endswith(".py")}
    importers: dict[str, dict[str, None]] = {}
    broken: list[Message] = []
    for each in imports.broken(context):
        if each.lacks_module and each.module in gone:
            importers.setdefault(gone[each.module], {})[each.path] = None
        else:
            broken.append(each.message())
    messages = (
        *(
            Message("verify.conflict", "The file holds conflict markers.", path, line)
            for path, line in marked.items()
        ),
        *parse.CHECK.run(context),
        *broken,
    )
    return Examined(messages, {path: tuple(found) for path, found in importers.items()})


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
