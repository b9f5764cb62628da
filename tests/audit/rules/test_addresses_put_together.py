from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_without_defaults import RULE

_TOP = "import os\nfrom pathlib import Path\nHOME = Path(__file__).parent\n"


@pytest.mark.parametrize(
    "source",
    [
        "DATABASE_URL = os.environ.get('APP_DATABASE_URL', f'postgresql:///app?host={HOME}')\n",
        "DATABASE_URL = os.getenv('APP_DATABASE_URL', f'sqlite:///{HOME}/app.db')\n",
    ],
)
def test_an_address_that_is_put_together_is_a_default(source: str):
    assert lines(RULE, _TOP + source) == [4]


def test_parts_that_are_told_elsewhere_are_left_alone():
    source = "URL = os.getenv('DATABASE_URL', f'postgresql://{USER}:{PASSWORD}@{HOST}/app')\n"
    assert lines(RULE, _TOP + source) == []


def test_a_file_is_a_default_wherever_else_the_address_is_asked_for():
    source = (
        "DATABASE_URL = os.environ['DATABASE_URL']\n"
        "def connect():\n"
        "    url = os.getenv('DATABASE_URL', 'sqlite:///./app.db')\n"
        "    return url\n"
    )
    assert lines(RULE, _TOP + source) == [6]
