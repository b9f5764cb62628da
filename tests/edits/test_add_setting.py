from __future__ import annotations

import itertools

import pytest

from fastscaffold.edits import AddSetting, Changed, Refused, Unchanged

BASE = b'''\
"""Settings."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Everything."""

    name: str = "api"

    secret_key: SecretStr = Field(min_length=32)

    @property
    def is_short(self) -> bool:
        """Whether it is."""
        return len(self.name) < 4
'''
CORS = AddSetting("cors", ("origins: list[str] = []",))
LIMITS = AddSetting(
    "limits", ("rate: PositiveInt = 5", "burst: int = Field(ge=1)"),
    (("pydantic", "Field"), ("pydantic", "PositiveInt")),
)  # fmt: skip
ZONES = AddSetting("zones", ("zone: ZoneInfo = UTC",), (("zoneinfo", "ZoneInfo"),))


def added(source: bytes, edit: AddSetting) -> bytes:
    outcome = edit.apply(source)
    assert isinstance(outcome, Changed), outcome
    compile(outcome.content, "config.py", "exec")
    assert edit.apply(outcome.content) == Unchanged()
    assert edit.revert(outcome.content) == Changed(source)
    assert edit.revert(source) == Unchanged()
    return outcome.content


def test_a_group_goes_behind_the_last_field_and_imports_into_the_import_that_is_there():
    assert added(BASE, LIMITS) == BASE.replace(
        b"import Field, SecretStr", b"import Field, PositiveInt, SecretStr"
    ).replace(
        b"min_length=32)\n",
        b"min_length=32)\n\n"
        b"    # limits\n    rate: PositiveInt = 5\n    burst: int = Field(ge=1)\n",
    )


@pytest.mark.parametrize("order", list(itertools.permutations([CORS, LIMITS, ZONES])))
def test_the_order_of_adding_makes_no_difference(order):
    content, expected = BASE, BASE
    for edit in order:
        content = added(content, edit)
    for edit in (CORS, LIMITS, ZONES):
        expected = added(expected, edit)

    assert content == expected
    for edit in (LIMITS, CORS, ZONES):
        outcome = edit.revert(content)
        assert isinstance(outcome, Changed)
        content = outcome.content
    assert content == BASE


@pytest.mark.parametrize(
    "source",
    [
        BASE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + BASE,
        BASE.replace(b"    ", b"\t"),
        BASE[: BASE.index(b"\n    @property")].rstrip(b"\n"),
        BASE.replace(b"from pydantic_settings import BaseSettings", b"import pydantic_settings")
        .replace(b"(BaseSettings)", b"(pydantic_settings.BaseSettings)"),
        BASE.replace(b"import Field, SecretStr", b"import (\n    Field,\n    SecretStr,\n)"),
        BASE.replace(b"import Field, SecretStr", b"import Field, SecretStr  # both"),
    ],
    ids=["crlf", "bom", "tabs", "no-final-newline", "dotted", "parenthesised", "comment"],
)  # fmt: skip
def test_files_of_every_shape(source):
    for edit in (CORS, LIMITS, ZONES):
        added(source, edit)


def test_a_group_that_was_changed_since_stays():
    content = added(BASE, LIMITS).replace(b"= 5", b"= 6")

    outcome = LIMITS.revert(content)

    assert isinstance(outcome, Refused)
    assert "limits" in outcome.reason


def test_an_import_that_something_else_has_come_to_use_stays():
    content = added(BASE, LIMITS).replace(b"name: str", b"size: PositiveInt = 1\n    name: str")

    outcome = LIMITS.revert(content)

    assert isinstance(outcome, Changed)
    assert b"import Field, PositiveInt, SecretStr" in outcome.content


def test_a_field_of_the_same_name_is_refused():
    outcome = LIMITS.apply(BASE.replace(b"name: str", b"rate: int = 1\n    name: str"))

    assert isinstance(outcome, Refused)
    assert "rate" in outcome.reason


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"class Settings: ...\n",
        b"class Settings(BaseSettings): ...\n",
        b'class Settings(BaseSettings):\n    """Nothing yet."""\n',
        BASE + BASE,
        b"class Settings(BaseSettings:\n",
    ],
)
def test_what_cannot_be_placed_comes_with_the_lines_to_paste(source):
    outcome = CORS.apply(source)

    assert isinstance(outcome, Refused)
    assert outcome.snippet == "    # cors\n    origins: list[str] = []"
