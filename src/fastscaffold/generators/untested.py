"""Which features a project has, and which of them have no tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.errors import Message, ProjectError, UsageError
from fastscaffold.generators.capability_features import features_of_capabilities
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.audit.facts import Facts, Route
    from fastscaffold.generators.workspace import Workspace

# Names of modules that say what they hold, not what it is about.
_GENERAL = frozenset(
    {"__init__", "api", "controller", "controllers", "endpoints", "handlers", "main", "app"}
    | {"router", "routers", "routes", "urls", "v1", "v2", "views"}
)
_FEATURES = "features"


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A feature that was not generated.

    Attributes:
        routes: its endpoints, in the order in which they stand.
    """

    name: str
    routes: tuple[Route, ...]
    facts: Facts


def hand_written(workspace: Workspace) -> dict[str, HandWritten]:
    """The features of a project that nobody generated, by name.

    Raises:
        ProjectError: the project cannot be read.
    """
    from fastscaffold.audit.facts import gather  # noqa: PLC0415 # tests that are put back need none

    try:
        facts = gather(workspace.root)
    except OSError as error:
        reason = error.strerror or "It cannot be read"
        message = Message("project.unreadable", f"{reason}.", str(workspace.root))
        raise ProjectError(message) from error
    found: dict[str, list[Route]] = {}
    taken = {*workspace.manifest.features(), *features_of_capabilities(workspace.manifest)}
    for route in facts.routes:
        name = _feature_of(route.module.path)
        if name is not None and name not in taken:
            found.setdefault(name, []).append(route)
    return {
        name: HandWritten(name, tuple(sorted(routes, key=_place)), facts)
        for name, routes in sorted(found.items())
    }


def untested(workspace: Workspace, written: Mapping[str, HandWritten]) -> tuple[str, ...]:
    """The features that have no tests, or not all of those that were generated."""
    tree, manifest = workspace.tree, workspace.manifest
    lost = [
        name
        for name in manifest.features()
        if any(
            path.startswith("tests/") and not tree.exists(path)
            for path in manifest.pristine("features", name)
        )
    ]
    bare = [name for name, feature in written.items() if not _is_tested(feature)]
    return tuple(sorted({*lost, *bare}))


def check_names(
    names: Sequence[str], workspace: Workspace, written: Mapping[str, HandWritten]
) -> None:
    """Check that each feature is there.

    Raises:
        UsageError: none is named, or one that is not there.
        ProjectError: no feature at all was found in a project that is not ours.
    """
    generated = workspace.manifest.features()
    if not written and not workspace.is_ours:
        raise ProjectError(_nothing_found(workspace))
    if not names:
        raise UsageError(_nothing_named(untested(workspace, written)))
    brought = features_of_capabilities(workspace.manifest)
    known = (*generated, *written)
    unknown = [_unknown(name, known, brought) for name in names if name not in known]
    if unknown:
        raise UsageError(*unknown)


def _unknown(name: str, known: Sequence[str], brought: Mapping[str, str]) -> Message:
    if name in brought:
        return Message(
            "feature.of-capability",
            f"{name!r} is part of the capability `{brought[name]}`, which brings its tests along.",
            hint="Where they are missing, take them back from version control.",
        )
    hint = did_you_mean(name, known) or (
        f"There are: {', '.join(sorted(known))}." if known else None
    )
    return Message("feature.unknown", f"There is no feature {name!r}.", hint=hint)


def _nothing_found(workspace: Workspace) -> Message:
    return Message(
        "tests.no-routes",
        "No routes were found. Looked for: a FastAPI(), and routes of it or of an APIRouter() that "
        "it includes, in all Python files but those of tests and migrations.",
        str(workspace.root),
        hint="Change into a FastAPI project, or name it with --project.",
    )


def _nothing_named(names: Sequence[str]) -> Message:
    if not names:
        return Message(
            "usage.missing",
            "A feature is needed: add tests FEATURE.",
            hint="Every feature of the project has tests.",
        )
    return Message(
        "usage.missing",
        "A feature is needed: add tests FEATURE.",
        hint=f"Without tests {'is' if len(names) == 1 else 'are'}: {', '.join(names)}.",
    )


def _is_tested(feature: HandWritten) -> bool:
    """Whether a module of tests bears its name."""
    return any(
        feature.name in module.path.replace(".", "/").replace("test_", "").split("/")
        for module in feature.facts.tests
    )


def _feature_of(path: str) -> str | None:
    """The name of the feature that a module with routes belongs to."""
    pure = PurePosixPath(path)
    if _FEATURES in pure.parts[:-1]:
        below = pure.parts[pure.parts.index(_FEATURES) + 1 :]
        return PurePosixPath(below[0]).stem
    for part in (pure.stem, *reversed(pure.parts[:-1])):
        if part not in _GENERAL:
            name = part.removesuffix("_router").removesuffix("_routes")
            return None if part in {"core", "src"} else name
    return pure.stem


def _place(route: Route) -> tuple[str, int]:
    return route.module.path, route.call.node.lineno
