"""Origins that are traits of a configurable application."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

SOURCE = """from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from traitlets import List, Unicode
from traitlets.config import Application
class Server(Application):
    origins = List([{listed}], config=True)
    pattern = Unicode({pattern}, config=True)
    def start(self):
        app = FastAPI()
        app.add_middleware(
            CORSMiddleware, allow_origins=self.origins, allow_origin_regex=self.pattern
        )
        return app
"""


@pytest.mark.parametrize(
    ("listed", "pattern", "broken"),
    [
        ("", '".*"', True),
        ('"*"', '""', True),
        ("", 'default_value=".*"', True),
        ('"https://shop.example"', 'r"https://\\w+\\.shop\\.example"', False),
    ],
)
def test_their_defaults_count(listed, pattern, broken):
    found = judge(facts(SOURCE.format(listed=listed, pattern=pattern)))
    assert (found.verdict.value == "not_met") is broken
