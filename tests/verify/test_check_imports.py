from __future__ import annotations

import pytest

from fastscaffold.verify.checks.imports import CHECK

BEFORE = {
    "src/app/__init__.py": "",
    "src/app/core/__init__.py": "from app.core.types import Key as PublicKey\n",
    "src/app/core/types.py": (
        "from __future__ import annotations\n"
        "import sys\n"
        "import os.path\n"
        "CONSTANT: int = 1\n"
        "first, (second, *rest) = 1, (2, 3)\n"
        "if sys.version_info > (3, 12):\n    from x import one\nelse:\n    one = None\n"
        "try:\n    import fast as quick\nexcept ImportError:\n    quick = None\n"
        "with open('x') as handle:\n    pass\n"
        "for item in ():\n    pass\n"
        "class Key:\n    inner = 1\n    def method(self): ...\n"
        "async def load():\n    local = 1\n"
        "print(walrus := 1)\n"
    ),
    "src/app/core/star.py": "from app.core.types import *\n",
    "src/app/core/lazy.py": "def __getattr__(name): ...\n",
    "src/app/core/newer.py": "except = 1\n",
    "src/app/names/inner.py": "x = 1\n",
    "src/other/__init__.py": "y = 1\n",
    "tests/__init__.py": "",
    "tests/factories.py": "def make(): ...\n",
    "docker/compose.py": "",
}


@pytest.mark.parametrize(
    "line",
    [
        "from app.core.types import Key, CONSTANT, first, second, rest, one, quick, handle, item",
        "from app.core.types import load, sys, os, walrus",
        "from app.core import PublicKey, types",
        "from app.core.star import anything",
        "from app.core.lazy import anything",
        "from app.core.newer import anything",
        "from app.core.types import *",
        "from app.names import inner",
        "from app.names.inner import x",
        "import app.core.types as t",
        "import app",
        "from other import y",
        "from tests.factories import make",
        "from docker import from_env",
        "from fastapi import FastAPI",
        "import alembic.op",
        "from ..core.types import Key",
        "from . import service",
        "from .service import serve",
        "def f():\n    from app.core.types import Key",
    ],
)
def test_what_is_there(check, line):
    after = {
        "src/app/orders/router.py": line,
        "src/app/orders/service.py": "def serve(): ...\n",
    }
    assert check(CHECK.run, after, BEFORE) == ()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("from app.core.types import Nothing", "app.core.types.Nothing"),
        ("from app.core.types import inner", "app.core.types.inner"),
        ("from app.core.types import local", "app.core.types.local"),
        ("from app.core.types import method", "app.core.types.method"),
        ("from app.core.missing import Key", "app.core.missing.Key"),
        ("from app.core.missing import *", "app.core.missing"),
        ("import app.missing", "app.missing"),
        ("from app.names import missing", "app.names.missing"),
        ("from other import z", "other.z"),
        ("from tests.factories import build", "tests.factories.build"),
        ("from tests.missing import make", "tests.missing.make"),
        ("from ..core.types import Nothing", "app.core.types.Nothing"),
        ("from . import missing", "app.orders.missing"),
        ("from app.gone import x", "app.gone.x"),
        ("if TYPE_CHECKING:\n    from app.core.types import Nothing", "app.core.types.Nothing"),
    ],
)
def test_what_is_not(check, line, shown):
    after = {"src/app/orders/router.py": f"x = 1\n{line}\n", "src/app/gone.py": None}
    (message,) = check(CHECK.run, after, {**BEFORE, "src/app/gone.py": "x = 1\n"})
    assert message.code == "verify.import"
    assert message.path == "src/app/orders/router.py"
    assert message.line in {2, 3}
    assert message.message.startswith(f"{shown} is imported")
    assert f"If an earlier release made the project, take {shown} and" in message.hint


def test_what_was_missing_before_an_edit_is_not_ours(check):
    old = "from app.missing import x\n"
    before = {**BEFORE, "src/app/main.py": old}
    assert check(CHECK.run, {"src/app/main.py": f"{old}y = 1\n"}, before) == ()
    added = f"{old}from app.orders.router import router\n"
    (message,) = check(CHECK.run, {"src/app/main.py": added}, before)
    assert message.line == 2


def test_a_relative_import_above_all_packages_is_left_alone(check):
    assert check(CHECK.run, {"src/app.py": "from . import x\n"}) == ()


def test_a_package_itself_resolves_relative_imports(check):
    after = {"src/app/orders/__init__.py": "from .router import x\nfrom . import nothing\n"}
    after["src/app/orders/router.py"] = "x = 1\n"
    (message,) = check(CHECK.run, after, BEFORE)
    assert message.message.startswith("app.orders.nothing ")
