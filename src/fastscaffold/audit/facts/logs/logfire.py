"""Whether what a project logs reaches Logfire: other loggers do so by handlers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_BRIDGES = (
    *("*.LogfireLoggingHandler", "*.StructlogProcessor", "*.loguru_handler"),
    *("logfire.instrument_logging", "logfire.instrument_loguru"),
)
_OWN = ("debug", "error", "exception", "fatal", "info", "log", "notice", "span", "trace", "warn")
_OTHERS = ("logging.getLogger", "*.getLogger")


def reaches_logfire(facts: Facts) -> bool:
    """Whether there is a handler, or most modules that log do so by Logfire itself."""
    if any(facts.calls(*_BRIDGES)):
        return True
    own = {each.module for each in facts.calls(*(f"logfire.{name}" for name in _OWN))}
    others = {each.module for each in facts.calls(*_OTHERS)}
    others |= {
        module
        for module in facts.production
        if any(target.startswith("loguru.") for target in module.imports.values())
    }
    return len(others) <= len(own)
