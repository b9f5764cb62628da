"""Keys that stand in the bodies of classes and functions."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

KEY = "bf7dddc7c9cfe6f70dad551ec0f84ed0"


@pytest.mark.parametrize(
    "source",
    [
        f"class Client:\n    _api_key2 = '{KEY}'\n",
        f"class Client(Base):\n    secret_key: str = '{KEY}'\n",
        f"def ask(host):\n    api_key = '{KEY}'\n    return Api(host, api_key)\n",
        f"def keys():\n    return {{'publicKey': 'x', 'privateKey': '{KEY}'}}\n",
        "def ask():\n    api_key = '16CCEB3D-AB42-077D-36A1-F355324E4237'\n",
    ],
)
def test_they_are_found(source):
    assert lines(RULE, source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "class Header:\n    API_KEY = 'x-api-key'\n",
        "class Client:\n    api_key = 'the-key-of-a-client'\n",
        f"class Client:\n    digest = '{KEY}'\n",
        f"class Client:\n    api_key = ask('{KEY}')\n",
        "def ask():\n    api_key = read()\n",
        # What a document shows, and what only looks random.
        f"def sample():\n    return {{'access_token': '{KEY}'}}\n",
        "def kind():\n    password_token = 'password'\n",
    ],
)
def test_others_are_left_alone(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    ("test", "found"), [("__name__ == '__main__'", []), ("settings.debug", [2])]
)
def test_what_a_module_shows_of_itself_is_no_secret(test, found):
    assert (
        lines(RULE, f"if {test}:\n    password = 'Winter-9-apple'\n    print(hash(password))\n")
        == found
    )


@pytest.mark.parametrize(
    ("base", "key", "found"),
    [
        ("AuthenticationBackend", "'...'", [3]),
        ("Client", "'...'", []),
        ("AuthenticationBackend", "settings.key", []),
    ],
)
def test_what_an_interface_of_administration_signs_its_cookies_with(base, key, found):
    source = (
        f"from sqladmin.authentication import {base}\n"
        f"class Login({base}): ...\nlogin = Login(secret_key={key})\n"
    )
    assert lines(RULE, source) == found
