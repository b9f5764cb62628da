"""What values are instances of."""

from __future__ import annotations

import pytest
from support.audited import facts


def test_an_annotation_says_what_its_value_does_not():
    project = facts(
        "class Config:\n    key = 'x'\n"
        "def make():\n    return {}['x']\n"
        "config: Config = make()\n"
        "held = config\n"
    )
    main = project.index.modules["app.main"]
    assert project.index.kind(main.assigned["held"][0], main) == "app.main.Config"


OPENED = """from contextlib import asynccontextmanager, contextmanager
from typing import Iterator
from sqlalchemy.orm import Session, sessionmaker
make = sessionmaker()


class Held:
    def __init__(self, session: Session):
        self._session = session

    def __getattr__(self, name):
        return getattr(self._session, name)

    def page(self): ...

    @property
    def plain(self):
        return self._session
"""


@pytest.mark.parametrize(
    ("opened", "used", "called"),
    [
        ("@contextmanager\ndef opened():\n    yield Session()\n", "s.add(1)", "Session.add"),
        ("@contextmanager\ndef opened() -> Iterator[Session]: ...\n", "s.add(1)", "Session.add"),
        ("@asynccontextmanager\nasync def opened():\n    s = Session()\n    yield s\n", "s.add(1)",
         "Session.add"),
        ("@contextmanager\ndef opened():\n    yield Held(Session())\n", "s.add(1)", "Session.add"),
        ("@contextmanager\ndef opened():\n    yield Held(Session())\n", "s.plain.add(1)",
         "Session.add"),
        ("@contextmanager\ndef opened():\n    yield Held(Session())\n", "s.page()", "Held.page"),
        ("def opened() -> Iterator[Session]: ...\n", "s.add(1)", "?.add"),
    ],
)  # fmt: skip
def test_what_a_context_manager_of_the_project_opens(opened, used, called):
    project = facts(f"{OPENED}{opened}def read():\n    with opened() as s:\n        {used}\n")
    read = project.index.modules["app.main"].functions["read"]
    assert project.index.origin(read.calls[-1]).endswith(called)


def test_a_package_in_a_folder_of_the_same_name():
    project = facts(
        {
            "backend/app/app/__init__.py": "",
            "backend/app/app/core/__init__.py": "",
            "backend/app/app/core/jwt.py": "import jwt\ndef read(token): return jwt.decode(token)\n",
            "backend/app/app/main.py": "from app.core.jwt import read\nread('x')\n",
        }
    )
    assert set(project.calls_by_origin) == {"jwt.decode", "backend.app.app.core.jwt.read"}


def test_two_services_have_a_package_each():
    project = facts(
        {
            "users/app/config.py": "def make(): ...\n",
            "users/app/main.py": "from app.config import make\nmake()\n",
            "orders/app/config.py": "def make(): ...\n",
            "orders/app/main.py": "from app.config import make\nmake()\n",
        }
    )
    assert set(project.calls_by_origin) == {"users.app.config.make", "orders.app.config.make"}


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("Box[int]()", "app.main.Box"),
        ("boxes.Crate[str, int]()", "boxes.Crate"),
        ("HELD['b']", "app.main.Other"),
        ("HELD[name]", None),
        ("[Box(), Box()][0]", "app.main.Box"),
        ("MAKERS['a']()", None),
    ],
)
def test_generic_classes_and_entries_of_mappings(made, kind):
    project = facts(
        "import boxes\nclass Box: ...\nclass Other: ...\nname = input()\n"
        "HELD = {'a': Box(), 'b': Other()}\nMAKERS = {'a': Box}\n"
        f"value = {made}\n"
    )
    main = project.index.modules["app.main"]
    assert project.index.kind(main.assigned["value"][0], main) == kind
