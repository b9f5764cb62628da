"""What each level of the eight dimensions of quality asks for.

A step holds where a verdict says so, or where a rule that looks for its absence finds nothing.
A level is not reached either where more of the rules about its dimension, or of all rules, are
broken than it bears.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.bounds import excess, listed
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.quality import LEVELS, WEIGHTS, Dimension, Quality, Step, climb, together
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
        return excess(self.broken, dimension, level) is None

    def is_met(self, signal: str) -> bool:
        """Whether a signal is met."""
        return self.health[signal].verdict is Verdict.MET

    def begins(self, signal: str) -> bool:
        """Whether a signal is met at least in part."""
        return self.health[signal].verdict in {Verdict.MET, Verdict.PARTIAL}

    def passes(self, checkpoint: str) -> bool:
        """Whether a checkpoint is met, or does not apply."""
        return self.security[checkpoint].verdict in {Verdict.MET, Verdict.NOT_APPLICABLE}


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
    limited: list[Step] = []
    for level, step in zip(LEVELS[1:], steps, strict=True):
        over = excess(given.broken, dimension, level) if step.holds else None
        limited.append(step if over is None else Step(holds=False, asks=over))
    return limited


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
        together(
            (given.keeps("ERR004"), "Answer what is unexpected in a handler, which logs it."),
            (given.keeps("ERR006"), "Tell clients nothing of what went wrong inside."),
        ),
    ]


def _testing(given: Assessment) -> list[Step]:
    contracts = given.facts.configuration.requirement(*_CONTRACTS)
    return [
        Step(bool(given.facts.suite.tests), "Write tests."),
        Step(given.begins("testing"), "Test the application itself, without blocking."),
        together(
            (given.is_met("testing"), "Let tests await the application, and measure coverage."),
            (given.keeps("TEST009"), "Fail where coverage is below 80 %."),
        ),
        Step(contracts is not None, "Hold the application to its OpenAPI schema in tests."),
    ]


def _security(given: Assessment) -> list[Step]:
    urgent = sorted(
        {
            each.rule
            for each in given.findings
            if each.severity is Severity.P0 and each.rule.startswith("SEC")
        }
    )
    audited = running(_AUDITED, given.facts.commands.of_ci)
    return [
        Step(given.begins("auth"), "Let users prove who they are."),
        together(
            (given.is_met("auth"), "Check tokens strictly, in a dependency of routes."),
            (given.passes("jwt_secret"), "Sign tokens with a strong key from the environment."),
            (given.passes("token_expiry"), "Let tokens end soon."),
            (given.passes("password_hash"), "Hash passwords slowly."),
        ),
        together(
            (_has_roles(given.facts), "Tell roles apart."),
            (given.passes("rate_limit_auth"), "Limit attempts to log in."),
            (not urgent, f"Close findings of P0 about security: {listed(urgent)}."),
        ),
        together(
            (given.passes("dep_scanning"), "Scan dependencies in CI."),
            (bool(audited), "Scan the source in CI."),
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
        together(
            (cached is not None, "Keep what is asked for often."),
            (given.keeps("CACHE001"), "Keep it where all processes find it, as in Redis."),
        ),
        Step(given.keeps("PERF001"), "Measure, and keep the figures."),
    ]


def _observability(given: Assessment) -> list[Step]:
    facts = given.facts
    logs = any(facts.calls("logging.getLogger", "structlog.get_logger", "*.bind"))
    alerts = given.keeps("OBS003") or facts.configuration.search(_ALERTS)
    prints = any(facts.calls("print"))
    return [
        Step(
            logs or given.begins("observability"),
            "Log, instead of printing." if prints else "Log what happens.",
        ),
        Step(given.keeps("OBS001"), "Log keys and values that programs can read."),
        Step(given.is_met("observability"), "Trace requests."),
        together(
            (given.keeps("OBS003"), "Expose metrics."),
            (bool(alerts), "Be told of trouble."),
        ),
    ]


def _database(given: Assessment) -> list[Step] | None:
    if given.health["database"].verdict in {Verdict.NOT_APPLICABLE, Verdict.UNKNOWN}:
        return None
    return [
        Step(given.facts.stores.any, "Keep what is stored in a database."),
        together(
            (given.begins("database"), "Use an ORM with migrations."),
            (given.keeps("DB002"), "Migrate the tables."),
        ),
        together(
            (given.is_met("database"), "Use an ORM that awaits, with migrations."),
            (given.keeps("ARCH002"), "Keep queries out of routes, in repositories or services."),
        ),
        together(
            (given.keeps("DB003"), "Choose the pool."),
            (given.keeps("DB004"), "Commit before the response is sent."),
            (given.keeps("DB006"), "Ask for rows together."),
            (given.keeps("DB007"), "Index foreign keys."),
            (given.keeps("MIG004"), "Write the way back of migrations."),
        ),
    ]


def _deployment(given: Assessment) -> list[Step]:
    facts = given.facts
    tasks = bool(facts.commands.of_tasks or facts.commands.of_deployment)
    return [
        Step(tasks or bool(facts.configuration.dockerfiles), "Say in a file how it is started."),
        Step(bool(facts.configuration.dockerfiles), "Build an image."),
        together(
            (given.is_met("deployment"), "Build it in stages, and check its health."),
            (bool(facts.commands.of_ci), "Build and check it in CI."),
        ),
        together(
            (given.keeps("OPS001"), "Let it say that it is alive and ready."),
            (given.keeps("OPS002"), "Make the image lean, without root, and ask for its health."),
            (given.keeps("OPS003"), "Run migrations before it is deployed."),
            (given.keeps("MIG004"), "Write the way back of migrations."),
        ),
    ]


def _has_roles(facts: Facts) -> bool:
    """Whether an endpoint depends on more than that somebody is logged in."""
    dependencies = [each for route in facts.routes for each in route.dependencies]
    return any(
        _ROLES.search(each.symbol.rpartition(".")[2]) or (each.is_security and each.call.keywords)
        for each in dependencies
    )
