from __future__ import annotations

import pytest
from insertions import assert_only_insertions
from main_shapes import Shape, load_shapes

from fastscaffold.edits import Changed, Refused, Unchanged, is_registered

SHAPES = load_shapes()


def named(shapes: list[Shape]):
    return pytest.mark.parametrize("shape", shapes, ids=[shape.name for shape in shapes])


@named(SHAPES)
def test_result_is_what_a_person_would_write(shape):
    outcome = shape.edit.apply(shape.before)
    if shape.reason is not None:
        assert isinstance(outcome, Refused)
        found = (outcome.reason, outcome.snippet, outcome.line)
        assert found == (shape.reason, shape.snippet, shape.line)
    elif shape.changes:
        assert outcome == Changed(shape.after)
    else:
        assert outcome == Unchanged()


@named([shape for shape in SHAPES if shape.changes])
def test_second_time_changes_nothing(shape):
    assert shape.edit.apply(shape.after) == Unchanged()
    assert is_registered(shape.after, shape.edit.routers[0])


@named([shape for shape in SHAPES if shape.changes and not shape.lossy])
def test_taking_it_out_restores_every_byte(shape):
    assert shape.edit.revert(shape.after) == Changed(shape.before)


@named([shape for shape in SHAPES if shape.changes and not shape.lossy])
def test_nothing_is_taken_out_where_nothing_was_put_in(shape):
    assert shape.edit.revert(shape.before) == Unchanged()
    assert not is_registered(shape.before, shape.edit.routers[0])


@named([shape for shape in SHAPES if shape.changes])
def test_lines_are_only_inserted(shape):
    outcome = shape.edit.apply(shape.before)
    assert isinstance(outcome, Changed)
    assert_only_insertions(shape.before, outcome.content)
