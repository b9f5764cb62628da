"""What handlers of exceptions answer with: a text, an object, or one with more than a text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.errors.handlers import Handler

_ENVELOPES = frozenset({"error", "errors"})
_TEXTS = ("*.HTMLResponse", "*.PlainTextResponse")


def is_structured(facts: Facts, handler: Handler) -> bool:
    """Whether a handler answers with more than one text."""
    return all(
        isinstance(content, ast.Dict) and _is_rich(content) for content in _texts_of(facts, handler)
    )


def answers_object(facts: Facts, handler: Handler) -> bool:
    """Whether a handler answers with an object, though all that it holds may be a text."""
    return all(isinstance(content, ast.Dict) for content in _texts_of(facts, handler))


def _texts_of(facts: Facts, handler: Handler) -> Iterator[ast.expr]:
    """What a handler answers with, where that is a text or may hold no more than one."""
    function = handler.function
    if function is None:
        return
    for value in returned(function):
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(call, ast.Call):
            continue
        kind = facts.index.called(call.func, function)
        content = next((each.value for each in call.keywords if each.arg == "content"), None)
        if content is None and call.args:
            content = call.args[0]
        if isinstance(content, ast.Name):
            values = function.assigned.get(content.id, [])
            content = values[-1] if values else content
        if facts.index.is_a(kind, *_TEXTS):
            yield call
        elif isinstance(content, ast.Dict | ast.Constant | ast.JoinedStr):
            yield content


def _is_rich(content: ast.Dict) -> bool:
    """Whether a body has a code beside its text, or parts."""
    if len(content.keys) != 1 or content.keys[0] is None:
        return True
    if isinstance(content.keys[0], ast.Constant) and content.keys[0].value in _ENVELOPES:
        return True
    return isinstance(content.values[0], ast.Dict | ast.List | ast.ListComp | ast.Call) and not (
        isinstance(content.values[0], ast.Call)
        and isinstance(content.values[0].func, ast.Name)
        and content.values[0].func.id in {"str", "repr"}
    )
