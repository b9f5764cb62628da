"""Errors of ``--fields`` say what can be said there, or that it cannot be."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.inline_hints import NEEDS_YAML
from fastscaffold.spec.loader import load_inline, load_text


def hints(name: str, *fields: str) -> list[str]:
    with pytest.raises(SpecError) as refused:
        resolve(load_inline(name, fields), {})
    return [each.hint or "" for each in refused.value.messages]


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        (
            "parent:ref(things)",
            "Nobody could create the first row otherwise: add `?` behind the type.",
        ),
        (
            "parent:ref(things)?:cascade=delete_orphan",
            "It belongs to the relation of kind one_to_many.",
        ),
        ('a:str:pattern="^(x|y)$":unique', "examples=["),
        ("who:ref(users)", f"`behaviours: {{ownership: true}}` refers to them. {NEEDS_YAML}"),
        ("created_at:datetime", NEEDS_YAML),
        ("when:int:column=xmin", "Write `:column=xmin_value`, for instance."),
    ],
)
def test_what_is_said_there(field, hint):
    assert any(hint in each for each in hints("things", field)), hints("things", field)


def test_names_that_were_chosen_are_told_with_what_chooses_others():
    notices = resolve(load_inline("news", ["a:str"]), {}).notices
    assert all(
        NEEDS_YAML in (each.hint or "") for each in notices if "naming: " in (each.hint or "")
    )


def test_a_name_like_a_key_needs_no_yaml():
    (hint,) = hints("things", "api:str", "x:ref(ap)")
    assert NEEDS_YAML not in hint


def test_in_yaml_keys_are_said_as_they_are():
    text = "feature: things\nfields: {a: str}\nrelations: {parent: ref(things)}\n"
    with pytest.raises(SpecError) as refused:
        resolve(load_text(text, "s"), {})
    assert [each.hint for each in refused.value.messages] == [
        "Nobody could create the first row otherwise: add `nullable: true`."
    ]
