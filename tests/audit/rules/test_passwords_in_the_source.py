"""Passwords that stand in the source where something is made: hashed, or a default."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SEED = {
    "shop/ciphers.py": (
        "import bcrypt\n"
        "def sealed(text): return bcrypt.hashpw(text.encode(), bcrypt.gensalt()).decode()\n"
        "def looked_up(name): return STORE[name]\n"
    ),
    "shop/people.py": "class Person: ...\n",
}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("sealed('harbour-7')", [6]),
        # A name is followed to where the text is given.
        ("sealed(chosen)", [6]),
        ("sealed(name)", []),
        ("looked_up('harbour-7')", []),
        ("sealed('password')", []),
        ("sealed('current_pw')", []),
    ],
)
def test_a_password_that_the_project_hashes_is_in_the_source(given, found):
    seed = f"""from shop.ciphers import looked_up, sealed
from shop.people import Person

def fill(name):
    chosen = 'harbour-7'
    return [Person(name=name, password={given})]
"""
    assert lines(RULE, {**SEED, "shop/seed.py": seed}) == found


@pytest.mark.parametrize(
    ("parameter", "found"),
    [
        ('password: str = "harbour-7"', [5]),
        ('*, db_password="harbour-7"', [5]),
        ('password: str = "mysecretpassword"', [5]),
        ('password: str = ""', []),
        ('password: str = "password"', []),
        ("password: str | None = None", []),
        ('password_file: str = "/run/password"', []),
        ('password_field: str = "passphrase-1"', []),
        ('password: str = "new_password"', []),
        # As forms call their fields for short.
        ('current_password: str = "current_pw"', []),
        ('password: str = "new_pwd"', []),
        ('password: str = "confirmPass"', []),
        ('password: str = "harbour_pw"', [5]),
        # A key is one that is drawn; words say what it is called.
        ('api_key: str = "X-Api-Key-Header-1"', []),
        ('api_key: str = "8f3kq0zt71bxn5wy2m4d"', [5]),
    ],
)
def test_a_default_of_a_parameter_is_in_the_source(parameter, found):
    source = f"""from fastapi import FastAPI
app = FastAPI()


def connect({parameter}): ...
"""
    assert lines(RULE, source) == found
