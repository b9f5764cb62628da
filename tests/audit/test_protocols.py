"""What runs for the methods of a protocol that nothing derives from."""

from __future__ import annotations

import pytest
from support.audited import facts

PORT = """from typing import Protocol
class Keys(Protocol):
    def get(self, name: str) -> str: ...
    def forget(self, name: str) -> None: ...
"""
STORE = """class {name}{base}:
    def get(self, name: str, default: str = "") -> str:
        return name
    def forget(self, name: str) -> None:
        self.kept.pop(name)
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (STORE.format(name="Store", base=""), ["app.main.Store.get"]),
        ("class Cache:\n    def get(self, name: str) -> str:\n        return name\n", []),
        (STORE.replace("get(self, name", "get(self, id").format(name="Store", base=""), []),
        (STORE.replace(', default: str = ""', ", life: int").format(name="Store", base=""), []),
        (STORE.format(name="Store", base="") + STORE.format(name="Other", base=""), []),
        (
            STORE.format(name="Store", base="") + STORE.format(name="Other", base="(Store)"),
            ["app.main.Store.get", "app.main.Other.get"],
        ),
    ],
)
def test_a_protocol_is_stood_for_by_what_takes_the_same(source, found):
    index = facts(PORT + source).index
    port = index.method("app.main.Keys", "get")
    assert port is not None
    assert [each.symbol for each in index.implementations(port)] == found
