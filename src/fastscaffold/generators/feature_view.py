"""Everything that the templates of a feature see, decided once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_models import KEY_PYTHON, models_view
from fastscaffold.generators.feature_schemas import members, repository_view, schemas_view
from fastscaffold.generators.feature_tests import tests_view
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from fastscaffold.generators.feature_models import ModelsView
    from fastscaffold.generators.feature_schemas import RepositoryView, SchemasView
    from fastscaffold.generators.feature_tests import TestsView
    from fastscaffold.model.resource import KeyType, Names, Resource

SHARED = "app.shared.schemas"

_PATH_KEYS: dict[KeyType, Code] = {
    "uuid": KEY_PYTHON["uuid"],
    "int": Code("IntKey", (Import(SHARED, "IntKey"),)),
    "bigint": Code("BigIntKey", (Import(SHARED, "BigIntKey"),)),
}
# Words that begin with a vowel's letter and a consonant's sound, and the other way about.
_CONSONANT_SOUNDS = ("eu", "one", "ubi", "uni", "use", "usu", "uti")
_VOWEL_SOUNDS = ("heir", "honest", "honou", "hour")


@dataclass(frozen=True, slots=True)
class KeyView:
    """The primary key.

    Attributes:
        name: of variables and parameters that hold one: ``order_id``.
        python: its Python type.
        path: its annotation as a path parameter.
        item_path: the path of one row below the feature's.
        braced: the name as a part of a formatted string.
        location: expression of the path of a new row.
    """

    name: str
    python: str
    imports: tuple[str, ...]
    path: str
    path_imports: tuple[str, ...]
    item_path: str
    braced: str
    location: str


@dataclass(frozen=True, slots=True)
class FeatureView:
    """What templates of features see.

    Attributes:
        package: of the project.
        one: the label with its article: ``an order``.
        many: the label of several: ``orders``; ``title`` begins with a capital.
        create_errors: statuses that creating may answer with, beyond those that every route has;
            ``update_errors`` those of updating.
    """

    package: str
    names: Names
    one: str
    many: str
    title: str
    key: KeyView
    create_errors: tuple[int, ...]
    update_errors: tuple[int, ...]
    models: ModelsView
    schemas: SchemasView
    repository: RepositoryView
    tests: TestsView


def feature_view(resource: Resource, *, package: str, python: str) -> FeatureView:
    """Decide everything that the templates of a feature see.

    Args:
        resource: the feature.
        package: what the project's package is called.
        python: the oldest Python that the project runs on, such as ``3.11``.
    """
    names = resource.names
    major, _, minor = python.partition(".")
    unique = [item for item in members(resource) if item.unique and not item.read_only]
    return FeatureView(
        package=package,
        names=names,
        one=f"{_article(names.label)} {names.label}",
        many=names.label_plural,
        title=names.label_plural.capitalize(),
        key=_key_view(resource, package),
        create_errors=(409,) if unique else (),
        update_errors=(404, 409) if any(item.updatable for item in unique) else (404,),
        models=models_view(resource, package, (int(major), int(minor))),
        schemas=schemas_view(resource, package),
        repository=repository_view(resource, package),
        tests=tests_view(resource, package),
    )


def _key_view(resource: Resource, package: str) -> KeyView:
    name = f"{resource.names.singular}_id"
    python, path = KEY_PYTHON[resource.key], _PATH_KEYS[resource.key]
    return KeyView(
        name=name,
        python=python.text,
        imports=import_lines([python], package=package),
        path=path.text,
        path_imports=import_lines([path], package=package),
        item_path=f"/{{{name}}}",
        braced=f"{{{name}}}",
        location=f'f"{{request.url.path}}/{{{resource.names.singular}.id}}"',
    )


def _article(label: str) -> str:
    if label.startswith(_CONSONANT_SOUNDS):
        return "a"
    return "an" if label[0] in "aeiou" or label.startswith(_VOWEL_SOUNDS) else "a"
