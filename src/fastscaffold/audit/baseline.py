"""Findings that were there before: a file of fingerprints, so that only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, cast

from fastscaffold.errors import Message, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.audit.findings import Finding

VERSION = 1


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline, one line a finding, sorted, so that it merges well."""
    counts = Counter((each.fingerprint, each.rule, each.path) for each in findings)
    rows = [
        {"fingerprint": fingerprint, "rule": rule, "path": path, "count": count}
        for (fingerprint, rule, path), count in sorted(counts.items(), key=lambda each: each[0][1:])
    ]
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    body = f"[\n{lines}\n  ]" if rows else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'


def read_baseline(text: str, path: str) -> Counter[str]:
    """How often each fingerprint was there.

    Raises:
        UsageError: it is no baseline.
    """
    try:
        document = cast("dict[str, list[dict[str, object]]]", json.loads(text))
        rows = {VERSION: document["findings"]}[cast("int", document["version"])]
        return Counter({str(row["fingerprint"]): int(str(row["count"])) for row in rows})
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise UsageError(
            Message(
                "audit.baseline",
                "This is no baseline.",
                path,
                hint="Write one with: fastscaffold audit --write-baseline FILE",
            )
        ) from error


def without_known(
    findings: Iterable[Finding], known: Counter[str]
) -> tuple[list[Finding], list[Finding]]:
    """The findings that a baseline does not hold, and those that it holds.

    Of several alike those beyond its number are new.
    """
    left = Counter(known)
    new: list[Finding] = []
    held: list[Finding] = []
    for each in findings:
        if left[each.fingerprint] > 0:
            left[each.fingerprint] -= 1
            held.append(each)
        else:
            new.append(each)
    return new, held
