from __future__ import annotations

from support.audited import facts

from fastscaffold.audit.sources import Role, role_of


def test_a_type_behind_an_alias_is_read_where_the_alias_stands():
    project = facts(
        {
            "app/config.py": "class Settings:\n    name: str = 'x'\n",
            "app/deps.py": "from typing import Annotated\nfrom fastapi import Depends\n"
            "from app.config import Settings\n"
            "SettingsDep = Annotated[Settings, Depends(Settings)]\n",
            "app/main.py": "from app.deps import SettingsDep\n"
            "def f(settings: SettingsDep):\n    return settings.name\n",
        }
    )
    main = project.index.modules["app.main"]
    function = main.functions["f"]
    symbol = project.index.annotated(function.annotation("settings"), main)
    assert symbol == "app.config.Settings"


def test_an_annotation_says_what_its_value_does_not():
    project = facts(
        "class Config:\n    key = 'x'\n"
        "def make():\n    return {}['x']\n"
        "config: Config = make()\n"
        "held = config\n"
    )
    main = project.index.modules["app.main"]
    assert project.index.kind(main.assigned["held"][0], main) == "app.main.Config"


def test_only_at_the_root_a_module_called_setup_is_a_script():
    assert role_of("setup.py") is role_of("scripts/load.py") is Role.SCRIPT
    assert role_of("app/core/setup.py") is role_of("app/tasks.py") is Role.PRODUCTION


def test_a_factory_of_dependencies_may_name_a_function_that_stands_elsewhere():
    project = facts(
        "from fastapi import Depends, FastAPI\napp = FastAPI()\n"
        "def strict(): ...\ndef lax(): ...\n"
        "def choose(required=True):\n    return strict if required else lax\n"
        "@app.get('/', dependencies=[Depends(choose())])\ndef read(): ...\n"
    )
    names = [each.name for each in project.routes[0].dependencies[0].functions]
    assert names == ["choose", "strict", "lax"]


def test_a_module_called_like_a_library_is_not_the_library():
    project = facts(
        {
            "app/utils/jwt.py": "import jwt\nread = jwt.decode(t, k)\n",
            "app/main.py": "from app.utils.jwt import read\nimport jwt\njwt.decode(t, k)\n",
        }
    )
    assert len(project.calls_by_origin["jwt.decode"]) == 2


def test_an_import_begins_at_whatever_root_there_is():
    project = facts(
        {
            "backend/app/config.py": "class Settings: ...\n",
            "backend/app/main.py": "from app.config import Settings\nmade = Settings()\n",
        }
    )
    main = project.index.modules["backend.app.main"]
    assert project.index.kind(main.assigned["made"][0], main) == "backend.app.config.Settings"


def test_a_root_may_have_an_init_file_if_nothing_is_imported_by_its_name():
    files = {
        "src/__init__.py": "",
        "src/settings.py": "class Settings: ...\nsettings = Settings()\n",
        "src/core/__init__.py": "",
        "src/core/tags.py": "from settings import settings\n",
        "src/api.py": "from core.tags import settings\nheld = settings\n",
    }
    api = facts(files).index.modules["src.api"]
    index = facts(files).index
    assert index.kind(api.assigned["held"][0], api) == "src.settings.Settings"
    tested = facts({**files, "tests/test_api.py": "from src.core import tags\n"}).index
    assert tested.named("settings", tested.modules["src.core.tags"]) == "src.settings.settings"
    named = facts({**files, "src/more.py": "from src.core import tags\n"})
    assert named.index.named("settings", named.index.modules["src.core.tags"]) == (
        "settings.settings"
    )


def test_a_module_called_like_a_library_does_not_make_its_package_a_root():
    project = facts(
        {
            "app/__init__.py": "",
            "app/redis.py": "import redis.asyncio\nclient = redis.asyncio.Redis()\n",
            "app/main.py": "from .redis import client\n",
        }
    )
    assert project.index.origin(project.index.modules["app.redis"].calls[0]) == (
        "redis.asyncio.Redis"
    )
