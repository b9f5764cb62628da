"""Passwords of connections that stand in the source, and tokens with no other word."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE


@pytest.mark.parametrize(
    "source",
    [
        'url = "mysql://{u}:{password}@db/shop".format(u="shop", password=quote("Winter@11"))',
        'db = connector.connect(host="db", user="shop", password="Winter@11")',
        'def client():\n    url = "mongodb+srv://shop:winter11@db.example/shop"\n    return Mongo(url)',
        'def client():\n    url = f"mongodb+srv://shop:winter11@db.example"\n    return Mongo(url)',
        'def seed(db):\n    db.add(User(hashed_password=get_password_hash("winter11")))',
        'def seed(db):\n    db.add(User(password=bcrypt.hashpw("winter11".encode(), SALT)))',
        'import os\nTOKEN = os.environ.get("TOKEN")',
        "from pydantic_settings import BaseSettings\nclass Bot(BaseSettings):\n    token: str",
        "from pydantic_settings import BaseSettings\nclass Some(BaseSettings):\n    PASSWORD_PEPPER: str",
    ],
)
def test_they_are_found(source):
    assert len(lines(RULE, source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'url = "mysql://{u}:{password}@db".format(u="shop", password=quote(PASSWORD))',
        'text = render("signup", password="winter11")',
        'def client():\n    url = f"mongodb://{USER}:{PASSWORD}@db"\n    return Mongo(url)',
        'def client():\n    url = "mongodb://db.example/shop"\n    return Mongo(url)',
        "def seed(db, given):\n    db.add(User(hashed_password=get_password_hash(given)))",
        'def seed(db):\n    db.add(User(password=form.get("winter11")))',
        "from pydantic import BaseModel\nclass Answer(BaseModel):\n    token: str",
        'import os\nTOKENS = os.environ.get("TOKENS")',
    ],
)
def test_others_are_left_alone(source):
    assert lines(RULE, source) == []


def test_a_script_that_seeds_is_left_alone():
    seed = 'def seed(db):\n    db.add(User(hashed_password=get_password_hash("winter11")))\n'
    assert lines(RULE, f'{seed}if __name__ == "__main__":\n    seed(connect())\n') == []
