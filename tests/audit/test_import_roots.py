"""Where absolute imports begin."""

from __future__ import annotations

import pytest
from support.audited import facts


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


def test_a_copy_of_a_project_in_a_folder_means_its_own_modules():
    files = {
        "shop/__init__.py": "",
        "shop/config.py": "class Settings: ...\n",
        "shop/main.py": "from shop.config import Settings\nmade = Settings()\n",
        "step2/shop/__init__.py": "",
        "step2/shop/config.py": "class Settings: ...\n",
        "step2/shop/main.py": "from shop.config import Settings\nmade = Settings()\n",
        "step2/run.py": "from shop.main import made\nheld = made\n",
    }
    index = facts(files).index

    for name, made, kind in [
        ("shop.main", "made", "shop.config.Settings"),
        ("step2.shop.main", "made", "step2.shop.config.Settings"),
        ("step2.run", "held", "step2.shop.config.Settings"),
    ]:
        module = index.modules[name]
        assert index.kind(module.assigned[made][0], module) == kind


def test_a_package_in_a_package_is_no_copy():
    files = {
        "shop/__init__.py": "",
        "shop/config.py": "class Settings: ...\n",
        "shop/users/__init__.py": "",
        "shop/users/shop/__init__.py": "",
        "shop/users/shop/config.py": "class Settings: ...\n",
        "shop/users/main.py": "from shop.config import Settings\nmade = Settings()\n",
    }
    main = facts(files).index.modules["shop.users.main"]

    assert facts(files).index.kind(main.assigned["made"][0], main) == "shop.config.Settings"


def test_a_folder_without_an_init_file_is_found_by_what_is_imported_of_it():
    files = {
        "shop/__init__.py": "",
        "shop/tables/rows.py": "class Row: ...\n",
        "shop/tables/units.py": "class Unit: ...\n",
        "shop/main.py": "import tables.rows\nimport tables.units\nmade = tables.units.Unit()\n",
        "shop/inner.py": "import numpy.random\ndef make():\n    return numpy.random.Generator()\n",
    }
    index = facts(files).index

    main = index.modules["shop.main"]
    assert index.kind(main.assigned["made"][0], main) == "shop.tables.units.Unit"
    assert index.origin(index.modules["shop.inner"].calls[0]) == "numpy.random.Generator"


def test_a_package_is_a_root_that_is_seldom_named_inside():
    files = {
        "src/__init__.py": "",
        "src/settings/__init__.py": "",
        "src/settings/base.py": "class Settings: ...\nsettings = Settings()\n",
        "src/core/limits.py": "def limit(): ...\n",
        "src/api.py": "from core.limits import limit\nfrom settings.base import settings\n",
        # Both the folder and what is around it are on the path.
        "src/tools.py": "def later():\n    from src.api import settings\n",
    }
    index = facts(files).index
    assert index.named("settings", index.modules["src.api"]) == "src.settings.base.settings"
    assert index.named("limit", index.modules["src.api"]) == "src.core.limits.limit"

    deeper = facts({f"server/{path}": text for path, text in files.items()}).index
    api = deeper.modules["server.src.api"]
    assert deeper.named("settings", api) == "server.src.settings.base.settings"


def test_a_package_in_a_package_is_no_root():
    files = {
        "shop/__init__.py": "",
        "shop/web/__init__.py": "",
        "shop/web/redis/__init__.py": "",
        "shop/web/redis/asyncio.py": "class Redis: ...\n",
        "shop/web/main.py": "from redis.asyncio import Redis\n",
    }
    index = facts(files).index
    assert index.named("Redis", index.modules["shop.web.main"]) == "redis.asyncio.Redis"


def test_each_of_several_services_may_have_a_root_in_its_package():
    files = {
        f"{service}/src/{name}": text
        for service in ("orders", "users")
        for name, text in {
            "core/config.py": "class Settings: ...\nsettings = Settings()\n",
            "api/routes.py": "from core.config import settings\nheld = settings\n",
            "main.py": "from api.routes import held\nmade = held\n",
        }.items()
    }
    packages = ("orders", "orders/src", "orders/src/core", "users", "users/src", "users/src/core")
    files |= {f"{each}/__init__.py": "" for each in packages}
    index = facts(files).index
    for service in ("orders", "users"):
        main = index.modules[f"{service}.src.main"]
        assert index.kind(main.assigned["made"][0], main) == f"{service}.src.core.config.Settings"


def test_a_folder_deep_in_a_package_that_is_called_like_a_library_is_no_root():
    files = {
        "shop/__init__.py": "",
        "shop/main.py": "from .adapters.redis.client import client\n",
        "shop/adapters/__init__.py": "",
        "shop/adapters/redis/__init__.py": "",
        "shop/adapters/redis/asyncio.py": "class Redis: ...\n",
        "shop/adapters/redis/client.py": "import redis.asyncio\nclient = redis.asyncio.Redis()\n",
    }
    index = facts(files).index
    client = index.modules["shop.adapters.redis.client"]
    assert index.origin(client.calls[0]) == "redis.asyncio.Redis"
    above = "from redis.asyncio import Redis\nfrom ..main import client\nheld = Redis()\n"
    index = facts({**files, "shop/adapters/cache.py": above}).index
    assert index.origin(index.modules["shop.adapters.cache"].calls[0]) == "redis.asyncio.Redis"


@pytest.mark.parametrize(
    ("imported", "used", "expected"),
    [
        # No library has such a module, so that the package hides it.
        (
            "import profile.errors as errors",
            "errors.Refused()",
            "backend.app.profile.errors.Refused",
        ),
        ("from email.errors import Refused", "Refused()", "email.errors.Refused"),
        ("from email.sending import Refused", "Refused()", "backend.app.email.sending.Refused"),
        ("from profile import Refused", "Refused()", "profile.Refused"),
    ],
)
def test_a_package_may_be_called_like_a_library(imported, used, expected):
    files = {
        f"backend/app/{name}.py": "class Refused(Exception): ...\n"
        for name in ("profile/errors", "email/errors", "email/sending", "profile/Refusals")
    }
    main = {"backend/app/main.py": f"import core.config\n{imported}\nmade = {used}\n"}
    project = facts({**files, **main, "backend/app/core/config.py": ""})
    module = project.index.modules["backend.app.main"]
    assert project.index.kind(module.assigned["made"][0], module) == expected
