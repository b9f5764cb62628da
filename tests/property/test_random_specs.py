"""Whatever spec is valid: what it becomes can be imported, migrated, called, and taken out again."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from support import projects
from support.inspector import running_inspector
from support.specs import as_text, spec_features

from fastscaffold.requests import VerifyLevel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.inspector import Inspector

    from fastscaffold.spec.models import FeatureSpec

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks for each spec")

# A failure shows its spec; to make that smaller by trial would take minutes.
COMMON = settings(
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    return projects.new(
        tmp_path_factory.mktemp("base"), profile="minimal", with_capabilities=("cache",)
    )


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    with running_inspector() as process:
        yield process


@pytest.mark.slow
def test_thirty_specs(base, inspector, memory_path):
    @settings(COMMON, max_examples=30, derandomize=True)
    @given(spec_features())
    def check(features: tuple[FeatureSpec, ...]) -> None:
        there_and_back(features, base, inspector, memory_path)

    check()


@pytest.mark.slow
def test_secrets_of_rows_that_no_operation_tells(base, tmp_path):
    spec = """
version: 1
feature: visits
fields: {code: {type: secret}}
behaviours: {soft_delete: true}
api: {operations: [delete]}
"""
    project = projects.copied(base, tmp_path / "api")

    assert projects.add(project, spec, verify=VerifyLevel.STATIC).status == "ok"


@pytest.mark.wide
def test_many_specs_that_differ_from_run_to_run(base, inspector, memory_path, request):
    given_seed = request.config.getoption("--hypothesis-seed", default=None)
    number = int(given_seed) if str(given_seed).isdecimal() else random.getrandbits(32)
    print(f"To see the same again: --hypothesis-seed={number}")  # noqa: T201 # shown where it fails

    @seed(number)
    @settings(COMMON, max_examples=500)
    @given(spec_features())
    def check(features: tuple[FeatureSpec, ...]) -> None:
        there_and_back(features, base, inspector, memory_path)

    check()


def there_and_back(
    features: tuple[FeatureSpec, ...], base: Path, inspector: Inspector, memory: Path
) -> None:
    text = as_text(features)
    note(text)
    with tempfile.TemporaryDirectory(dir=memory) as name:
        scratch = Path(name)
        project = projects.copied(base, scratch / "api")
        before = tree(project)

        assert projects.add(project, text, verify=VerifyLevel.STATIC).status == "ok"
        emptied = projects.copied(project, scratch / "emptied")
        with inspector.inspecting(project, scratch):
            for feature in referring_first(features):
                projects.remove(emptied, feature)

        assert tree(emptied) == before


def tree(project: Path) -> dict[str, bytes | None]:
    """Path to bytes of everything, directories too."""
    folders = {
        path.relative_to(project).as_posix(): None for path in project.rglob("*") if path.is_dir()
    }
    return folders | projects.content(project)


def referring_first(features: tuple[FeatureSpec, ...]) -> Iterator[str]:
    """Names of features; none before all that refer to it."""
    targets = {
        spec.name: {relation.to for relation in spec.relations.values()} - {spec.name}
        for spec in features
    }
    while targets:
        name = next(name for name in targets if not any(name in to for to in targets.values()))
        del targets[name]
        yield name
