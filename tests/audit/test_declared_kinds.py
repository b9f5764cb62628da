"""Names that hold a stand-in of what they are declared as."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.rules.internals_kept_from_clients import RULE

SOURCE = """from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from app.store import Store
class Proxy:
    def __getattr__(self, name): ...
class Own(Store): ...
store: "Store" = Proxy()
own: "Store" = Own()
unknown: "Elsewhere" = Proxy()
held = HELD
"""
STORE = """from app.parts import Part
class Store:
    def __init__(self):
        try:
            self.part = Part(self)
        except ImportError:
            self.part = None
"""


@pytest.mark.parametrize(
    ("held", "kind"),
    [
        ("store", "app.store.Store"),
        ("store.part", "app.parts.Part"),
        # What is more than it is declared as is known better by what it is.
        ("own", "app.main.Own"),
        ("unknown", "app.main.Proxy"),
    ],
)
def test_a_stand_in_is_what_it_is_declared_as(held, kind):
    files = {
        "app/main.py": SOURCE.replace("HELD", held),
        "app/store.py": STORE,
        "app/parts.py": "class Part:\n    def __init__(self, store): ...\n",
    }
    index = facts(files).index
    main = index.modules["app.main"]
    assert index.kind(main.assigned["held"][0], main) == kind


ROUTES = """from fastapi import FastAPI
from app.deps import store
app = FastAPI()
@app.get("/")
def index():
    return store.part.load()
"""
DEPS = """from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from app.store import Store
class Proxy:
    def __getattr__(self, name): ...
store: "Store" = Proxy()
"""
PARTS = """class Part:
    def __init__(self, store): ...
    def load(self):
        try:
            return {"rows": read()}
        except Exception as error:
            return {"error": str(error)}
"""


def test_what_a_stand_in_returns_is_sent():
    files = {
        "app/main.py": ROUTES,
        "app/deps.py": DEPS,
        "app/store.py": STORE,
        "app/parts.py": PARTS,
    }
    found = RULE.findings(facts(files))
    assert [(each.path, each.line) for each in found] == [("app/parts.py", 7)]
