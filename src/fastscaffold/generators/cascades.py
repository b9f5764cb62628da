"""Tells of rows that go with others, where a spec seems to say that they are to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.model.names import normal
from fastscaffold.model.permissions import deleters_of, lets_in_more, permission_text
from fastscaffold.spec.loader import load_text
from fastscaffold.spec.problems import placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.model.resource import Resource
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.spec.models import FeatureSpec
    from fastscaffold.spec.positions import Positions


def cascades(
    resource: Resource,
    specs: Mapping[str, FeatureSpec],
    manifest: Manifest,
    positions: Positions,
) -> Iterator[Message]:
    """Warn of what `on_delete: cascade` does to the rows of a feature.

    Args:
        resource: the feature, which is new.
        specs: all features of the spec.
        manifest: has the specs of the features that are in the project.
        positions: where the user wrote the spec.
    """
    spec = specs[resource.names.feature]
    yield from _lost(resource, positions)
    yield from _not_kept(resource, spec, positions)
    yield from _deleted_by_more(spec, specs, manifest, positions)


def _lost(resource: Resource, positions: Positions) -> Iterator[Message]:
    """Tell of rows that are not kept with the one that they go with."""
    name = resource.names.feature
    kept = {
        item.target.names.feature
        for item in resource.relations
        if item.on_delete == "cascade" and item.target.soft_delete
    }
    if kept and not resource.soft_delete:
        others = " or ".join(sorted(kept))
        told = Message(
            "feature.not-restored",
            f"Who restores one of {others} does not get its {name} back: they are gone for good.",
            hint="`behaviours: {soft_delete: true}` keeps them as well.",
        )
        yield placed(told, (name,), positions)


def _not_kept(resource: Resource, spec: FeatureSpec, positions: Positions) -> Iterator[Message]:
    """Tell of kept rows that are gone for good with the row that they go with."""
    name = resource.names.feature
    kept = {item.target.names.feature: item.target.soft_delete for item in resource.relations}
    for given, relation in spec.relations.items():
        other = normal(relation.to)
        # Of links there is nothing to keep, so they are not among the relations of the resource.
        if resource.soft_delete and relation.on_delete == "cascade" and not kept.get(other, True):
            told = Message(
                "feature.not-kept",
                f"Who deletes one of {other} deletes its {name} for good, kept ones too.",
                hint=f"`behaviours: {{soft_delete: true}}` at {other} keeps them, and `on_delete: "
                "restrict` refuses to delete what they refer to.",
            )
            yield placed(told, (name, "relations", given, "on_delete"), positions)


def _deleted_by_more(
    spec: FeatureSpec,
    specs: Mapping[str, FeatureSpec],
    manifest: Manifest,
    positions: Positions,
) -> Iterator[Message]:
    """Tell of rows that go with a row which may be deleted by users who may not delete them."""
    capabilities = manifest.capabilities()
    own = deleters_of(spec, capabilities)
    for given, relation in spec.relations.items():
        if own is None or relation.on_delete != "cascade":
            continue
        other = _spec_of(normal(relation.to), specs, manifest)
        theirs = None if other is None else deleters_of(other, capabilities)
        if other is None or theirs is None or not lets_in_more(theirs, own):
            continue
        mine = permission_text(own)
        told = Message(
            "feature.deleted-by-more",
            f"Who deletes one of {other.name} deletes its {spec.name}: that is "
            f"`{permission_text(theirs)}` there, and `{mine}` here.",
            hint=f"Give {other.name} `permissions: {{delete: {mine}}}` as well, unless its "
            f"{spec.name} are meant to go with it; `on_delete: restrict` keeps them.",
        )
        yield placed(told, (spec.name, "relations", given, "on_delete"), positions)


def _spec_of(
    feature: str, specs: Mapping[str, FeatureSpec], manifest: Manifest
) -> FeatureSpec | None:
    """The spec of a feature that is new or in the project; None where it has none of its own."""
    if feature in specs or feature not in manifest.features():
        return specs.get(feature)
    return load_text(manifest.feature(feature).spec, f"specs/{feature}.yaml").features[0]
