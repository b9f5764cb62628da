"""Test data that is written out again in each test."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

ENOUGH_TESTS = 20
SHARE = 0.3
_LIBRARIES = ("polyfactory", "factory", "factory_boy", "faker", "model_bakery", "mimesis")
_LIBRARIES_TOO = ("hypothesis", "pydantic_factories", "schemathesis", "sqlalchemyseed")
_MAKES = re.compile(
    r"(?i)factor|^_?(?:a|an|add|build|create|fake|generate|get_random|given|make|mk|new|random|sample"
    r"|seed|setup|some|insert)_|(?:builder|maker|_data|_payload|_in_db)$|^random"
)


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project with many tests that write their data out, and nothing that makes it."""
    tests = facts.suite.tests
    if len(tests) < ENOUGH_TESTS or not facts.routes or _has_factories(facts):
        return
    written = [test for test in tests if _writes_out(test)]
    if len(written) >= SHARE * len(tests):
        yield Hit(at_definition(written[0]), f"{len(written)} tests write their data out.")


def _has_factories(facts: Facts) -> bool:
    if next(facts.imports(*_LIBRARIES, *_LIBRARIES_TOO, role=None), None) is not None:
        return True
    return any(
        _MAKES.search(name.rpartition(".")[2]) is not None
        for module in facts.tests
        for name in (*module.functions, *module.classes)
        if not name.rpartition(".")[2].lower().startswith("test")
    )


def _writes_out(test: Function) -> bool:
    return any(
        isinstance(node, ast.Dict) and len(node.keys) > 1 and all(map(_is_constant, node.values))
        for node in walk(test.node)
    )


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return all(map(_is_constant, parts))
        case _:
            return isinstance(node, ast.Constant)


RULE = Rule(
    id="TEST005",
    name="test-data-from-factories",
    severity=Severity.P3,
    topic="testing",
    seed="Factories for test data",
    what="Twenty tests or more, a third of which write their data out as dicts, while no factory,"
    " builder or fixture makes any.",
    why="A new required field has to be added in every test, and none shows which value matters.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "tests/test_app.py": "\n\n\n".join(
            f'def test_{number}() -> None:\n    assert {{"name": "a", "price": 1}}'
            for number in range(20)
        ),
    },
    good={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "tests/test_app.py": "def make_order(**changed: object) -> dict[str, object]:\n"
        '    return {"name": "a", "price": 1, **changed}\n\n\n'
        + "\n\n\n".join(
            f"def test_{number}() -> None:\n    assert make_order(price={number})"
            for number in range(20)
        ),
    },
    fix="Make test data in one place, with a factory that takes what a test cares for.",
    check=check,
)
