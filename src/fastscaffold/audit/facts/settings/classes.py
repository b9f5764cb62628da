"""Classes that hold settings: by their base, by their name, and by what they read."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.guards import depended_on
from fastscaffold.audit.facts.classes import Field, own_fields
from fastscaffold.audit.facts.origins.calls import reads_environment
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.environment_reads import is_of_environment
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_SETTINGS_NAME = re.compile(r"(?i)settings|config|environ|env$")
# The last word of what holds settings of the application, rather than those of its users.
_SETTINGS = frozenset({"conf", "config", "configuration", "env", "environment", "settings"})
_MODELS = frozenset({"dto", "entities", "model", "models", "schema", "schemas"})
# Which only say what others are like.
_SHAPES = ("*.Protocol", "*.TypedDict")
_HANDING = frozenset({"create", "ensure", "get", "init", "load", "make", "provide", "read"})
_KEEPING = frozenset({"cache", "cached", "load_config", "lru_cache", "singleton"})
_TESTS = frozenset({"test", "testing", "tests"})


@lru_cache(maxsize=2)
def settings_classes(facts: Facts) -> list[Class]:
    """Settings of what is served, with the models that they are made of; not those of tests."""
    own = [each for each in facts.settings if not _is_for_tests(each)]
    return list(_with_parts(facts, own).values())


def _with_parts(facts: Facts, classes: Iterable[Class]) -> dict[str, Class]:
    """Classes with their bases, and with the models in their fields."""
    found: dict[str, Class] = {}
    waiting = list(classes)
    while waiting:
        settings = waiting.pop(0)
        if settings.symbol in found:
            continue
        found[settings.symbol] = settings
        bases = map(facts.index.definition, facts.index.ancestors(settings.symbol))
        waiting += [each for each in bases if isinstance(each, Class)]
        waiting += [
            kind
            for field in own_fields(settings)
            for kind in _mentioned(facts, field.annotation, settings)
            if kind in facts.schemas
        ]
    return found


def _mentioned(facts: Facts, annotation: ast.AST | None, scope: Scope) -> Iterator[Class]:
    """The classes of an annotation, those in lists and mappings included."""
    for plain, holder in facts.index.typed(annotation, scope):
        for node in walk(plain):
            if isinstance(node, ast.Name | ast.Attribute):
                kind = facts.index.definition(facts.index.symbol(node, holder))
                if isinstance(kind, Class):
                    yield kind


@lru_cache(maxsize=2)
def read_classes(facts: Facts) -> list[Class]:
    """Classes by the name of settings: they read the environment, or are told what it says."""
    known = {each.symbol for each in (*settings_classes(facts), *facts.tables)}
    named = [
        each
        for module in facts.production
        for each in module.classes.values()
        if each.symbol not in known and _SETTINGS_NAME.search(each.name) and not _is_for_tests(each)
    ]
    reading = [
        each
        for each in named
        if any(_reads_environment(facts, field) for field in own_fields(each))
    ]
    sent = _sent(facts)
    told = [
        each
        for each in named
        if _is_told(each)
        and _is_made(facts, each)
        and each.symbol not in sent
        and not facts.index.is_a(each.symbol, *_SHAPES)
    ]
    parts = {
        symbol: each
        for symbol, each in _with_parts(facts, told).items()
        if symbol not in known and symbol not in sent
    }
    return list({**{each.symbol: each for each in reading}, **parts}.values())


def _is_told(named: Class) -> bool:
    """Whether a class has fields with types, and a name that ends in settings."""
    if not _SETTINGS & set(words(named.name)[-1:]):
        return False
    path = set(words(named.module.name))
    if path & _MODELS and not path & _SETTINGS:
        return False  # what users set
    return any(field.annotation is not None for field in own_fields(named))


def _is_made(facts: Facts, named: Class) -> bool:
    """Whether a class stands among settings, or an instance is made once for all."""
    if _SETTINGS & set(named.module.name.lower().split(".")):
        return True
    calls = facts.callers.of_class(named.symbol)
    if any(call.function is None or _is_getter(facts, call.function) for call in calls):
        return True
    return _is_read_itself(facts, named)


def _is_read_itself(facts: Facts, named: Class) -> bool:
    """Whether a class is used without an instance: ``Config.DEBUG``."""
    fields = {each.name for each in own_fields(named)}
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in fields
        and isinstance(each.value, ast.Name | ast.Attribute)
        and facts.index.symbol(each.value, module) == named.symbol
        for module in facts.production
        for each in walk(module.tree)
    )


def _is_getter(facts: Facts, function: Function) -> bool:
    """Whether a function hands settings out: it is named so, is a dependency, or keeps them."""
    parts = set(words(function.name))
    if parts & _HANDING and parts & _SETTINGS:
        return True
    decorated = {
        (facts.index.symbol(plain, function.module) or unparsed(plain)).rpartition(".")[2]
        for each in function.node.decorator_list
        for plain in [each.func if isinstance(each, ast.Call) else each]
    }
    if decorated & _KEEPING:
        return True
    return function in depended_on(facts)


def _sent(facts: Facts) -> set[str]:
    """What requests and responses are made of, which users know."""
    waiting = [
        kind
        for route in facts.routes
        for annotation in (
            *(argument.annotation for argument, _ in route.function.parameters()),
            route.function.node.returns,
            route.call.argument("response_model"),
        )
        for kind in _mentioned(facts, annotation, route.function)
    ]
    return set(_with_parts(facts, (each for each in waiting if each in facts.schemas)))


def _reads_environment(facts: Facts, field: Field) -> bool:
    for node in walk(field.value) if field.value is not None else ():
        if isinstance(node, ast.Call):
            name = facts.index.called(node.func, field.owner)
            kind = facts.index.kind(node.func, field.owner)
            if reads_environment(node, name, kind) is not None:
                return True
        elif is_of_environment(facts.index, node, field.owner):
            return True
    return False


def _is_for_tests(settings: Class) -> bool:
    *folders, name = map(words, settings.module.name.split("."))
    # A folder of tests may be called after what they are for: `load_tests`.
    is_below = any(each[-1:] == ["tests"] for each in folders)
    return is_below or bool(_TESTS & {*words(settings.name), *name})
