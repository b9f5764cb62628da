"""Lets features keep what they answer that were added while a project had no cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.generators.anew import Later, generate_anew
from fastscaffold.model.permissions import CACHE
from fastscaffold.spec.loader import load_text

if TYPE_CHECKING:
    from fastscaffold.generators.draft import Draft

_CACHED = Later(
    capability=CACHE,
    code="feature.uncached",
    module=".core.cache",
    router=lambda name, _: f"nothing is kept of what {name} answers",
    others="it goes with endpoints of which nothing is kept",
    behind="it was made for endpoints of which nothing is kept",
    labels=("without a cache", "with a cache"),
)


def cache_features(draft: Draft) -> None:
    """Let the features whose spec says so be as they would be had there been a cache before.

    What somebody has changed stays, and the draft says which lines would change it.
    """
    manifest = draft.workspace.manifest
    features = [
        name
        for name in manifest.features()
        if any(spec.api.cache for spec in load_text(manifest.feature(name).spec, name).features)
    ]
    if features:
        generate_anew(features, _CACHED, draft)
