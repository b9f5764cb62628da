from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.configuration_in_settings import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef read() -> int: ...\n"
SETTINGS = "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    a: int\n"


@pytest.mark.parametrize(
    "text",
    [
        "import os\nA = os.getenv('A')\n",
        "from os import environ as e\nA = e['A']\n",
        "import os\nA = os.environ.get('A', '')\n",
    ],
)
def test_it_finds(text):
    for settings in (SETTINGS, ""):
        files = {"app/main.py": APP, "app/core.py": settings, "app/mail.py": text}
        assert lines(RULE, files) == [2]


@pytest.mark.parametrize(
    "files",
    [
        {"app/config.py": SETTINGS + "import os\nA = os.getenv('A')\n"},
        {"app/core.py": SETTINGS, "app/config.py": "import os\nA = os.getenv('A')\n"},
        {"app/core.py": SETTINGS, "app/mail.py": "import os\nos.environ['A'] = 'b'\n"},
        {"app/core.py": SETTINGS, "scripts/load.py": "import os\nA = os.getenv('A')\n"},
        {"app/core.py": SETTINGS, "app/cli.py": "import os, typer\nA = os.getenv('A')\n"},
        {
            "app/core.py": SETTINGS,
            "app/run.py": "import os\nif __name__ == '__main__':\n    A = os.getenv('A')\n",
        },
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, {"app/main.py": APP} | files) == []
