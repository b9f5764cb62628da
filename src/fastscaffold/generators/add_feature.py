"""Adds features: code, tests, migration, registration, and the record of it all."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.errors import Message, SpecError, UsageError
from fastscaffold.generators.capability_features import names_of_others
from fastscaffold.generators.cascades import cascades
from fastscaffold.generators.draft import Draft
from fastscaffold.generators.feature import plan_feature_files
from fastscaffold.generators.known import KnownFeatures
from fastscaffold.generators.migration import plan_migration, record_migration
from fastscaffold.generators.not_embedded import not_embedded
from fastscaffold.generators.placement import Placement
from fastscaffold.generators.refusals import refusals
from fastscaffold.generators.registration import other_routers, router_edit, unregistered
from fastscaffold.generators.sent_secrets import sent_secrets
from fastscaffold.model.names import normal
from fastscaffold.model.permissions import AUTH, CACHE, readers_of, writers_of
from fastscaffold.model.resolve import resolve
from fastscaffold.project.drift import drift
from fastscaffold.project.manifest import FeatureRecord
from fastscaffold.render.ruff import configuration, format_files
from fastscaffold.spec.loader import load_inline, load_text
from fastscaffold.spec.problems import placed
from fastscaffold.spec.write import dump_feature

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.model.resource import Resource
    from fastscaffold.project.manifest import Manifest
    from fastscaffold.requests import AddFeature, Interaction, Options
    from fastscaffold.spec.loader import ParsedSpec
    from fastscaffold.spec.models import FeatureSpec
    from fastscaffold.spec.positions import Positions


def draft_features(
    workspace: Workspace, request: AddFeature, options: Options, interaction: Interaction
) -> Draft:
    """Plan one feature, or all features of a spec.

    Raises:
        SpecError: the spec is not valid; carries everything that is wrong with it.
        ConflictError: a feature exists with another spec.
        UsageError: the spec has no such feature.
    """
    manifest = workspace.manifest
    placement = Placement(workspace.tree, options.on_conflict, interaction)
    draft = Draft(workspace, placement, notices=workspace.notices)
    parsed = _parse(request)
    refused = refusals(parsed, workspace)
    if request.spec_text is not None and normal(request.name or "") in manifest.features():
        # Taken out of its spec, it may lack the other ends of its relations; nothing is made of it.
        refused.raise_all()
        draft.warnings += _incomplete(workspace, [spec.name for spec in parsed.features])
        return draft
    try:
        resolution = resolve(parsed, KnownFeatures(manifest), manifest.capabilities())
    except SpecError as error:
        raise refused.with_errors(error) from None
    refused.raise_all()
    specs = {spec.name: spec for spec in resolution.specs}
    new = frozenset(specs) - frozenset(manifest.features())
    resources = [resource for resource in resolution.resources if resource.names.feature in new]
    draft.notices += resolution.notices
    draft.warnings += _incomplete(workspace, sorted(specs.keys() - new))
    if not resources:
        return draft
    # What is told of a spec is told where the user wrote it: the project has its own copy later.
    places = parsed.positions
    draft.warnings += names_of_others((item.names for item in resources), workspace, places)
    _place(resources, specs, draft)
    for resource in resources:
        draft.warnings += cascades(resource, specs, manifest, places)
        draft.notices += not_embedded(resource, places)
    draft.warnings += [each for name in sorted(new) for each in sent_secrets(specs[name], places)]
    if AUTH not in manifest.capabilities():
        draft.warnings += [_public(resource.names.feature) for resource in resources]
    if CACHE not in manifest.capabilities():
        draft.notices += [_uncached(name, places) for name in sorted(new) if specs[name].api.cache]
    draft.next = ("make migrate", "make test")
    return draft


def _parse(request: AddFeature) -> ParsedSpec:
    if request.spec_text is None:
        return load_inline(request.name or "", request.fields)
    parsed = load_text(request.spec_text, request.spec_source)
    if request.name is None:
        return parsed
    wanted = normal(request.name)
    features = tuple(spec for spec in parsed.features if spec.name == wanted)
    parsed.raise_errors()
    if not features:
        raise UsageError(
            Message(
                "feature.not-in-spec",
                f"The spec has no feature {request.name!r}.",
                request.spec_source,
                hint="It has: " + ", ".join(spec.name for spec in parsed.features),
            )
        )
    return replace(parsed, features=features)


def _incomplete(workspace: Workspace, existing: Sequence[str]) -> list[Message]:
    """What a feature that exists has lost: perhaps on purpose, so it is said and not put back."""
    missing = [
        issue for name in existing for issue in drift(workspace.manifest, "features", name).issues()
    ]
    return [*missing, *(unregistered(workspace, existing) if existing else ())]


def _place(resources: Sequence[Resource], specs: Mapping[str, FeatureSpec], draft: Draft) -> None:
    manifest = draft.workspace.manifest
    placement = draft.placement
    project = manifest.project()
    rendered = {
        resource.names.feature: plan_feature_files(
            resource,
            package=project.package,
            python=project.python,
            has_auth=AUTH in manifest.capabilities(),
        )
        for resource in resources
    }
    revision = plan_migration(resources, placement.tree)
    sources = {path: source for files in rendered.values() for path, source in files.items()}
    sources[revision.path] = revision.text.encode()
    formatted = format_files(
        sources,
        config=configuration(placement.tree.read_text),
        package=project.package,
        prunes_imports=True,
    )
    for resource in resources:
        name = resource.names.feature
        files = {path: formatted[path] for path in rendered[name]}
        files[f"specs/{name}.yaml"] = dump_feature(specs[name]).encode()
        for path, content in files.items():
            placement.create(path, content)
        _record(resource, specs[name], revision.id, files, manifest)
    placement.create(revision.path, formatted[revision.path])
    names = tuple(sorted(rendered))
    text = formatted[revision.path].decode()
    record_migration(revision.id, revision.path, text, names, manifest)
    before = tuple(other_routers(manifest))
    placement.edit(project.main, router_edit(names, project.package, before))
    draft.tests = tuple(path for path in sources if "/test_" in path)


def _public(feature: str) -> Message:
    return Message(
        "feature.public",
        f"Everybody may call the endpoints of {feature}: the project has no users.",
        hint="Features that are added after `fastscaffold add auth` are for users.",
    )


def _uncached(feature: str, positions: Positions) -> Message:
    told = Message(
        "feature.uncached",
        f"Nothing is kept of what {feature} answers: the project has no cache.",
        hint="`fastscaffold add cache` makes `api: {cache: …}` work, also for features that exist.",
    )
    return placed(told, (feature, "api", "cache"), positions)


def _record(
    resource: Resource,
    spec: FeatureSpec,
    revision: str,
    files: Mapping[str, bytes],
    manifest: Manifest,
) -> None:
    name = resource.names.feature
    targets = {item.target.names.feature for item in resource.ends}
    record = FeatureRecord(
        names=asdict(resource.names),
        key=resource.key,
        spec=dump_feature(spec),
        fields=len(spec.fields),
        references=tuple(sorted(targets - {name})),
        migration=revision,
        tool=__version__,
        private=resource.private,
        readers=readers_of(spec),
        owned=resource.owner is not None,
        writers=writers_of(spec),
        soft_delete=resource.soft_delete,
        versioned=resource.versioned,
        deletable=resource.api.has("delete"),
    )
    pristine = {path: content.decode() for path, content in files.items()}
    manifest.write("features", name, record, pristine)
