from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.password_transformed import RULE

IMPORTS = (
    "from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, constr\n"
    "from pydantic import field_validator\nfrom typing import Annotated\n"
)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            (
                "class U(BaseModel):\n  model_config = ConfigDict(str_strip_whitespace=True)\n"
                "  password: str"
            ),
            6,
        ),
        (
            "class U(BaseModel):\n  model_config = {'str_to_lower': True}\n  password: SecretStr",
            6,
        ),
        (
            (
                "class B(BaseModel):\n  class Config:\n    anystr_strip_whitespace = True\n"
                "class U(B):\n  new_password: str"
            ),
            8,
        ),
        ("class U(BaseModel):\n  password: constr(strip_whitespace=True)", 5),
        ("class U(BaseModel):\n  password: Annotated[str, StringConstraints(to_lower=True)]", 5),
        (
            (
                "class U(BaseModel):\n  password: str\n  @field_validator('password')\n"
                "  def clean(cls, v):\n    return v.strip()"
            ),
            8,
        ),
        ("def f(password):\n  password = password.strip()", 5),
        ("def f(user):\n  return hash_password(user.password.lower())", 5),
    ],
)
def test_it_finds(source, line):
    assert lines(RULE, IMPORTS + source) == [line]


@pytest.mark.parametrize(
    "source",
    [
        "class U(BaseModel):\n  password: str",
        "class U(BaseModel):\n  model_config = ConfigDict(str_strip_whitespace=True)\n  name: str",
        (
            "class U(BaseModel):\n  model_config = ConfigDict(str_strip_whitespace=True)\n"
            "  password: Annotated[str, StringConstraints(strip_whitespace=False)]"
        ),
        (
            "class B(BaseModel):\n  model_config = ConfigDict(str_strip_whitespace=True)\n"
            "class U(B):\n  model_config = ConfigDict(str_strip_whitespace=False)\n  password: str"
        ),
        (
            "class U(BaseModel):\n  password: str\n  @field_validator('password')\n"
            "  def check(cls, v):\n    if not v.strip(): raise ValueError\n    return v"
        ),
        "def f(password):\n  if not password.strip(): raise ValueError",
        "def f(email):\n  email = email.strip().lower()",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, IMPORTS + source) == []


def test_the_configuration_may_stand_in_a_base_elsewhere():
    files = {
        "app/base.py": "from pydantic import BaseModel, ConfigDict\nclass Schema(BaseModel):\n"
        "    model_config = ConfigDict(str_strip_whitespace=True)\n",
        "app/users.py": "from app.base import Schema as S\nclass U(S):\n    password: str\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/users.py", 3)]
