"""Every file is read, or it is said why not; none ends the audit."""

from __future__ import annotations

import ast
import sys

import pytest
from support.audited import facts
from support.effort import bounded_effort

from fastscaffold.audit.facts import gather
from fastscaffold.audit.lowering import lower
from fastscaffold.audit.operators import operators
from fastscaffold.audit.parsing import Unparsable, parse

NEWER = {
    "type parameters": "def first[T](xs: list[T]) -> T:\n    return xs[0]\n\n\nx = 1\n",
    "generic classes": "class Box[T: int]:\n    value: T\n\n\nx = 1\n",
    "type statements": "type Names = list[str]\n\n\nx = 1\n",
    "bare except": "try:\n    pass\nexcept OSError, ValueError:\n    pass\n\n\nx = 1\n",
    "quotes in f-strings": 'y = f"{d["a"]} and {f"{b}"}"\n\n\nx = 1\n',
    "fields over several lines": 'y = f"{\n    a} {b:>{\n    c}} {d\n    !r}", f\'{\ne}"\'\n\n\nx = 1\n',
    "comments in fields": 'y = f"{a(  # first\n    # second\n    b)} \\""\n\n\nx = 1\n',
    "continued lines in fields": 'y = f"{a + \\\n    b}"\n\n\nx = 1\n',
    "f-strings of several lines in fields": 'y = f"{f"""\n\n{a["b"]}\n"""} {f""}"\n\n\nx = 1\n',
    "strings side by side in fields": 'y = f"{f("a" f"{b}")} {f("c"\n"d")}"\n\n\nx = 1\n',
    "strings without spaces in fields": 'y = f"{1 if a else"b"} {"c"and"d"}"\n\n\nx = 1\n',
    "formats of formats": 'y = f"{a:{b:{c}}} {d["e"]}"\n\n\nx = 1\n',
    "bare groups": "try:\n    pass\nexcept* OSError, ValueError:\n    pass\n\n\nx = 1\n",
    "templates": 'y = t"{a["b"]}", t"""{c}\n\n{d}\n""", f"{t"{e}"}"\n\n\nx = 1\n',
    "a long text": f'y = f"{{d["a"]}}", "{"and so on, " * 1_000}"\n\n\nx = 1\n',
    "a long f-string": f'y = f"{{d["a"]}}{"{a.b} and so on, " * 2_000}"\n\n\nx = 1\n',
    "a text like a field": f'y = f"{{d["a"]}}", "{{{"1+" * 5_000}}}"\n\n\nx = 1\n',
    "a long table": f'y = f"{{d["a"]}}", [{"1, " * 5_000}]\n\n\nx = 1\n',
    "brackets in texts": 'y = f"{d["a"]}", ":("\n' + "z = a.b\n" * 5_000 + "\n\nx = 1\n",
}


@pytest.mark.parametrize("name", NEWER)
def test_newer_syntax_keeps_its_lines(name):
    lowered = lower(NEWER[name])
    assert lowered is not None
    tree = ast.parse(lowered)
    assert tree.body[-1].lineno == NEWER[name].count("\n")
    assert isinstance(parse(NEWER[name]), ast.Module)


def test_statements_that_every_interpreter_reads_are_left_as_they_are():
    older = """x = f"{d['a']}"\n"""
    newer = 'y = f"{d["a"]}"\n'
    # Python 3.12 reads it itself.
    lowered = newer if sys.version_info >= (3, 12) else 'y = f"{d[(None)]}"\n'
    assert lower(older + newer) == older + lowered


def test_an_alias_is_an_assignment_for_every_interpreter():
    tree = parse("def outer():\n    type Pair[T] = tuple[T, T]\n")
    (outer,) = tree.body
    assert [ast.unparse(each) for each in outer.body] == ["Pair = tuple[T, T]"]


def test_names_in_newer_fstrings_are_kept():
    tree = ast.parse(lower('execute(f"select {names["a"]} from {f"{table}"}")\n'))
    assert {"names", "table"} <= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_fields_over_several_lines_are_read_like_those_on_one():
    over = ast.unparse(parse('y = f"of {\n    a} and {\n    b.c}"\n'))
    assert over == ast.unparse(parse('y = f"of {a} and {b.c}"\n'))


