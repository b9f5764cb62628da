from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

TOP = """from pydantic import BaseModel, Field
class User(BaseModel):
    password: str
"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("USERS = [User(password='hunter2')]\n", [4]),
        ("def seed(user):\n    user.set_password('hunter2')\n", [5]),
        ("def seed():\n    first = 'admin'\n    return User(password=first)\n", [6]),
        ("def seed():\n    first = ask()\n    return User(password=first)\n", []),
        ("def seed():\n    first = 'x' if 1 else ask()\n    return User(password=first)\n", []),
        ("def seed(user, first):\n    user.set_password(first)\n", []),
        ("def seed(form):\n    form.set_password('password')\n", []),
        ("def check(user):\n    user.verify_password('hunter2')\n", []),
        ("class Login(User):\n    example = User(password='hunter2')\n", []),
        ("FORM = dict(password='hunter2')\n", []),
        ("DOCS = {'password': 'hunter2'}\n", []),
    ],
)
def test_passwords_that_somebody_is_given(source, found):
    assert lines(RULE, TOP + source) == found
