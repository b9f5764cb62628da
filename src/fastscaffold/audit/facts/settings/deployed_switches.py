"""Switches that a deployment sets: by images, compose files, manifests, values of Helm."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.commands import DEPLOYMENT
from fastscaffold.audit.facts.deployment.images import application_images
from fastscaffold.audit.facts.running.connected import connected
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.composed import is_of_development
from fastscaffold.audit.facts.settings.switches import OFF, ON, flag
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_ASSIGNED = re.compile(r"(?:^|(?<=\s))(\w+)(?:=|(?<!=)[ \t]+(?!\w+=))[\"']?(\w+)")
_ENTRY = re.compile(
    r"(?m)^[ \t]*(?:-[ \t]+)?(?:(?:name|key)[ \t]*:[ \t]*[\"']?(?P<listed>\w+)[\"']?[ \t]*\n"
    r"[ \t]*value[ \t]*:|[\"']?(?P<name>\w+)[\"']?[ \t]*[:=])[ \t]*[\"']?(?P<value>\w+)"
)
_MANIFEST = re.compile(r"(?m)^(?:apiVersion|kind):")


def as_deployed(facts: Facts, test: ast.expr, scope: Scope) -> bool | None:
    """How a switch is set by default, where no file of a deployment sets it otherwise."""
    if isinstance(test, ast.BoolOp) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    ):
        return connected(test, lambda part: as_deployed(facts, part, scope))
    default = flag(facts, test, scope)
    changed = OFF if default else ON
    names = [words(each) for each in _names(facts, test, scope)]
    is_changed = any(
        value.lower() in changed and words(variable)[-len(name) :] == name
        for variable, value in _variables(facts)
        for name in names
    )
    return None if is_changed else default


def _names(facts: Facts, test: ast.expr, scope: Scope) -> set[str]:
    """What a switch is called, in the code and where that reads it."""
    found = set(constant_texts(test))
    for node in walk(test):
        if isinstance(node, ast.Name | ast.Attribute):
            symbols = [facts.index.symbol(node, scope)]
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
            if isinstance(node, ast.Attribute):
                symbols.append(f"{facts.index.kind(node.value, scope)}.{node.attr}")
            for value, _ in (each for name in symbols for each in facts.index.values_of(name)):
                found.update(constant_texts(value))
    return {each for each in found if each.isidentifier()}


@lru_cache(maxsize=2)
def _variables(facts: Facts) -> frozenset[tuple[str, str]]:
    """The variables that are set, and what to."""
    loaded = facts.env_files.loaded
    return frozenset(
        {
            *((name, variable.value) for name, variable in loaded.items()),
            *_of_images(facts),
            *_of_documents(facts),
        }
    )


def _of_images(facts: Facts) -> Iterator[tuple[str, str]]:
    for image in application_images(facts):
        for stage in image.shipped:
            for each in stage:
                if each.name == "ENV":
                    yield from _ASSIGNED.findall(each.value)


def _of_documents(facts: Facts) -> Iterator[tuple[str, str]]:
    texts = facts.configuration.texts
    paths = facts.configuration.paths(*DEPLOYMENT, "*values*.yml", "*values*.yaml")
    manifests = facts.configuration.paths("*.yml", "*.yaml")
    paths += [each for each in manifests if _MANIFEST.search(texts[each])]
    aside = {*facts.configuration.composes, *facts.configuration.ci_paths}
    for path in dict.fromkeys(paths):
        if path not in aside and not is_of_development(path):
            for entry in _ENTRY.finditer(texts[path]):
                yield entry["listed"] or entry["name"], entry["value"]
