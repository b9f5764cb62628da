"""One audit: facts once, then every rule and verdict on them."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from fastscaffold.audit import checkpoints, signals
from fastscaffold.audit.dimensions import assess
from fastscaffold.audit.facts import Facts, gather
from fastscaffold.audit.points import EVERY, named, points
from fastscaffold.audit.rules import all_rules
from fastscaffold.audit.sharing import findings
from fastscaffold.audit.suppressions import accepted
from fastscaffold.audit.verdicts import Verdict
from fastscaffold.errors import Message, ProjectError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Mapping
    from pathlib import Path

    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.quality import Quality
    from fastscaffold.audit.rules import Rule
    from fastscaffold.audit.verdicts import Judgement

# Of the names that have what was typed as a word.
_OFFERED = 4
POINTS = {Verdict.MET: 2, Verdict.PARTIAL: 1}


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found.

    Attributes:
        root: the audited directory.
        facts: what it was decided on.
        health: the verdict on each signal.
        security: the verdict on each checkpoint.
        findings: the worst first; suppressed ones are left out.
        suppressed: those that a comment with a reason accepts.
        known: those that a baseline holds, and that are left out for it.
    """

    root: Path
    facts: Facts
    health: dict[str, Judgement]
    security: dict[str, Judgement]
    quality: Quality
    findings: list[Finding]
    suppressed: list[Finding] = field(default_factory=list["Finding"])
    known: list[Finding] = field(default_factory=list["Finding"])

    @staticmethod
    def points(judgement: Judgement) -> int:
        """The points of a signal."""
        return POINTS.get(judgement.verdict, 0)

    @property
    def health_score(self) -> int:
        """Two points a signal that is met, one that is met in part."""
        return sum(map(self.points, self.health.values()))

    @property
    def health_maximum(self) -> int:
        """Two points a signal, those left out that do not apply."""
        return 2 * sum(each.verdict is not Verdict.NOT_APPLICABLE for each in self.health.values())

    @property
    def security_met(self) -> int:
        """How many checkpoints are met."""
        return sum(each.verdict is Verdict.MET for each in self.security.values())

    @property
    def security_maximum(self) -> int:
        """How many checkpoints apply."""
        return sum(each.verdict is not Verdict.NOT_APPLICABLE for each in self.security.values())


def audit(
    root: Path, only: Collection[str] = (), planned: Mapping[str, bytes] | None = None
) -> Audit:
    """Audit the project in a directory; nothing of it is imported, run or changed.

    Args:
        root: the directory.
        only: topics, identifiers or names of rules whose findings are wanted; all by default,
            but for rules that are off until they are named.
        planned: files that are to be written there, by path: audited instead of those on disk.

    Raises:
        OSError: the directory cannot be listed.
    """
    with _without_collector():
        return _audit(root, only, planned)


def _audit(root: Path, only: Collection[str], planned: Mapping[str, bytes] | None) -> Audit:
    facts = gather(root, planned)
    found = _findings(facts, only)
    found.sort(key=lambda each: each.order)
    suppressed = accepted(facts, found)
    left_out = set(suppressed)
    health = signals.judge_all(facts)
    security = checkpoints.judge_all(facts)
    every = _findings(facts, ()) if only else found
    return Audit(
        root,
        facts,
        health,
        security,
        assess(facts, health, security, every),
        [each for each in found if each not in left_out],
        suppressed,
    )


@contextmanager
def _without_collector() -> Generator[None, None, None]:
    """Trees are kept to the end: looking for garbage among them takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def check_names(only: Collection[str]) -> None:
    """Refuse what is neither a topic nor a rule.

    Raises:
        UsageError: names the nearest.
    """
    for name in only:
        about = named(name)
        if about is None or name == EVERY:
            raise UsageError(unknown_name(name))
        if about.point is not None and not about.topic:
            rules = ",".join(each.id for each in about.rules)
            raise UsageError(
                Message(
                    "audit.no-such-rule",
                    f"{name!r} is a point of the {about.point.of}, and no topic or rule.",
                    hint=f"Its rules: --only {rules}. What it asks for: --explain {name}",
                )
            )


def unknown_name(name: str) -> Message:
    """Say that a name is none that an audit has, and which is the nearest."""
    names = [name for each in all_rules() for name in (each.id, each.name, each.topic)]
    of_points = [each.name for each in points()]
    known = {name.lower(): name for name in (*of_points, *names)}
    wanted = name.lower()
    near = get_close_matches(wanted, sorted(known), n=1) or _with_word(wanted, known)
    named_after = " or ".join(known[each] for each in near)
    others = f"Topics: {', '.join(_topics())}. Points: {', '.join(of_points)}."
    hint = f"Did you mean {named_after}?" if near else others
    return Message("audit.no-such-rule", f"No topic, point or rule is called {name!r}.", hint=hint)


def _with_word(word: str, names: Iterable[str]) -> list[str]:
    """The first names that have a word in them, such as ``jwt_secret`` has ``jwt``."""
    return [each for each in names if word in re.split("[-_]", each)][:_OFFERED]


def check_python(found: Audit) -> None:
    """Refuse a directory in which nothing is Python, not even what could not be read.

    Raises:
        ProjectError: nothing in it could be audited.
    """
    facts = found.facts
    paths = [file.path for file in facts.sources.python]
    paths += [file.path for file in (*facts.unreadable, *facts.skipped)]
    # What the repository keeps above is not of the directory.
    if not any(path.endswith(".py") and not path.startswith("../") for path in paths):
        raise ProjectError(
            Message(
                "audit.no-python",
                "There is nothing to audit: no file here is Python.",
                str(found.root),
                hint="Is this the directory of the project? Change into it, or give it as PATH.",
            )
        )


def _topics() -> list[str]:
    return sorted({each.topic for each in all_rules()})


def _findings(facts: Facts, only: Collection[str]) -> list[Finding]:
    wanted = {name.lower() for name in only}
    rules = [each for each in all_rules() if (wanted & _names(each) if wanted else each.on)]
    return findings(facts, rules)


def _names(each: Rule) -> set[str]:
    return {each.id.lower(), each.name, each.topic, *map(str.lower, each.formerly)}
