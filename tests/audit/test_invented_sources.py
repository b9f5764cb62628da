"""Sources that were written for a rule, in all styles that projects unknown to it may have.

One file a rule: `found` holds what it has to find, `left` what is to be left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from support.audited import findings

from fastscaffold.audit.rules import rule

_DIRECTORY = Path(__file__).with_name("invented_sources")
_RULES = {path.stem: yaml.safe_load(path.read_text()) for path in _DIRECTORY.glob("*.yaml")}
_CASES = [
    pytest.param(name, case, kind == "found", id=f"{name}-{kind}-{case}")
    for name, written in sorted(_RULES.items())
    for kind in ("found", "left")
    for case in written[kind]
]


@pytest.mark.parametrize(("name", "case", "is_found"), _CASES)
def test_a_rule_reads_all_styles(name: str, case: str, *, is_found: bool) -> None:
    written = _RULES[name]
    checked = rule(name)
    assert checked is not None
    given = written["found" if is_found else "left"][case]
    assert bool(findings(checked, files(written, given))) is is_found


def files(written: dict[str, Any], given: dict[str, Any]) -> dict[str, str]:
    """The files of a case: those that it has, or a module behind what all have in common."""
    if "files" in given:
        return given["files"]
    top = written["tops"][given["after"]] if "after" in given else ""
    return {"app/main.py": written["before"] + top + given["source"]}
