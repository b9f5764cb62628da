"""What each level of the eight dimensions of quality asks for.

A step holds where a verdict says so, or where a rule that looks for its absence finds nothing.
A level is not reached either where more of the rules about its dimension, or of all rules, are
broken than it bears.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.command_lines import running
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.quality import LEVELS, WEIGHTS, Dimension, Quality, Step, climb
from fastscaffold.audit.rules import all_rules
from fastscaffold.audit.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.verdicts import Judgement

_ROLES = re.compile(r"(?i)role|permission|scope|admin|superuser|privilege|policy|authori[sz]")
_AUDITED = r"\b(?:bandit|semgrep|codeql|sonar\w*|gitleaks|trufflehog|fastscaffold audit|ruff)\b"
_ALERTS = re.compile(r"(?i)alertmanager|^\s*-?\s*alert:|PrometheusRule|sentry|healthchecks\.io")
_CONTRACTS = ("schemathesis", "pact-python", "dredd", "hypothesis-jsonschema", "tavern", "portman")
_CACHES = (
    "aiocache",
    "cachetools",
    "cashews",
    "fastapi-cache2",
    "redis",
    "valkey",
    "aioredis",
    "pymemcache",
)
# The rules that a dimension is about, by how their identifiers begin; those of architecture and of
# configuration are shown unscored. What makes an application unsafe often belongs to another
# dimension as well: input that is not validated to types, SQL made of requests to the database,
# what protects it from networks and browsers to deployment.
_ABOUT = {
    "type_safety": ("PYD", "SEC008", "SEC025", "TYP"),
    "error_handling": ("ERR",),
    "testing": ("TEST",),
    "security": ("PYD002", "SEC"),
    "performance": ("API001", "API004", "BG", "CACHE", "PERF", "SEC005"),
    "observability": ("OBS",),
    "database": ("DB", "MIG", "SEC009"),
    "deployment": (
        "OPS",
        "SEC004",
        "SEC006",
        "SEC007",
        "SEC015",
        "SEC016",
        "SEC020",
        "SEC021",
    ),
}
_GRAVE = frozenset({Severity.P0, Severity.P1})
# How many of P0 about a dimension may be broken at each of its levels, what share of the grave
# ones about it together, and what share of those about any: an unsafe project is good at nothing.
_BEARS = {25: (3, 0.5, 1.0), 50: (1, 0.25, 0.28), 75: (0, 0.1, 0.14), 100: (0, 0.0, 0.07)}


@dataclass(frozen=True)
class Assessment:
    """What the levels are decided on."""

    facts: Facts
    health: Mapping[str, Judgement]
    security: Mapping[str, Judgement]
    findings: Iterable[Finding]

    @cached_property
    def broken(self) -> frozenset[str]:
        """The identifiers of the rules that something breaks."""
        return frozenset(each.rule for each in self.findings)

    def keeps(self, *rules: str) -> bool:
        """Whether nothing breaks some rules."""
        return self.broken.isdisjoint(rules)

    def bears(self, dimension: str, level: int) -> bool:
        """Whether few enough rules are broken for a level, those about its dimension first."""
        grave = _grave()
        about = {name: grave[name] for name in grave if name.startswith(_ABOUT[dimension])}
        broken = [about[name] for name in about.keys() & self.broken]
        most_urgent, share, share_of_all = _BEARS[level]
        return (
            broken.count(Severity.P0) <= most_urgent
            and len(broken) <= share * len(about)
            and len(grave.keys() & self.broken) <= share_of_all * len(grave)
        )

    def is_met(self, signal: str) -> bool:
        """Whether a signal is met."""
        return self.health[signal].verdict is Verdict.MET

    def begins(self, signal: str) -> bool:
        """Whether a signal is met at least in part."""
        return self.health[signal].verdict in {Verdict.MET, Verdict.PARTIAL}

    def passes(self, checkpoint: str) -> bool:
        """Whether a checkpoint is met, or does not apply."""
        return self.security[checkpoint].verdict in {Verdict.MET, Verdict.NOT_APPLICABLE}


@cache
def _grave() -> dict[str, Severity]:
    """The rules of P0 and P1 that any dimension is about."""
    prefixes = tuple(chain(*_ABOUT.values()))
    return {
        each.id: each.severity
        for each in all_rules()
        if each.severity in _GRAVE and each.id.startswith(prefixes)
    }


def assess(
    facts: Facts,
    health: Mapping[str, Judgement],
    security: Mapping[str, Judgement],
    findings: Iterable[Finding],
) -> Quality:
    """Add up the quality of a project.

    Args:
        facts: of the project.
        health: the verdict on each signal.
        security: the verdict on each checkpoint.
        findings: of every rule that is on.
    """
    given = Assessment(facts, health, security, tuple(findings))
    made = {
        "type_safety": _type_safety(given),
        "error_handling": _error_handling(given),
        "testing": _testing(given),
        "security": _security(given),
        "performance": _performance(given),
        "observability": _observability(given),
        "database": _database(given),
        "deployment": _deployment(given),
    }
    return Quality(
        {
            name: Dimension(WEIGHTS[name], None)
            if steps is None
            else climb(WEIGHTS[name], _limited(given, name, steps))
            for name, steps in made.items()
        }
    )


def _limited(given: Assessment, dimension: str, steps: list[Step]) -> list[Step]:
    """The steps of a dimension, of which none holds that too many rules are broken for."""
    closed = Step(
        holds=False,
        asks=f"Close the findings of P0 and P1, those about {dimension.replace('_', ' ')} first.",
    )
    return [
        step if not step.holds or given.bears(dimension, level) else closed
        for level, step in zip(LEVELS[1:], steps, strict=True)
    ]


def _type_safety(given: Assessment) -> list[Step]:
    return [
        Step(bool(given.facts.schemas), "Describe what comes in and goes out by models."),
        Step(given.begins("type_safety"), "Let most routes say what they return."),
        Step(given.is_met("type_safety"), "Type every route and every body, with pydantic 2."),
        Step(given.keeps("TYP001"), "Check types strictly, and in CI."),
    ]


def _error_handling(given: Assessment) -> list[Step]:
    raised = any(given.facts.calls("*.HTTPException"))
    return [
        Step(raised or given.begins("error_handling"), "Answer errors as errors."),
        Step(given.begins("error_handling"), "Raise errors of the domain, and answer them once."),
        Step(given.is_met("error_handling"), "Derive all errors from one base with a handler."),
        Step(given.keeps("ERR004", "ERR006"), "Log what is unexpected, and tell clients nothing."),
    ]


def _testing(given: Assessment) -> list[Step]:
    contracts = given.facts.configuration.requirement(*_CONTRACTS)
    return [
        Step(bool(given.facts.suite.tests), "Write tests."),
        Step(given.begins("testing"), "Test the application itself, without blocking."),
        Step(
            given.is_met("testing") and given.keeps("TEST009"),
            "Measure coverage, and fail below 80 %.",
        ),
        Step(contracts is not None, "Hold the application to its OpenAPI schema in tests."),
    ]


def _security(given: Assessment) -> list[Step]:
    urgent = any(
        each.severity is Severity.P0 and each.rule.startswith("SEC") for each in given.findings
    )
    tokens = all(map(given.passes, ("jwt_secret", "token_expiry", "password_hash")))
    audited = running(_AUDITED, given.facts.commands.of_ci)
    return [
        Step(given.begins("auth"), "Let users prove who they are."),
        Step(given.is_met("auth") and tokens, "Take tokens that are strong, short and checked."),
        Step(
            _has_roles(given.facts) and given.passes("rate_limit_auth") and not urgent,
            "Tell roles apart, limit attempts to log in, and close every finding of P0.",
        ),
        Step(
            given.passes("dep_scanning") and bool(audited),
            "Scan dependencies and source in CI.",
        ),
    ]


def _performance(given: Assessment) -> list[Step]:
    stores = given.facts.stores
    cached = given.facts.configuration.requirement(*_CACHES)
    return [
        Step(given.keeps("ARCH007"), "Let no coroutine block the event loop."),
        Step(
            bool(stores.async_orm) or stores.awaits or not stores.any,
            "Wait for the database without blocking.",
        ),
        Step(cached is not None and given.keeps("CACHE001"), "Keep what is asked for often."),
        Step(given.keeps("PERF001"), "Measure, and keep the figures."),
    ]


def _observability(given: Assessment) -> list[Step]:
    facts = given.facts
    logs = any(facts.calls("logging.getLogger", "structlog.get_logger", "*.bind"))
    alerts = facts.configuration.search(_ALERTS) or given.keeps("OBS003")
    prints = any(facts.calls("print"))
    return [
        Step(
            logs or given.begins("observability"),
            "Log, instead of printing." if prints else "Log what happens.",
        ),
        Step(given.keeps("OBS001"), "Log keys and values that programs can read."),
        Step(given.is_met("observability"), "Trace requests."),
        Step(given.keeps("OBS003") and bool(alerts), "Expose metrics, and be told of trouble."),
    ]


def _database(given: Assessment) -> list[Step] | None:
    if given.health["database"].verdict is Verdict.NOT_APPLICABLE:
        return None
    return [
        Step(given.facts.stores.any, "Keep what is stored in a database."),
        Step(given.begins("database") and given.keeps("DB002"), "Use an ORM with migrations."),
        Step(
            given.is_met("database") and given.keeps("ARCH002"),
            "Keep queries out of routes, in repositories or services.",
        ),
        Step(
            given.keeps("DB003", "DB004", "DB006", "DB007", "MIG004"),
            "Choose the pool, commit in time, ask for rows together, and index foreign keys.",
        ),
    ]


def _deployment(given: Assessment) -> list[Step]:
    facts = given.facts
    tasks = bool(facts.commands.of_tasks or facts.commands.of_deployment)
    return [
        Step(tasks or bool(facts.configuration.dockerfiles), "Say in a file how it is started."),
        Step(bool(facts.configuration.dockerfiles), "Build an image."),
        Step(
            given.is_met("deployment") and bool(facts.commands.of_ci), "Build and check it in CI."
        ),
        Step(
            given.keeps("OPS001", "OPS002", "OPS003", "MIG004"),
            "Ask it for its health, and be able to go back.",
        ),
    ]


def _has_roles(facts: Facts) -> bool:
    """Whether an endpoint depends on more than that somebody is logged in."""
    dependencies = [each for route in facts.routes for each in route.dependencies]
    return any(
        _ROLES.search(each.symbol.rpartition(".")[2]) or (each.is_security and each.call.keywords)
        for each in dependencies
    )
