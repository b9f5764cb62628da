"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts import Place
from fastscaffold.audit.findings import Finding, Severity

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator, Mapping

    from fastscaffold.audit.cures import Cure
    from fastscaffold.audit.facts import Call, Class, Facts, Function, Module


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that breaks a rule.

    Attributes:
        message: what is wrong here, one sentence.
        symbol: the dotted name of what it is about.
        node: what stands there, for the cure; None where the file is no Python.
        severity: where this is less than what the rule is for; that of the rule by default.
    """

    place: Place
    message: str
    symbol: str = ""
    node: ast.AST | None = None
    severity: Severity | None = None


Check: TypeAlias = "Callable[[Facts], Iterator[Hit]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule, all of whose documentation is made from what stands here.

    Attributes:
        id: such as ``SEC001``; stable.
        name: telling, in kebab case, such as ``jwt-secret-from-environment``.
        seed: the line of the methodology, or of another source, that it comes from.
        what: what it looks for, and what it leaves alone.
        why: what happens where it is broken.
        bad: the files of a small project that breaks it, by path; a test audits it.
        good: the same, put right.
        fix: what to do, one sentence in the imperative.
        command: the ``fastscaffold`` command that closes it, in a project that it made.
        cure: what ``--fix`` does about it; None where that would be a guess.
        topic: what ``--only`` calls its kind.
        formerly: identifiers that it has had elsewhere.
        on: whether it is checked without being asked for by name.
    """

    id: str
    name: str
    severity: Severity
    topic: str
    seed: str
    what: str
    why: str
    bad: Mapping[str, str]
    good: Mapping[str, str]
    fix: str
    check: Check
    command: str | None = None
    cure: Cure | None = None
    formerly: tuple[str, ...] = ()
    on: bool = True

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """Look at a project."""
        for hit in self.check(facts):
            yield self.finding(facts, hit)

    def finding(self, facts: Facts, hit: Hit) -> Finding:
        """What a hit is reported as."""
        return Finding(
            rule=self.id,
            severity=hit.severity or self.severity,
            path=hit.place.path,
            line=hit.place.line,
            message=hit.message,
            fix=self.fix,
            command=self.command if facts.can_run(self.command) else None,
            symbol=hit.symbol,
            snippet=_line(facts, hit.place),
        )


def hit(module: Module, node: ast.expr | ast.stmt | ast.arg, message: str, symbol: str = "") -> Hit:
    """A hit at a node of a module."""
    return Hit(Place(module.path, node.lineno), message, symbol or module.name, node)


def hit_call(call: Call, message: str, severity: Severity | None = None) -> Hit:
    """A hit at a call."""
    holder = call.function or call.owner
    symbol = holder.symbol if holder is not None else call.module.name
    return Hit(Place(call.module.path, call.node.lineno), message, symbol, call.node, severity)


def hit_definition(defined: Function | Class, message: str) -> Hit:
    """A hit at a definition."""
    place = Place(defined.module.path, defined.node.lineno)
    return Hit(place, message, defined.symbol, defined.node)


def _line(facts: Facts, place: Place) -> str:
    text = facts.text(place.path)
    lines = text.splitlines()
    return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
