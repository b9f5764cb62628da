"""``--fields`` without a field is answered in its own notation, not in that of YAML."""

from __future__ import annotations

import pytest

from fastscaffold.errors import SpecError
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_inline
from fastscaffold.spec.slips import EXAMPLE


@pytest.mark.parametrize("texts", [[""], ["  "], ["", " , "]])
def test_a_text_without_a_field(texts):
    with pytest.raises(SpecError) as error:
        resolve(load_inline("orders", texts), {}, [])

    (message,) = error.value.messages
    assert (message.message, message.path) == ("No field is given.", "--fields")
    assert message.hint == EXAMPLE


def test_one_of_several_texts_may_be_empty():
    assert load_inline("orders", ["", "number:str"]).errors == ()
