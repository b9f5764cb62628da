"""Features and tables that capabilities bring: a project has each name once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, Message
from fastscaffold.model.resource import Names
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.problems import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.spec.positions import Path, Positions


@dataclass(frozen=True, slots=True)
class Clash:
    """A name of a feature that a capability brings, too.

    Attributes:
        feature: the feature.
        capability: the capability.
        part: which of the feature's names it is: ``feature``, ``table`` or ``path``.
        name: the name.
    """

    feature: str
    capability: str
    part: str
    name: str

    @property
    def what(self) -> str:
        """What there would be twice."""
        return f"a {self.part} `{self.name}`"


def taken_names(features: Iterable[Names], workspace: Workspace) -> list[Clash]:
    """The names of new features that capabilities of the project have already."""
    return list(_clashes(features, workspace.capabilities, workspace.catalogue))


def brought_features(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Pairs of a feature, or a table, and of the capability of the project that brings it."""
    for capability in workspace.capabilities:
        for name in _brought(capability, workspace.catalogue):
            yield name, capability


def features_of_capabilities(manifest: Manifest) -> dict[str, str]:
    """The features of a project that its capabilities brought, with the capability of each."""
    if not manifest.exists:
        return {}
    folder = f"src/{manifest.project().package}/features/"
    return {
        path.removeprefix(folder).partition("/")[0]: capability
        for capability in manifest.capabilities()
        for path in manifest.pristine("capabilities", capability)
        if path.startswith(folder)
    }


def taken_message(clash: Clash) -> Message:
    """Say that a capability has a name already."""
    return Message(
        "feature.of-capability",
        f"The capability `{clash.capability}` has {clash.what} already.",
        hint="Choose another name, with another table and path.",
    )


def names_of_others(
    features: Iterable[Names], workspace: Workspace, positions: Positions
) -> list[Message]:
    """Warn of names that a capability would need that the project does not have."""
    known = workspace.catalogue
    absent = sorted(set(known.names()) - set(workspace.manifest.capabilities()))
    return [
        placed(
            Message(
                "feature.of-capability",
                f"The capability `{clash.capability}` brings {clash.what}, too: it cannot be "
                "added any more.",
                hint=f"Choose another name if the project may need `{clash.capability}` one day.",
            ),
            _place_of(clash, positions),
            positions,
        )
        for clash in _clashes(features, absent, known)
    ]


def _place_of(clash: Clash, positions: Positions) -> Path:
    given: Path = (clash.feature, "naming", clash.part)
    return given if given in positions.keys else given[:1]


def check_present_features(capabilities: Iterable[Capability], workspace: Workspace) -> None:
    """Refuse capabilities whose features' names are taken.

    Raises:
        ConflictError: the project has features of such names.
    """
    manifest = workspace.manifest
    present = [Names(**manifest.feature(name).names) for name in manifest.features()]
    wanted = [item.name for item in capabilities]
    found = [
        Message(
            "capability.feature",
            f"The capability `{clash.capability}` brings {clash.what}, which the project has "
            "already.",
            f"specs/{clash.feature}.yaml",
            hint="Remove that feature, and add it with another name, table and path.",
        )
        for clash in _clashes(present, wanted, workspace.catalogue)
    ]
    if found:
        raise ConflictError(*found)


def _clashes(
    features: Iterable[Names], capabilities: Iterable[str], known: Catalogue
) -> Iterator[Clash]:
    brought = {name: _brought(name, known) for name in capabilities}
    for names in features:
        named = {"feature": names.feature, "table": names.table, "path": names.path}
        for capability, taken in brought.items():
            for part, name in named.items():
                if name.removeprefix("/") in taken:
                    yield Clash(names.feature, capability, part, name)
                    break


def _brought(capability: str, known: Catalogue) -> frozenset[str]:
    """Names of the features and tables of a capability."""
    tables = known.tables(capability)
    parsed = () if tables is None else load_text(tables, capability).features
    return known.features(capability) | {spec.name for spec in parsed}
