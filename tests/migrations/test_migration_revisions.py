from __future__ import annotations

import re

import pytest

from fastscaffold.errors import ProjectError
from fastscaffold.migrations.heads import scan
from fastscaffold.migrations.operations import CreateIndex
from fastscaffold.migrations.revisions import (
    Removal,
    chain_after_removal,
    message_for,
    new_revision,
)

CREATE = (CreateIndex("ix_a_x", "a", ("x",)),)
OTHER = (CreateIndex("ix_a_y", "a", ("y",)),)


def written(*news):
    return {new.path.rpartition("/")[2]: new.text.encode() for new in news}


@pytest.fixture
def first():
    return new_revision(CREATE, scan({}), "Create a")


@pytest.fixture
def second(first):
    return new_revision(OTHER, scan(written(first)), "Create b")


class TestNewRevision:
    def test_the_first(self, first):
        assert re.fullmatch(r"[0-9a-f]{12}", first.id)
        assert first.down_revision is None
        assert first.path == "migrations/versions/0001_create_a.py"

    def test_what_is_written_is_what_is_read(self, first, second):
        graph = scan(written(first, second))
        assert graph.head() == second.id
        assert graph.revisions[second.id].parents == (first.id,)

    def test_the_same_input_gives_the_same_bytes(self, first):
        assert new_revision(CREATE, scan({}), "Create a") == first

    def test_the_id_depends_on_content_and_parent(self, first):
        graph = scan(written(first))
        ids = {
            first.id,
            new_revision(OTHER, scan({}), "Create a").id,
            new_revision(CREATE, graph, "Create a").id,
            new_revision(OTHER, graph, "Create a").id,
        }
        assert len(ids) == 4

    def test_a_number_that_is_taken_is_passed_over(self):
        graph = scan({"0001_notes.py": b"", "0002_x.py": b"revision = 'a'", "abc_y.py": b""})
        assert new_revision(CREATE, graph, "Create a").path.endswith("/0003_create_a.py")

    def test_a_long_message_makes_a_short_name(self):
        path = new_revision(CREATE, scan({}), "Create " + "very " * 30 + "long").path
        assert path == "migrations/versions/0001_create_very_very_very_very_very_very_ver.py"

    def test_several_heads_are_refused(self):
        with pytest.raises(ProjectError):
            new_revision(CREATE, scan({"1.py": b"revision='a'", "2.py": b"revision='b'"}), "x")


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (["orders"], "Create orders"),
        (["a", "b"], "Create a and b"),
        (["a", "b", "c"], "Create a, b and c"),
        (["a", "b", "c", "d"], "Create a and 3 more tables"),
        (["a" * 44, "b" * 44], f"Create {'a' * 44} and 1 more table"),
    ],
)
def test_messages(tables, message):
    assert message_for("Create", tables) == message


class TestRemoval:
    def remove(self, graph, revision, *, pristine=True, applied=False):
        return chain_after_removal(
            graph, revision, CREATE, "Drop a", pristine=pristine, applied=applied
        )

    def test_the_head_that_nobody_has_is_deleted(self, first):
        graph = scan(written(first))
        assert self.remove(graph, first.id) == Removal(delete=first.path)

    @pytest.mark.parametrize(("pristine", "applied"), [(True, True), (False, False)])
    def test_one_that_was_applied_or_changed_is_followed(self, first, pristine, applied):
        graph = scan(written(first))
        removal = self.remove(graph, first.id, pristine=pristine, applied=applied)
        assert removal.delete is None
        assert removal.add is not None
        assert removal.add.down_revision == first.id
        upgrade, downgrade = removal.add.text.split("def downgrade")
        assert 'op.drop_index(op.f("ix_a_x"), table_name="a")' in upgrade
        assert "op.create_index(" in downgrade

    def test_one_in_the_middle_is_followed_at_the_head(self, first, second):
        removal = self.remove(scan(written(first, second)), first.id)
        assert removal.add is not None
        assert removal.add.down_revision == second.id

    def test_one_that_is_gone_and_was_never_applied_leaves_nothing_to_do(self):
        assert self.remove(scan({}), "gone") == Removal()

    def test_one_that_is_gone_yet_was_applied_is_followed(self, second, first):
        removal = self.remove(scan(written(first, second)), "squashed", applied=True)
        assert removal.add is not None
        assert removal.add.down_revision == second.id