def test_what_libcst_cannot_read_either_is_told():
    # Templates side by side.
    found = parse('x = t"{a}" t"{b}"\n')
    assert sys.version_info >= (3, 14) or isinstance(found, Unparsable)


def test_nothing_is_built_of_a_template():
    tree = ast.parse(lower('execute(t"select {names["a"]}\\n")\n'))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 5_000 + ")" * 5_000,
        "if a:\n    pass\n" + "elif b:\n    pass\n" * 10_000,
        "x = " + "-" * 100_000 + "1",
        "x = " + "+".join(["1"] * 100_000),
        "x = a" + ".b" * 100_000,
        "".join("  " * depth + "if a:\n" for depth in range(300)) + "  " * 300 + "pass\n",
    ],
    ids=["brackets", "elifs", "signs", "sums", "attributes", "indentation"],
)
def test_hostile_nesting_is_skipped(source):
    found = parse(source)
    assert isinstance(found, Unparsable)
    assert found.hostile
    assert "nested" in found.reason


SUM = "+".join(["1"] * 20_000)


@pytest.mark.parametrize(
    "expression",
    [
        SUM,
        f'f"{{{SUM}}}"',
        f"rf'{{{SUM}}}'",
        f'f"""a {{{SUM}}}"""',
        f'f"{{d["a"]}} {{{SUM}}}"',
        f'f"{{d["a"]+{SUM}}}"',
        f'f"{{f"{{{SUM}}}"}}"',
        f'f"{{{{a}}}}{{{SUM}:>{{width}}}}"',
        f'("}}", f"a" f"{{{SUM}}}")',
    ],
)
def test_hostile_nesting_in_newer_syntax_ends_soon(expression):
    with bounded_effort():
        found = parse(f"type X = int\nx = {expression}, f'{{d['a']}}'")
        assert isinstance(found, Unparsable)


@pytest.mark.parametrize("quote", ['"', '"\\', 'f"{', "f'{f'", '"""', "'''\\", "#", "\\"])
def test_texts_that_nothing_ends_end_soon(quote):
    with bounded_effort():
        assert operators(quote * 50_000 + "\n" + quote) <= 200_000


@pytest.mark.parametrize(
    ("source", "line"),
    [("print 'hello'\n", 1), ("x = 1\nclass\n", 2), ("\x00", 1), ("<<<<<<< HEAD\n", 1)],
    ids=["python 2", "syntax", "nul", "conflict"],
)
def test_what_is_no_python_is_unreadable(source, line):
    found = parse(source)
    assert isinstance(found, Unparsable)
    assert not found.hostile
    assert found.line == line


def test_an_audit_counts_every_file():
    found = facts({"a.py": "x = 1\n", "b.py": "print 'two'\n", "c.py": "x = " + "[" * 900})
    assert [module.path for module in found.modules] == ["a.py"]
    assert [each.path for each in found.unreadable] == ["b.py"]
    assert [each.path for each in found.skipped] == ["c.py"]


def test_links_are_not_followed(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("x = 1\n")
    (tmp_path / "app" / "again").symlink_to(tmp_path)
    (tmp_path / "other.py").symlink_to("/etc/passwd")
    found = gather(tmp_path)

    assert [module.path for module in found.modules] == ["app/main.py"]
    assert [each.path for each in found.skipped] == ["other.py"]


def test_a_declared_encoding_is_honoured(tmp_path):
    (tmp_path / "latin.py").write_bytes("# coding: latin-1\nname = 'é'\n".encode("latin-1"))
    (tmp_path / "bad.py").write_bytes(b"name = '\xe9'\n")
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbfx = 1\n")

    found = gather(tmp_path)

    assert [module.path for module in found.modules] == ["bom.py", "latin.py"]
    assert [each.path for each in found.unreadable] == ["bad.py"]
