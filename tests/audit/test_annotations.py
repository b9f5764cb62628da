"""What annotations say."""

from __future__ import annotations

from support.audited import facts


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
