"""Resources for tests, by way of the spec language."""

from __future__ import annotations

from textwrap import dedent

from fastscaffold.model.resolve import resolve
from fastscaffold.model.resource import Relation, Target
from fastscaffold.spec.loader import load_text


def resources_of(text: str):
    """Resolve a YAML spec; the ``version`` line is added."""
    return resolve(load_text(f"version: 1\n{dedent(text)}".encode(), "test.yaml"), {}).resources


def refer(resource, target, name="other", **options):
    """Give a resource one more relation, whatever the spec language may say to it."""
    from dataclasses import replace

    values = {"on_delete": "restrict", "field": f"{name}_id", **options}
    relation = Relation(name=name, target=Target(target.names, target.key), **values)
    return replace(resource, relations=(*resource.relations, relation))
