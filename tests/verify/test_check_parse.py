from __future__ import annotations

import ast

import pytest

from fastscaffold.verify.checks.parse import CHECK

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", "x = 1\n"),
        ("a.py", BOM + b"x = 1\r\n"),
        ("a.py", "def f[T](x: T) -> T: ...\n"),
        ("a.py", "class A[T = int]: ...\n"),
        ("a.py", "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n"),
        ("a.py", "type X = int\n"),
        ("a.py", 'f"{x!r:{"a"}}"\n'),
        ("a.toml", "x = 1\n"),
        ("a.json", '{"x": 1}'),
        ("a.yaml", "x: !tag {y: 1}\n---\nz: 1\n"),
        ("a.yml", ""),
        ("a.txt", "x = (\n"),
        ("a.py.jinja", "{{ x }}"),
    ],
)
def test_what_parses(check, path, content):
    assert check(CHECK.run, {path: content}) == ()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", "x = (\n"),
        ("a.py", "class: pass\n"),
        ("a.py", "def f():\nreturn 1\n"),
        ("a.py", "x = 'nul\0'\n"),
        ("a.py", b"x = '\xff'\n"),
        ("a.toml", "x = \n"),
        ("a.toml", b"x = '\xff'\n"),
        ("a.json", "{x: 1}"),
        ("a.yaml", "x: [1\n"),
        ("a.yml", "\t- x\n"),
        ("specs/a.json", "["),
    ],
)
def test_what_does_not(check, path, content):
    messages = check(CHECK.run, {path: content})
    assert messages
    assert {(message.code, message.path) for message in messages} == {("verify.syntax", path)}


def test_the_place_is_named(check):
    messages = check(CHECK.run, {"a.py": "x = 1\n\ny = )\n", "b.py": "x = 1\n"})
    assert (messages[0].path, messages[0].line, messages[0].column) == ("a.py", 3, 5)


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> theirs"])
def test_a_marker_that_was_left_is_told_of_once(check, marker):
    (message,) = check(CHECK.run, {"a.py": f"x = 1\n{marker}\ny = 2\n"})

    assert message.message.endswith("A conflict marker stands there.")
    assert message.line == 2


def test_of_each_file_the_first_error_is_told(check):
    messages = check(CHECK.run, {"a.py": "x = )\ny = )\n", "b.py": "\n\n(\n"})

    assert [(message.path, message.line) for message in messages] == [("a.py", 1), ("b.py", 4)]


def test_edited_files_are_read_too(check):
    messages = check(CHECK.run, {"main.py": "x = (\n"}, {"main.py": "x = 1\n"})
    assert [message.path for message in messages] == ["main.py"]


def test_what_is_not_planned_is_not_read(check):
    assert check(CHECK.run, {"a.py": "x = 1\n", "old.py": None}, {"b.py": "(", "old.py": "("}) == ()


def test_conflict_markers_that_were_asked_for_are_let_through(check):
    marked = "<<<<<<< current\nx = 1\n=======\nx = 2\n>>>>>>> generated\n"
    assert check(CHECK.run, {"a.py": marked}, {"a.py": "x = 1\n"}) == ()
    assert check(CHECK.run, {"b.py": marked})


def test_a_module_is_parsed_once(check, monkeypatch):
    calls = []
    parse = ast.parse

    def counted(*args, **kwargs):
        calls.append(args)
        return parse(*args, **kwargs)

    monkeypatch.setattr(ast, "parse", counted)

    def twice(context):
        CHECK.run(context)
        return CHECK.run(context)

    assert check(twice, {"a.py": "x = 1\n"}) == ()
    assert len(calls) == 1
