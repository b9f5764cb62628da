"""Which name means what."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge


def test_a_module_called_like_a_library_is_not_the_library():
    project = facts(
        {
            "app/utils/jwt.py": "import jwt\nread = jwt.decode(t, k)\n",
            "app/main.py": "from app.utils.jwt import read\nimport jwt\njwt.decode(t, k)\n",
        }
    )
    assert len(project.calls_by_origin["jwt.decode"]) == 2


def test_what_a_package_imports_by_the_name_of_a_module_in_it_is_meant():
    files = {
        "shop/__init__.py": "from .settings import settings\n",
        "shop/settings.py": "class Settings: ...\nsettings = Settings()\n",
        "shop/main.py": "from shop import settings\nfrom shop.settings import Settings\n",
        "plain/__init__.py": "",
        "plain/settings.py": "debug = True\n",
        "plain/main.py": "from plain import settings\n",
    }
    index = facts(files).index
    main = index.modules["shop.main"]
    assert index.named("settings", main) == "shop.settings.settings"
    assert index.named("Settings", main) == "shop.settings.Settings"
    assert index.named("settings", index.modules["plain.main"]) == "plain.settings"


@pytest.mark.parametrize(
    "read", ["from shop.config import settings\n", "from shop import config\n"]
)
@pytest.mark.parametrize(
    ("package", "verdict"),
    [
        ("from .settings import Settings\nsettings = Settings()\n", "met"),
        ("from shop.config.settings import made\nsettings = made()\n", "met"),
        # What loads the module later is not known, and gives it the name.
        ("settings = None\n", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_a_package_makes_by_the_name_of_a_module_in_it_is_meant(package, verdict, read):
    name = "settings" if "settings" in read else "config.settings"
    files = {
        "shop/__init__.py": "",
        "shop/config/__init__.py": package,
        "shop/config/settings.py": (
            "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
            "    ORIGINS: list[str] = ['https://shop.example']\ndef made():\n"
            "    return Settings()\n"
        ),
        "shop/main.py": (
            f"{read}from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n"
            f"app = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins={name}.ORIGINS)\n"
        ),
    }
    assert judge(facts(files)).verdict.value == verdict


def test_a_router_that_a_package_makes_by_the_name_of_a_module_in_it_is_included():
    files = {
        "shop/__init__.py": "",
        "shop/routes/__init__.py": (
            "from fastapi import APIRouter\nfrom .users import add\nusers = APIRouter()\n"
            "users.add_api_route('/users', add)\n"
        ),
        "shop/routes/users.py": "def add(): ...\n",
        "shop/main.py": (
            "from fastapi import FastAPI\nfrom shop.routes import users\napp = FastAPI()\n"
            "app.include_router(users, prefix='/v1')\n"
        ),
    }
    found = facts(files)
    assert [each.path for each in found.routes] == ["/v1/users"]
    assert not found.served.is_incomplete
