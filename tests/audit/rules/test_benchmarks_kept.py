from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.benchmarks_kept import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n" + "".join(
    f"@app.get('/{name}')\ndef {name}(): ...\n" for name in "abcde"
)


def test_it_finds():
    assert lines(RULE, APP) == [2]


@pytest.mark.parametrize(
    "files",
    [
        {"benchmarks/load.py": ""},
        {"requirements-dev.txt": "locust==2\n"},
        {"Makefile": "load:\n\tk6 run load.js\n"},
        {"app/main.py": APP.partition("@")[0]},
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, {"app/main.py": APP, **files}) == []
