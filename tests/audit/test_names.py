"""Which name means what."""

from __future__ import annotations

from support.audited import facts


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
