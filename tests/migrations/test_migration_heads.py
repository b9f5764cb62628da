from __future__ import annotations

import pytest

from fastscaffold.errors import ProjectError
from fastscaffold.migrations.heads import Revision, head_of, scan, scan_tree
from fastscaffold.tree import Tree


def revision(name, down="None", extra=""):
    return f'revision: str = "{name}"\ndown_revision: str | None = {down}\n{extra}'.encode()


def refused(files):
    with pytest.raises(ProjectError) as caught:
        scan(files)
    return caught.value.messages


CHAIN = {"1.py": revision("a"), "2.py": revision("b", '"a"'), "3.py": revision("c", '"b"')}


class TestHead:
    def test_of_a_chain(self):
        graph = scan(CHAIN)
        assert graph.head() == "c"
        assert graph.revisions["b"] == Revision("b", "migrations/versions/2.py", ("a",))

    def test_of_nothing(self):
        assert scan({}).head() is None

    def test_of_a_merge(self):
        files = {
            **CHAIN,
            "4.py": revision("d", '"b"'),
            "5.py": revision("e", '("c", "d")'),
        }
        assert scan(files).head() == "e"
        assert scan(files).revisions["e"].parents == ("c", "d")

    def test_of_two_branches_is_refused_with_the_command_that_merges(self):
        graph = scan({**CHAIN, "4.py": revision("d", '"b"')})
        with pytest.raises(ProjectError) as caught:
            graph.head()
        (message,) = caught.value.messages
        assert message.code == "migrations.heads"
        assert "migrations/versions/3.py, migrations/versions/4.py" in message.message
        assert message.hint == 'alembic merge -m "merge heads" c d'

    def test_of_two_bases_is_refused(self):
        with pytest.raises(ProjectError):
            scan({"1.py": revision("a"), "2.py": revision("b")}).head()

    def test_a_dependency_is_not_a_parent(self):
        graph = scan({"1.py": revision("a"), "2.py": revision("b", extra='depends_on = "a"')})
        assert graph.heads == ("a", "b")
        assert graph.revisions["b"].dependencies == ("a",)


class TestReading:
    @pytest.mark.parametrize(
        "text",
        [
            'revision = "a"\ndown_revision = None\n',
            "revision = 'a'",
            '"""Head.\n\nrevision = "wrong"\ndef broken(\n"""\n\nrevision = "a"\n\ndef upgrade(): ...\n',
            'def helper(): ...\n\nrevision = "a"\n',
            'revision = "a"\nbranch_labels = ("x", "y")\ndepends_on = None\n',
            'revision = ("a")\n',
            '\ufeffrevision = "a"\n',
            'revision = "a"\r\ndown_revision = None\r\n\r\n\r\ndef upgrade():\r\n    pass\r\n',
            'old = revision = "a"\n',
            'revision = "a"\n\ndef upgrade():\n    syntax of a later Python\n',
        ],
    )
    def test_shapes(self, text):
        assert scan({"x.py": text.encode()}).head() == "a"

    def test_another_encoding(self):
        text = '# coding: latin-1\n"""Käse."""\nrevision = "a"\n'
        assert scan({"x.py": text.encode("latin-1")}).head() == "a"

    def test_labels(self):
        text = b'revision = "a"\nbranch_labels = ("x", "y")\n'
        assert scan({"x.py": text}).revisions["a"].labels == ("x", "y")

    def test_what_is_no_revision_is_left_aside(self):
        files = {
            **CHAIN,
            "__init__.py": b'revision = "z"',
            "notes.txt": b"\xff",
            "helpers.py": b"def helper(): ...\n",
            "empty.py": b"",
            ".#2.py": b'revision = "z"',
        }
        assert set(scan(files).revisions) == {"a", "b", "c"}

    @pytest.mark.parametrize(
        "text",
        [
            b"revision = make()",
            b"revision = None",
            b'revision = "a" + "b"',
            b'revision = f"{x}"',
            b'revision = ("a", "b")',
            b"revision = b'a'",
            b"revision = 12",
            b'revision = "a"\ndown_revision = parent',
            b'revision = "a"\ndown_revision = ("b", other)',
            b'revision = "a"\ndepends_on = [None]',
        ],
    )
    def test_what_is_not_literal_is_refused(self, text):
        (message,) = refused({"x.py": text})
        assert message.code == "migrations.not-literal"
        assert message.path == "migrations/versions/x.py"
        assert message.line == text.count(b"\n") + 1

    @pytest.mark.parametrize("text", [b"revision = (", b'revision = "a\0"', b"\xff\xfe"])
    def test_what_is_not_python_is_refused(self, text):
        (message,) = refused({"x.py": text})
        assert message.code == "migrations.syntax"
        assert message.path == "migrations/versions/x.py"

    def test_nothing_is_executed(self):
        text = b'raise SystemExit\nrevision = "a"\n'
        assert scan({"x.py": text}).head() == "a"


class TestChain:
    def test_duplicates(self):
        (message,) = refused({"1.py": revision("a"), "2.py": revision("a")})
        assert message.code == "migrations.duplicate"
        assert message.path == "migrations/versions/2.py"
        assert "migrations/versions/1.py" in message.message

    def test_missing_parent(self):
        (message,) = refused({"1.py": revision("a", '"gone"')})
        assert message.code == "migrations.missing"
        assert "gone" in message.message

    def test_missing_dependency(self):
        (message,) = refused({"1.py": revision("a", extra='depends_on = "gone"')})
        assert message.code == "migrations.missing"

    @pytest.mark.parametrize("name", ["abcdef", "abc", "x", "x@abc", "x@head"])
    def test_dependencies_as_alembic_takes_them(self, name):
        first = revision("abcdef", extra='branch_labels = "x"')
        second = revision("b", '"abcdef"', f'depends_on = "{name}"')
        assert scan({"1.py": first, "2.py": second}).head() == "b"

    def test_circle(self):
        files = {"1.py": revision("a", '"b"'), "2.py": revision("b", '"a"'), "3.py": revision("c")}
        (message,) = refused(files)
        assert message.code == "migrations.circle"
        assert message.message.endswith("a, b.")

    def test_all_files_that_cannot_be_read_are_named(self):
        messages = refused({"1.py": b"(", "2.py": b"revision = 1", "3.py": revision("c", '"a"')})
        assert [message.path for message in messages] == [
            "migrations/versions/1.py",
            "migrations/versions/2.py",
        ]


class TestTree:
    def test_planned_files_count(self, tmp_path):
        versions = tmp_path / "migrations" / "versions"
        versions.mkdir(parents=True)
        (versions / "1.py").write_bytes(revision("a"))
        tree = Tree(tmp_path)
        assert head_of(tree) == "a"
        tree.write("migrations/versions/2.py", revision("b", '"a"'))
        assert head_of(tree) == "b"
        tree.delete("migrations/versions/2.py")
        assert head_of(tree) == "a"

    def test_another_directory(self, tmp_path):
        tree = Tree(tmp_path)
        tree.write("alembic/versions/1.py", revision("a"))
        graph = scan_tree(tree, "alembic/versions")
        assert graph.revisions["a"].path == "alembic/versions/1.py"

    def test_without_a_directory(self, tmp_path):
        assert head_of(Tree(tmp_path)) is None
