"""Names that a package makes of what its modules define."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

MAIN = """from fastapi import FastAPI
from app.models import User
app = FastAPI()
@app.get("/users")
async def read():
    return await User.all()
"""
USER = "from tortoise import models\nclass User(models.Model): ...\n"
LOADS = """import importlib, inspect, pkgutil, sys
for each in pkgutil.iter_modules(__path__):
    module = importlib.import_module(f"{__name__}.{each.name}")
"""


@pytest.mark.parametrize(
    "writes",
    [
        "    for name, found in inspect.getmembers(module):\n        globals()[name] = found\n",
        "    globals().update(vars(module))\n",
        "    name = module.NAME\n    setattr(sys.modules[__name__], name, getattr(module, name))\n",
    ],
)
def test_a_package_may_take_all_that_its_modules_define(writes):
    files = {"app/main.py": MAIN, "app/models/user.py": USER}
    assert lines(RULE, {**files, "app/models/__init__.py": LOADS + writes}) == [5]
    # Nothing is taken where modules are only loaded.
    assert lines(RULE, {**files, "app/models/__init__.py": LOADS}) == []


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ({}, "app.models.user.User"),
        ({"app/models/order.py": "class Order: ...\n"}, "app.models.user.User"),
        # Which of two is taken last is not to be told.
        ({"app/models/order.py": "class User: ...\n"}, "app.models.User"),
    ],
)
def test_what_one_module_defines_is_taken_from_there(others, found):
    package = LOADS + "    globals().update(vars(module))\n"
    files = {"app/main.py": MAIN, "app/models/user.py": USER, "app/models/__init__.py": package}
    known = facts({**files, **others})
    main = next(each for each in known.modules if each.name == "app.main")
    assert known.index.named("User", main) == found
