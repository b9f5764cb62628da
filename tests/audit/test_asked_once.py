"""What many rules ask for is found once, and what is walked is walked by as few steps as can be."""

from __future__ import annotations

import ast
from pathlib import Path

from support.audited import facts

import fastscaffold.audit
from fastscaffold.audit.walking import children

SOURCES = sorted(Path(fastscaffold.audit.__file__).parent.rglob("*.py"))[::20]


def test_children_are_those_of_ast_but_for_contexts():
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            below = [each for each in ast.iter_child_nodes(node) if not _is_context(each)]
            assert children(node) == below


def _is_context(node: ast.AST) -> bool:
    return isinstance(node, ast.expr_context)


def test_what_a_call_calls_is_found_once(monkeypatch):
    project = facts("class A:\n    def run(self): ...\ndef use(a: A):\n    a.run()\n")
    call = project.index.modules["app.main"].functions["use"].calls[0]
    assert project.index.origin(call) == "app.main.A.run"
    found = []
    monkeypatch.setattr(project.index, "symbol", found.append)
    assert project.index.origin(call) == "app.main.A.run"
    assert project.index.kind(call.node.func.value, call.scope) == "app.main.A"
    assert not found


def test_what_is_asked_while_bases_are_looked_for_is_asked_again():
    project = facts(
        "class Other:\n    def made(self): ...\n"
        "class Base(Derived().made()):\n"
        "    held: Other\n"
        "    def __getattr__(self, name): return getattr(self.held, name)\n"
        "class Derived(Base): ...\n"
    )
    assert "app.main.Base" in project.index.ancestors("app.main.Derived")
    calls = project.index.modules["app.main"].calls
    call = next(each for each in calls if ast.unparse(each.node.func) == "Derived().made")
    assert project.index.origin(call) == "app.main.Other.made"
