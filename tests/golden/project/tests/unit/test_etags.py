"""Preconditions, as RFC 9110 wants them read."""

import pytest
from fastapi import Request

from app.core.errors import PreconditionFailedError, PreconditionRequiredError
from app.shared.etags import Preconditions, etag, get_preconditions, not_modified


@pytest.mark.parametrize("header", ["*", " * ", '"3"', '"1", "3"', '"a,b" ,"3"', 'W/"1", "3"'])
def test_a_version_that_is_named_may_be_changed(header: str) -> None:
    Preconditions(if_match=header).require(3)


@pytest.mark.parametrize(
    "header", ["", "3", '"33"', 'W/"3"', '"3", *', '"3" "4"', '"3', "'3'", '"1,"3""', "**"]
)
def test_another_version_may_not(header: str) -> None:
    with pytest.raises(PreconditionFailedError):
        Preconditions(if_match=header).require(3)


def test_no_version_may_be_changed_unseen() -> None:
    with pytest.raises(PreconditionRequiredError):
        Preconditions(if_none_match="*").require(3)


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("*", True),
        ('"3"', True),
        ('"1", W/"3"', True),
        (None, False),
        ("", False),
        ('"1"', False),
        ("3", False),
    ],
)
def test_the_client_has_the_version_that_it_says(header: str | None, *, known: bool) -> None:
    assert Preconditions(if_none_match=header).knows(3) is known


async def test_lines_of_a_header_are_one_list() -> None:
    headers = [(b"if-match", b'"1"'), (b"if-match", b'"2"'), (b"if-none-match", b"*")]
    request = Request({"type": "http", "headers": headers})

    assert await get_preconditions(request) == Preconditions('"1", "2"', "*")
    assert await get_preconditions(Request({"type": "http", "headers": []})) == Preconditions()


def test_what_the_client_has_is_not_sent() -> None:
    response = not_modified(3)

    assert (response.status_code, response.body) == (304, b"")
    assert response.headers["ETag"] == etag(3) == '"3"'
