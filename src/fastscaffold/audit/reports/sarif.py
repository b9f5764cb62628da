"""An audit as SARIF 2.1.0, which code hosts show beside the code.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastscaffold import __version__
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules import rule

if TYPE_CHECKING:
    from fastscaffold.audit.audit import Audit
    from fastscaffold.audit.findings import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.P0: "error",
    Severity.P1: "warning",
    Severity.P2: "note",
    Severity.P3: "note",
}
# What code hosts sort findings of security by, from 0 to 10.
_SCORES = {Severity.P0: "9.0", Severity.P1: "6.0", Severity.P2: "3.0", Severity.P3: "1.0"}


def sarif(audit: Audit) -> dict[str, object]:
    """The log of one run."""
    names = list(dict.fromkeys(each.rule for each in (*audit.findings, *audit.suppressed)))
    unread = [*audit.facts.unreadable, *audit.facts.skipped]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "fastscaffold",
                        "version": __version__,
                        "rules": [_rule(name) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "ROOT": {"uri": f"{audit.root.resolve().as_uri()}/"},
                },
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [
                            {
                                "level": "warning",
                                "message": {"text": f"Not read: {each.reason}."},
                                "locations": [
                                    {"physicalLocation": {"artifactLocation": _file(each.path)}}
                                ],
                            }
                            for each in unread
                        ],
                    }
                ],
                "results": [
                    *(_result(each, names) for each in audit.findings),
                    *(_result(each, names, suppressed=True) for each in audit.suppressed),
                ],
            }
        ],
    }


def _rule(name: str) -> dict[str, object]:
    found = rule(name)
    if found is None:
        return {"id": name}
    return {
        "id": found.id,
        "name": found.name,
        "shortDescription": {"text": found.what},
        "fullDescription": {"text": found.why},
        "help": {"text": found.fix},
        "defaultConfiguration": {"level": _LEVELS[found.severity]},
        "properties": {
            "tags": [found.topic],
            "problem.severity": _LEVELS[found.severity],
            "security-severity": _SCORES[found.severity],
        },
    }


def _result(finding: Finding, names: list[str], *, suppressed: bool = False) -> dict[str, object]:
    text = f"{finding.message} {finding.fix}"
    if finding.command is not None:
        text += f" Or: {finding.command}"
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": names.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _file(finding.path),
                    "region": {"startLine": finding.line},
                }
            }
        ],
        "partialFingerprints": {"fastscaffold/v1": finding.fingerprint},
    }
    if suppressed:
        result["suppressions"] = [{"kind": "inSource"}]
    return result


def _file(path: str) -> dict[str, str]:
    return {"uri": quote(path), "uriBaseId": "ROOT"}
