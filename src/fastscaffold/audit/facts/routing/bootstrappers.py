"""What makes applications for a project, which it only configures: lite-bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

_CONFIGURATIONS = ("lite_bootstrap.FastAPIConfig", "lite_bootstrap.FastApiConfig")
_TEXTS = {
    "service_description": "description",
    "service_name": "title",
    "service_version": "version",
}


def configurations(facts: Facts) -> Iterator[Call]:
    """Where what an application shall have is configured."""
    return facts.calls(*_CONFIGURATIONS)


def told(facts: Facts) -> Iterator[tuple[str, ast.expr, Scope]]:
    """What applications are told of themselves, by the names of the arguments of ``FastAPI()``."""
    for call in configurations(facts):
        for name, argument in _TEXTS.items():
            value = call.argument(name)
            if value is not None:
                yield argument, value, call.scope


def writes_json(facts: Facts) -> Iterator[Call]:
    """Configurations whose logs are structured, which they are unless debugging is on."""
    for call in configurations(facts):
        if facts.values.fold(call.argument("service_debug"), call.scope) is not True:
            yield call


def traces(facts: Facts) -> Iterator[Call]:
    """Configurations by which requests are traced, as shipped."""
    for call in configurations(facts):
        if facts.values.text(call.argument("opentelemetry_endpoint"), call.scope):
            yield call
