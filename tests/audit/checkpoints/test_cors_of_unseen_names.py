"""``CORSMiddleware`` under a name of which the project does not tell where it comes from."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

SOURCE = """from fastapi import FastAPI
from toolbox.web import *
app = FastAPI()
app.add_middleware({middleware}, allow_origins={origins})
"""


@pytest.mark.parametrize(
    ("middleware", "origins", "verdict"),
    [
        ("CORSMiddleware", "['https://shop.example']", "partial"),
        ("CORSMiddleware", "['*']", "not_met"),
        ("OtherMiddleware", "['*']", "unknown"),
    ],
)
def test_middleware_is_known_by_its_name_alone(middleware, origins, verdict):
    source = SOURCE.format(middleware=middleware, origins=origins)
    assert judge(facts({"app/main.py": source})).verdict.value == verdict
