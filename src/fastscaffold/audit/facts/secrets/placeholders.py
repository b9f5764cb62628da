"""Defaults of secrets that settings refuse outside development."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.secrets.secrets import Setting

_PLACEHOLDER_CHECK = re.compile(
    r"env|prod|debug|local|develop|placeholder|change|default|insecure|secret|_dev", re.IGNORECASE
)


def refuses_placeholder(facts: Facts, setting: Setting) -> bool:
    """Whether a validator of the settings refuses this default outside development."""
    for symbol in facts.index.ancestors(setting.owner.symbol):
        definition = facts.index.definition(symbol)
        if not isinstance(definition, Class):
            continue
        for method in definition.functions.values():
            if _is_validator(method) and _refuses(facts, method, setting.field.name):
                return True
    return False


def _is_validator(method: Function) -> bool:
    for decorator in method.node.decorator_list:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")
        if name in {"field_validator", "model_validator", "root_validator", "validator"}:
            return True
    return method.name in {"model_post_init", "__post_init__"}


def _refuses(facts: Facts, method: Function, name: str) -> bool:
    nodes = [*walk(method.node)]
    mentioned = {each.attr for each in nodes if isinstance(each, ast.Attribute)}
    texts = {
        each.value
        for each in nodes
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
    if name not in mentioned | texts:
        return False
    called = [facts.index.definition(facts.index.origin(call)) for call in method.calls]
    bodies = [method.node, *(each.node for each in called if isinstance(each, Function))]
    inside = [node for body in bodies for node in walk(body)]
    if not any(isinstance(node, ast.Raise) for node in inside):
        return False
    said = {
        *(node.attr for node in inside if isinstance(node, ast.Attribute)),
        *(node.id for node in inside if isinstance(node, ast.Name)),
        *(
            node.value
            for node in inside
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ),
    }
    return any(_PLACEHOLDER_CHECK.search(each) for each in said - {name})
