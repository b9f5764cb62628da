from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

import pytest
from support.effort import bounded_effort

from fastscaffold.errors import SpecError
from fastscaffold.fields.patterns import matcher
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_inline

PATTERNS = [
    "^SO-", "^[a-z]+$", "^(ab)+$", "^[^,]+$", r"^\w+@\w+\.\w{2,}$", r"^\S+$", "^a{3}|b{4}$", "x{40,}y", "[0-9]",
    r"^\+[1-9][0-9]{7,14}$", "^(red|green|blue)[0-9]*$", "^[A-Z]{2}-[0-9]{4}$", r"^\d{3}-\d{4}$", "^.+$", "a|b", "^$|^x",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_samples_match(pattern: str) -> None:
    quoted = pattern.replace("'", "''")
    (field,) = (
        resolve(load_inline("things", [f"a:str(60):pattern='{quoted}'"]), {}).resources[0].fields
    )
    values = [eval(sample.python.text) for sample in field.samples]
    assert len(set(values)) >= 2
    assert all(matcher(pattern)(value) and len(value) <= 60 for value in values)
    assert "wrong_pattern" in {sample.reason for sample in field.invalid} or matcher(pattern)("!")


@pytest.mark.parametrize(
    "pattern", ["(((a*)*)*)*", "^[\\x{10000}-\\x{10FFFF}]+$", "((a{30}){30}){30}", "^(?i)abc$"]
)
def test_hostile_patterns_cost_little(pattern: str) -> None:
    with bounded_effort(), suppress(SpecError):
        resolve(load_inline("things", [f"a:str:pattern='{pattern}'"]), {})


def test_samples_are_the_same_in_each_process() -> None:
    code = (
        "from fastscaffold.fields.patterns import matching_texts as m\n"
        "print(m('^[^,]+$', 0, 20), m(r'^\\\\S+[^a-z]$', 2, 9))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
