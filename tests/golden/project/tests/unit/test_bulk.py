"""Errors of several rows in one request say which of them they are about."""

import pytest

from app.core.errors import ConflictError, UnprocessableError
from app.shared.bulk import errors_of_item


def test_an_error_names_the_item_and_its_field() -> None:
    with pytest.raises(ConflictError, match=r"items\.3: ") as caught, errors_of_item(3):
        raise ConflictError.on_all(["number", "place"], "unique", "is taken already")

    found = [(detail.field, detail.code) for detail in caught.value.details]
    assert found == [("items.3.number", "unique"), ("items.3.place", "unique")]


def test_an_error_of_no_field_names_the_item() -> None:
    with pytest.raises(UnprocessableError, match=r"^items\.0: breaks a rule$"), errors_of_item(0):
        raise UnprocessableError("breaks a rule")


def test_what_is_no_error_of_the_request_stays() -> None:
    with pytest.raises(LookupError, match="elsewhere"), errors_of_item(0):
        raise LookupError("elsewhere")
