from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.login_timing import RULE

START = """import bcrypt
from passlib.context import CryptContext
context = CryptContext(schemes=["argon2"])
def verify_password(plain, hashed): return context.verify(plain, hashed)
"""


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            (
                "async def login(db, email, password):\n  user = await find(db, email=email)\n"
                "  if not user:\n    return False\n"
                "  if not verify_password(password, user.hashed_password):\n    return False"
            ),
            7,
        ),
        (
            (
                "def login(form):\n  user = repo.by_email(form.username)\n  if user is None:\n"
                "    raise E\n  if not bcrypt.checkpw(form.password, user['hash']): raise E"
            ),
            7,
        ),
        (
            (
                "def login(form):\n  user = repo.by_email(form.username)\n"
                "  if not user or not verify_password(form.password, user.hash):\n    raise E"
            ),
            7,
        ),
        (
            (
                "def login(form):\n  user = repo.by_email(form.username)\n"
                "  if user and context.verify(form.password, user.hash):\n    return user"
            ),
            7,
        ),
        (
            (
                "def login(form):\n  if not (user := repo.by_email(form.username)):\n    raise E\n"
                "  if not user.check_password(form.password): raise E"
            ),
            6,
        ),
        (
            (
                "def login(form):\n  try:\n    user = repo.by_email(form.username)\n"
                "  except DoesNotExist:\n    raise E\n"
                "  if not verify_password(form.password, user.hash): raise E"
            ),
            6,
        ),
        (
            (
                "def login(form):\n  user: User = repo.by_email(form.username)\n"
                "  if user is not None:\n    if verify_password(form.password, user.hash):\n"
                "      return user\n  raise E"
            ),
            7,
        ),
        (
            (
                "def login(form):\n  user = repo.by_email(form.username)\n"
                "  if user is None or hashed(form.password) != user.password:\n    raise E"
            ),
            7,
        ),
    ],
)
def test_it_finds(source, line):
    assert lines(RULE, START + source) == [line]


def test_an_error_of_the_database_says_nothing_of_users():
    source = """def login(form):
  try:
    user = repo.by_email(form.username)
  except TimeoutError:
    raise E
  verify_password(form.password, user.hash if user else DECOY)
"""
    assert lines(RULE, START + source) == []


@pytest.mark.parametrize(
    "source",
    [
        (
            "def login(form):\n  user = repo.by_email(form.username)\n  if not user:\n"
            "    verify_password('x', DUMMY)\n    return None\n"
            "  return verify_password(form.password, user.hash)"
        ),
        (
            "def login(form):\n  user = repo.by_email(form.username)\n"
            "  stored = user.hash if user else DECOY\n"
            "  same = verify_password(form.password, stored)\n  if not user: raise E"
        ),
        (
            "def change(db, user_id, old):\n  user = db.get(User, user_id)\n  if not user: raise E\n"
            "  if not verify_password(old, user.hash): raise E"
        ),
        "def change(current_user, old):\n  if not verify_password(old, current_user.hash): raise E",
        (
            "def login(form):\n  user = repo.by_email(form.username)\n  if not user: raise E\n"
            "  return user"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_what_verifies_may_stand_in_another_module():
    files = {
        "app/security.py": "from pwdlib import PasswordHash\nhasher = PasswordHash.recommended()\n"
        "def same(plain, hashed):\n    return hasher.verify(plain, hashed)\n",
        "app/service.py": "from app import security as s\nclass Service:\n"
        "    async def login(self, email, password):\n"
        "        user = await self.users.by_email(email)\n        if user is None:\n"
        "            raise ValueError\n        if not s.same(password, user.secret):\n"
        "            raise ValueError\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/service.py", 5)]


def test_it_finds_what_verifies_in_a_thread():
    source = (
        START
        + """import asyncio
class Passwords:
    async def verify(self, plain, stored): return await asyncio.to_thread(self.same, plain, stored)
    def same(self, plain, stored): return context.verify(plain, stored)
passwords = Passwords()
async def login(form):
    user = await users.find_by_email(form.username)
    if user is None:
        raise WrongError
    return await passwords.verify(form.password, user.password_hash)
"""
    )
    assert lines(RULE, source) == [12]


@pytest.mark.parametrize(
    "test", ["len(users) < 1", "len(users) == 0", "not len(users)", "not users"]
)
def test_whoever_was_found_may_be_the_first_of_a_list(test):
    source = (
        START
        + f"""def login(form):
    users = repo.read(form.username)["founds"]
    if {test}:
        raise ValueError
    user = users[0]
    if not context.verify(form.password, user.password):
        raise ValueError
"""
    )
    assert lines(RULE, source) == [START.count("\n") + 3]
