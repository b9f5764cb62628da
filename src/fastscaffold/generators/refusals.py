"""What a spec asks for and the project does not allow, with where it stands in the spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.errors import ConflictError, SpecError
from fastscaffold.generators.capability_features import (
    brought_features,
    taken_message,
    taken_names,
)
from fastscaffold.model.changes import describe_changes
from fastscaffold.model.members import UNKNOWN_TARGET
from fastscaffold.model.names import derive_names, normal
from fastscaffold.model.ownership import USERS
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.positions import ANYTHING
from fastscaffold.spec.problems import Problems

if TYPE_CHECKING:
    from fastscaffold.errors import Message
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.spec.loader import ParsedSpec
    from fastscaffold.spec.models import FeatureSpec
    from fastscaffold.spec.positions import Path


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a project refuses of a spec.

    Attributes:
        names: those that its capabilities have: the spec cannot be used as it is.
        conflicts: with features that it has.
        targets: features of its capabilities, which no feature can refer to.
    """

    names: tuple[Message, ...]
    conflicts: tuple[Message, ...]
    targets: tuple[Message, ...] = ()

    def raise_all(self) -> None:
        """Raise what is refused; do nothing where nothing is.

        Raises:
            SpecError: names are taken; with the conflicts.
            ConflictError: features are there already.
        """
        if self.names:
            raise SpecError(*_by_place([*self.names, *self.conflicts]))
        if self.conflicts:
            raise ConflictError(*self.conflicts)

    def with_errors(self, error: SpecError) -> SpecError:
        """The errors of the spec, with what is refused of it besides; one for each place.

        Of a target that is not known it is told why it cannot be.
        """
        known = {(_place(each), each.code): each for each in self.targets}
        messages = [known.get((_place(each), each.code), each) for each in error.messages]
        told = {_place(message) for message in messages}
        more = [each for each in (*self.names, *self.conflicts) if _place(each) not in told]
        return SpecError(*_by_place([*messages, *more]))


def refusals(parsed: ParsedSpec, workspace: Workspace) -> Refusals:
    """Find what a project refuses of a spec, which may be in error itself."""
    present = frozenset(workspace.manifest.features())
    existing = [spec for spec in parsed.features if spec.name in present]
    new = [spec for spec in parsed.features if spec.name not in present]
    names, conflicts, targets = (Problems(parsed.positions) for _ in range(3))
    _find_taken(new, workspace, names)
    for spec in existing:
        if not _is_broken(spec, parsed):
            _find_changes(spec, workspace.manifest, conflicts)
    _find_other_ends(new, {spec.name for spec in existing}, conflicts)
    _find_targets(parsed, workspace, targets)
    return Refusals(tuple(names.errors), tuple(conflicts.errors), tuple(targets.errors))


def _find_taken(new: list[FeatureSpec], workspace: Workspace, problems: Problems) -> None:
    named = {spec.name: spec.naming for spec in new}
    features = [derive_names(name, naming) for name, naming in named.items()]
    for clash in taken_names(features, workspace):
        given = getattr(named[clash.feature], clash.part, None)
        path: Path = (clash.feature,)
        told = taken_message(clash)
        if given is None:
            problems.at_key(path, told.code, told.message, told.hint)
        else:
            problems.at_value((*path, "naming", clash.part), told.code, told.message, told.hint)


def _find_changes(spec: FeatureSpec, manifest: Manifest, problems: Problems) -> None:
    source = f"specs/{spec.name}.yaml"
    recorded = load_text(manifest.feature(spec.name).spec, source).features[0]
    changes = describe_changes(recorded, spec)
    if changes:
        problems.at_key(
            (spec.name,),
            "feature.changed",
            f"{spec.name} exists with another spec: {' '.join(changes)}",
            f"{source} has the one that it was made from. Changing a feature by its spec is not "
            "supported yet: change its code, as docs/changes.md of the project shows line by line.",
        )


def _find_other_ends(new: list[FeatureSpec], existing: set[str], problems: Problems) -> None:
    """A relation with another direction changes the models of both features."""
    for spec in new:
        for name, relation in spec.relations.items():
            target = normal(relation.to)
            if relation.back and relation.kind != "one_to_many" and target in existing:
                problems.at_value(
                    (spec.name, "relations", name, "back"),
                    "feature.other-end",
                    f"`{relation.back}` would have to be added to {target}, which exists.",
                    f"Leave `back: {relation.back}` out, or remove the feature and add both "
                    "together.",
                )


def _find_targets(parsed: ParsedSpec, workspace: Workspace, problems: Problems) -> None:
    """Features of capabilities, but for users, to whom rows may belong: that is told elsewhere."""
    known = {*workspace.manifest.features(), *(spec.name for spec in parsed.features)}
    unknown = [
        (target, (spec.name, "relations", given, "to"))
        for spec in parsed.features
        for given, relation in spec.relations.items()
        if (target := normal(relation.to)) not in {*known, USERS.names.feature}
    ]
    brought = dict(brought_features(workspace)) if unknown else {}
    for target, path in unknown:
        if target in brought:
            problems.at_value(
                path,
                UNKNOWN_TARGET,
                f"`{target}` is of the capability `{brought[target]}`: no feature can refer to it.",
                f"Keep its key in a field instead, such as `{path[2]}_key:uuid`; your code is to "
                "ask whether the row is there.",
            )


def _is_broken(spec: FeatureSpec, parsed: ParsedSpec) -> bool:
    """Whether a part of a feature could not be read, so that it is not known how it differs."""
    return any(path == ANYTHING or path[:1] == (spec.name,) for path in parsed.broken)


def _place(message: Message) -> tuple[str | None, int | None, int | None]:
    return message.path, message.line, message.column


def _by_place(messages: list[Message]) -> list[Message]:
    return sorted(messages, key=lambda each: (each.line or 0, each.column or 0))
