"""Which capabilities a new project gets, and what of it is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, FastScaffoldError, Message, UsageError
from fastscaffold.generators.workspace import catalogue
from fastscaffold.project.manifest import Manifest
from fastscaffold.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.project.manifest import ProjectRecord
    from fastscaffold.requests import NewProject

# What of a project's record the flags of ``new`` say. The tool's version is none of it: a project
# that another version made is the same one.
_OPTIONS = ("name", "package", "python", "database", "template")


def chosen_capabilities(request: NewProject, known: Catalogue) -> tuple[Capability, ...]:
    """The capabilities of the profile and of the flags, each after what it requires.

    Raises:
        UsageError: an unknown name, or flags that contradict each other.
    """
    wanted, unwanted = set(request.with_capabilities), set(request.without_capabilities)
    if both := sorted(wanted & unwanted):
        raise UsageError(
            Message(
                "new.with-and-without",
                f"{both[0]} is named by --with and by --without.",
                hint="Leave out one of them.",
            )
        )
    known.check(*sorted(wanted | unwanted))
    profile = {item.name for item in known.all() if request.profile in item.profiles}
    chosen = known.with_requirements((profile | wanted) - unwanted)
    if problems := [*_needed(chosen, wanted, unwanted)]:
        raise UsageError(*problems)
    return chosen


def _needed(
    chosen: Sequence[Capability], wanted: AbstractSet[str], unwanted: AbstractSet[str]
) -> Iterator[Message]:
    """What is to be left out, and is required by what is not."""
    needing: dict[str, set[str]] = {item.name: set() for item in chosen}
    # Each comes after what it requires, so the last ones' needs are known first.
    for item in reversed(chosen):
        for required in item.requires:
            needing[required] |= {item.name} | needing[item.name]
    dependent = set[str]().union(*(needing.get(name, ()) for name in unwanted))
    left_out = dependent - wanted | unwanted
    hint = f"Leave out all of them: --without {','.join(sorted(left_out))}"
    if asked := sorted(dependent & wanted):
        more = f" {hint}" if left_out != unwanted else ""
        hint = f"Take {', '.join(asked)} out of --with.{more}"
    for name in sorted(needing.keys() & unwanted):
        others = sorted(needing[name])
        verb = "requires" if len(others) == 1 else "require"
        yield Message(
            "new.required",
            f"{name} cannot be left out: {', '.join(others)} {verb} it.",
            hint=hint,
        )


def is_same_project(request: NewProject, wanted: ProjectRecord) -> bool:
    """Whether the very project that is asked for is there already.

    Raises:
        ConflictError: a project of ours is there, and it has other options.
        UsageError: an unknown capability, or flags that contradict each other.
    """
    root = request.parent / request.name
    known = catalogue(root)
    capabilities = {item.name for item in chosen_capabilities(request, known)}
    manifest = Manifest(Tree(root))
    try:
        record = manifest.project()
    except FastScaffoldError:
        return False
    present = set(manifest.capabilities())
    differences = [*_other_options(record, wanted), *_other_capabilities(present, capabilities)]
    if not differences:
        return True
    raise ConflictError(
        Message(
            "new.other-project",
            f"A project is there that has other options: {'; '.join(differences)}.",
            str(root),
            hint="`fastscaffold add CAPABILITY` in it gives it more, and DATABASE_URL in its .env "
            "chooses the database. To make another one, choose another name or --dest.",
        )
    )


def _other_options(record: ProjectRecord, wanted: ProjectRecord) -> Iterator[str]:
    for option in _OPTIONS:
        there, asked = getattr(record, option), getattr(wanted, option)
        if there != asked:
            yield f"its {option} is {there or 'ours'}, not {asked or 'ours'}"


def _other_capabilities(present: set[str], wanted: set[str]) -> Iterator[str]:
    if more := sorted(present - wanted):
        yield f"it has {', '.join(more)}, too"
    if fewer := sorted(wanted - present):
        yield f"it lacks {', '.join(fewer)}"
