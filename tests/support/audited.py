"""Small projects that are audited."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Facts, gather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.findings import Finding
    from fastscaffold.audit.rules import Rule


def facts(files: Mapping[str, str] | str) -> Facts:
    """The facts of a project of some files; a text alone is ``app/main.py``."""
    files = {"app/main.py": files} if isinstance(files, str) else files
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        # Nothing above belongs to it.
        (root / ".git").mkdir()
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return gather(root)


def findings(rule: Rule, files: Mapping[str, str] | str) -> list[Finding]:
    """What a rule finds in it."""
    return sorted(rule.findings(facts(files)), key=lambda finding: finding.order)


def lines(rule: Rule, files: Mapping[str, str] | str) -> list[int]:
    """The lines that a rule finds in it."""
    return [finding.line for finding in findings(rule, files)]
