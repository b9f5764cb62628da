"""Secrets that a getter reads out of settings that declare no fields."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

SETTINGS = """import os
from pydantic_settings import BaseSettings
class Config(BaseSettings):
    class Config:
        extra = "allow"
    def value(self, key: str, default: str = None) -> str:
        return {read}
_config = Config(**os.environ)
def get_value(key: str, default: str = None) -> str:
    return _config.value(key, default)
"""


@pytest.mark.parametrize(
    "read",
    [
        "self.dict().get(key, default)",
        "self.model_dump().get(key, default)",
        "self.__dict__.get(key)",
        "vars(self).get(key)",
    ],
)
@pytest.mark.parametrize(("name", "count"), [("SMTP_PASSWORD", 1), ("DB_URL", 1), ("SMTP_HOST", 0)])
def test_it_follows_getters_of_getters(read, name, count):
    source = f"from app.config import get_value\nheld = get_value('{name}')\n"
    found = facts({"app/config.py": SETTINGS.format(read=read), "app/mail.py": source})
    places = [(each.place.path, each.place.line) for each in RULE.check(found)]
    assert places == [("app/mail.py", 2)] * count


def test_fields_are_told_of_by_their_types():
    declared = "    smtp_password: SecretStr\n    class Config:"
    settings = SETTINGS.format(read="self.dict().get(key)").replace("    class Config:", declared)
    settings = settings.replace("import BaseSettings", "import BaseSettings, SecretStr")
    source = "from app.config import get_value\nheld = get_value('smtp_password')\n"
    found = facts({"app/config.py": settings, "app/mail.py": source})
    assert [*RULE.check(found)] == []
