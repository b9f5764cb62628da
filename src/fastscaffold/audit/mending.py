"""From findings to the bytes of mended files, each change proven by another audit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastscaffold.audit.audit import audit
from fastscaffold.audit.cures import Retext, Rewrite, UncertainError
from fastscaffold.audit.facts.settings.documents import as_table
from fastscaffold.audit.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.cures import Remedy
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.findings import Finding

# What was hidden behind a finding may be one itself; more than a few layers nobody has.
MAX_ROUNDS = 4
_WIDTH = 88


@dataclass(slots=True)
class Mended:
    """What became of the findings of a project.

    Attributes:
        before: the audit of what is on disk.
        after: the audit of what is planned.
        files: content to be, by path.
        skipped: findings of rules that have a cure, which was not certain here, and why.
        next: commands that only the user can type.
    """

    before: Audit
    after: Audit
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    skipped: dict[Finding, str] = field(default_factory=dict["Finding", str])
    next: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def closed(self) -> list[Finding]:
        """Findings that are there before and not after."""
        return _missing(self.before.findings, self.after.findings)

    @property
    def new(self) -> list[Finding]:
        """Findings that are there after and not before."""
        return _missing(self.after.findings, self.before.findings)


def mend(root: Path, only: Collection[str], read: Callable[[str], bytes | None]) -> Mended:
    """Plan the cure of every finding for which there is a certain one; nothing is written.

    Args:
        root: the project.
        only: topics, identifiers or names of rules; all by default.
        read: gives the bytes of a file of the project.

    Raises:
        OSError: the directory cannot be listed.
    """
    before = audit(root, only)
    mended = Mended(before, before)
    for _ in range(MAX_ROUNDS):
        mended.skipped.clear()
        found = _remedies(mended)
        planned = _apply(mended, found, read)
        if not planned:
            break
        mended.files |= planned
        mended.after = audit(root, only, mended.files)
    return mended


def _remedies(mended: Mended) -> list[tuple[Finding, Remedy]]:
    """The remedy of each finding of the last audit."""
    last = mended.after
    wanted = set(last.findings)
    found: list[tuple[Finding, Remedy]] = []
    for rule in all_rules():
        if rule.cure is None or not any(each.rule == rule.id for each in wanted):
            continue
        for hit in rule.check(last.facts):
            finding = rule.finding(last.facts, hit)
            if finding not in wanted:
                continue
            try:
                found.append((finding, rule.cure.make(last.facts, hit)))
            except UncertainError as error:
                mended.skipped[finding] = error.reason
    return found


def _apply(
    mended: Mended,
    found: Sequence[tuple[Finding, Remedy]],
    read: Callable[[str], bytes | None],
) -> dict[str, bytes]:
    """The files that change, by path."""
    width = line_length(mended.after.facts)
    changes: defaultdict[str, list[Rewrite | Retext]] = defaultdict(list)

    def content(path: str) -> bytes | None:
        return mended.files[path] if path in mended.files else read(path)

    for finding, remedy in found:
        try:
            for each in remedy.changes:
                _changed(each.path, content(each.path), [each], width)
        except UncertainError as error:
            mended.skipped[finding] = error.reason
            continue
        mended.next |= dict.fromkeys(remedy.next)
        for each in remedy.changes:
            changes[each.path].append(each)
    planned: dict[str, bytes] = {}
    for path, several in changes.items():
        before = content(path)
        after = _changed(path, before, several, width)
        if after != (before or b""):
            planned[path] = after
    return planned


def _changed(
    path: str, source: bytes | None, changes: Sequence[Rewrite | Retext], width: int
) -> bytes:
    from fastscaffold.audit.cures.apply import retexted, rewritten  # noqa: PLC0415 # a parser

    if path.startswith("../"):
        raise UncertainError("The file is not below the audited directory.")
    texts = [each for each in changes if isinstance(each, Retext)]
    if texts:
        return retexted(source, texts)
    if source is None:
        raise UncertainError("The file is not there any more.")
    return rewritten(source, [each for each in changes if isinstance(each, Rewrite)], width)


def line_length(facts: Facts) -> int:
    """How long the project's formatter lets lines be."""
    for name in ("ruff", "black"):
        found = facts.configuration.tool(name)
        length = None if found is None else _length(found[0])
        if length is not None:
            return length
    return _WIDTH


def _length(table: Mapping[str, object]) -> int | None:
    for name in ("line-length", "line_length"):
        value = as_table(table).get(name)
        if isinstance(value, int):
            return value
    return None


def _missing(these: Sequence[Finding], those: Sequence[Finding]) -> list[Finding]:
    """Findings that the others lack; a line may have moved or changed meanwhile."""
    left = Counter(_identity(each) for each in those)
    missing: list[Finding] = []
    for each in these:
        if left[_identity(each)]:
            left[_identity(each)] -= 1
        else:
            missing.append(each)
    return missing


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    # Numbers in a sentence are mostly of lines and of things that are counted.
    return finding.rule, finding.path, finding.symbol, re.sub(r"\d+", "0", finding.message)
