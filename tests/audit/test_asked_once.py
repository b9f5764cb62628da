"""What many rules ask for is found once, and what is walked is walked by as few steps as can be."""

from __future__ import annotations

import ast
from pathlib import Path

from support.audited import facts

import fastscaffold.audit
from fastscaffold.audit.facts.origins.substitution import substituted
from fastscaffold.audit.facts.testing.skipped_tests import skipped
from fastscaffold.audit.walking import children, inside, walk

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


def test_nodes_of_some_kinds_are_those_of_a_walk_in_its_order():
    tree = ast.parse("def f(a):\n    b = a.c\n    if b:\n        return g(a)\n    a = 1\n")
    kinds = (ast.Assign, ast.Call, ast.If)
    for node in (tree, tree.body[0], tree.body[0].body[1]):
        for nodes in (walk, inside):
            assert nodes(node, *kinds) == [each for each in nodes(node) if type(each) in kinds]
        assert walk(node, ast.Raise) == []


def test_copies_of_nodes_have_children_of_their_own():
    node = ast.parse("f(a, b)", mode="eval").body
    assert len(children(node)) == 3
    copied = substituted(node, {"a": ast.Constant(1)})
    assert [type(each) for each in children(copied)] == [ast.Name, ast.Constant, ast.Name]


def test_which_tests_nothing_runs_is_found_once():
    project = facts({"tests/test_it.py": "async def test_it(): ...\n"})
    assert [each.name for each in skipped(project)] == ["test_it"]
    assert skipped(project) is skipped(project)
