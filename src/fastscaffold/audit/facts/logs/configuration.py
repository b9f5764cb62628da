"""Where a project configures its logs, whatever they are like, and whether it shows how."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.started import starters
from fastscaffold.audit.facts.logs.logs import logging_files
from fastscaffold.audit.facts.places import Place, at_call, at_definition
from fastscaffold.audit.facts.project.loaded import is_left_out, loaded, serving
from fastscaffold.audit.facts.project.usage import in_use, is_used
from fastscaffold.audit.modules import Function

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Scope

_COPIES = frozenset({"copy", "dict", "model_dump"})
_WHOLE = frozenset({"logging.config.dictConfig", "logging.config.fileConfig"})
_CONFIGURES = (
    *("logging.basicConfig", *sorted(_WHOLE)),
    *("loguru.logger.configure", "loguru.logger.add", "loguru.logger.remove"),
    *("logging.StreamHandler", "logging.Formatter", "*.RotatingFileHandler", "*.DefaultFormatter"),
)
# What libraries of handlers, and projects of helpers, leave to be seen.
_HANDLES = ("*.addHandler", "*.RichHandler", "*.TimedRotatingFileHandler", "*.ColoredFormatter")
_HELPER = re.compile(
    r"(?i)_?(?:config(?:ure)?|init(?:iali[sz]e)?|setup|set_up)_?log(?:s|gers?|ging)?"
)


def configuration(facts: Facts) -> Place | None:
    """Where logging is configured, whatever it writes: best where the application does so."""
    first = _first(facts, _CONFIGURES)
    if first is not None:
        return first
    for path in logging_files(facts):
        return next(iter(facts.configuration.search(re.compile("(?i)formatter"), path)), None)
    return _first(facts, _HANDLES) or _helper(facts)


def _first(facts: Facts, names: tuple[str, ...]) -> Place | None:
    serves = serving(facts) | starters(facts)
    starting = {app.call.module for app in facts.apps if not app.parents}
    places = [
        # A module that is run by itself logs for itself.
        (
            call.module not in serves
            and any(line.startswith("if __name__") for line in call.module.lines),
            call.module not in loaded(facts) | serves,
            # What configures all of it goes over what a module does for itself.
            facts.index.origin(call) not in _WHOLE,
            # A module of routes that does so as well is loaded by what starts.
            call.module not in starting,
            at_call(call),
        )
        for call in facts.calls(*names)
        if in_use(facts, call) and not is_left_out(facts, call.module)
    ]
    if not places:
        return None
    first = min(places)[-1]
    return Place(first.path, first.line, "logging is configured")


def _helper(facts: Facts) -> Place | None:
    """A function of the project that is named for it, whatever it calls."""
    places = [
        at_definition(function, "logging is configured")
        for module in facts.production
        for name, function in module.functions.items()
        if _HELPER.fullmatch(name) and is_used(facts, function) and not is_left_out(facts, module)
    ]
    return min(places, default=None)


def undecided(facts: Facts) -> Place | None:
    """Where logging is configured by a file that the repository does not show."""
    for call in facts.calls("logging.config.dictConfig", "logging.config.fileConfig"):
        given = call.argument("config", 0) or call.argument("fname", 0)
        if not logging_files(facts) and not _is_shown(facts, given, call.scope):
            return at_call(call, "logging is configured from elsewhere")
    return None


def _is_shown(facts: Facts, given: ast.expr | None, scope: Scope) -> bool:
    """Whether the project itself says what logging is configured with."""
    match given:
        case ast.Dict() | ast.DictComp():
            return True
        case ast.Name(id=name) if isinstance(scope, Function) and name in scope.assigned:
            return all(_is_shown(facts, each, scope) for each in scope.assigned[name])
        case ast.Call(func=ast.Attribute(value=receiver, attr=name)) if name in _COPIES:
            if facts.index.definition(facts.index.kind(receiver, scope)) is not None:
                return True
            return _is_shown(facts, receiver, scope)
        case ast.Call(func=called, args=arguments):
            if facts.index.called(called, scope) in {"dict", "copy.copy", "copy.deepcopy"}:
                return not arguments or _is_shown(facts, arguments[0], scope)
            return facts.index.function_of(called, scope) is not None
        case ast.Attribute(value=receiver):
            if facts.index.definition(facts.index.kind(receiver, scope)) is not None:
                return True
        case _:
            pass
    return bool(facts.index.values_of(facts.index.symbol(given, scope)))
