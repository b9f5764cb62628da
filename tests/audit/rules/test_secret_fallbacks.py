from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE as TYPED
from fastscaffold.audit.rules.secrets_without_defaults import RULE

# Two lines.
TOP = "import os\nfrom os import environ, getenv\n"


@pytest.mark.parametrize(
    "value",
    [
        "os.getenv('MAIL_PASSWORD') or 'fallback-1'",
        "getenv('MAIL_PASSWORD', '') or 'fallback-1'",
        "getenv('MAIL_PASSWORD') or getenv('OLD') or 'fallback-1'",
        "str(getenv('MAIL_PASSWORD') or 'fallback-1')",
        "(getenv('MAIL_PASSWORD') or '').strip() or 'fallback-1'",
        "environ['MAIL_PASSWORD'] if 'MAIL_PASSWORD' in environ else 'fallback-1'",
        "'fallback-1' if 'MAIL_PASSWORD' not in environ else environ['MAIL_PASSWORD']",
        "told if (told := getenv('MAIL_PASSWORD')) else 'fallback-1'",
        "getenv('MAIL_PASSWORD') if getenv('MAIL_PASSWORD') else 'fallback-1'",
    ],
)
@pytest.mark.parametrize("form", ["told = {}", "def f():\n    return connect(password={})"])
def test_a_default_is_one_behind_a_choice_too(value, form):
    assert lines(RULE, f"{TOP}{form.format(value)}\n") == [3 + form.count("\n")]


@pytest.mark.parametrize(
    "value",
    [
        "getenv('MAIL_PASSWORD') or ''",
        "getenv('MAIL_PASSWORD') or getenv('OLD_PASSWORD')",
        "getenv('MAIL_PASSWORD') and 'given-one'",
        "environ['MAIL_PASSWORD'] if 'MAIL_PASSWORD' in environ else None",
        "connect(getenv('MAIL_PASSWORD')) or 'elsewhere'",
        "'staging-1' if local() else environ['MAIL_PASSWORD']",
    ],
)
def test_what_is_no_default(value):
    assert lines(RULE, f"{TOP}told = {value}\n") == []


def test_a_field_of_settings_leaves_no_read_out_that_ships_a_secret():
    settings = (
        "from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    db_password: SecretStr\n"
    )
    shipped = f"{TOP}{settings}told = f(os.getenv('DB_PASSWORD', 'hunter22'))\n"
    assert lines(RULE, shipped) == lines(TYPED, shipped) == [7]
    assert lines(TYPED, f"{TOP}{settings}told = f(os.getenv('DB_PASSWORD'))\n") == []


@pytest.mark.parametrize(
    "statement",
    [
        "REQUIRE_API_KEY = getenv('REQUIRE_API_KEY', 'false').lower() in ('1', 'true')",
        "by_password = getenv('PASSWORD', 'true') == 'true'",
        "USE_PASSWORD = getenv('USE_PASSWORD', 'true')",
        "has_key = getenv('GROQ_API_KEY') is not None",
        "def f():\n    return getenv('AUTH_TOKEN') is not None",
        "AWS_SECRET = getenv('AWS_SECRET_ARN')",
        "GOOGLE_KEY = getenv('GOOGLE_KEY_FILE')",
        "GOOGLE_KEY = getenv('GOOGLE_KEY_FILE', 'google.json')",
        "connect(password=open(getenv('DB_PASSWORD_PATH')))",
        "PUBLIC_API_KEY = getenv('PUBLIC_API_KEY')",
        "API_KEY = getenv('STRIPE_PUBLISHABLE_KEY')",
        "SESSION_COOKIE_KEY = getenv('SESSION_COOKIE_KEY', 'sid')",
        "PARTITION = getenv('SERVICE_KEY', 'orders')",
        "LAST = getenv('CONTINUATION_TOKEN')",
        "STOP = getenv('CANCELLATION_TOKEN')",
    ],
)
def test_names_and_flags_that_are_no_secrets(statement):
    assert lines(TYPED, f"{TOP}{statement}\n") == lines(RULE, f"{TOP}{statement}\n") == []


@pytest.mark.parametrize(
    "statement",
    [
        "SECRET_KEY = getenv('APP_KEY')",
        "told = given == getenv('API_TOKEN')",
        "SESSION_KEY = getenv('SESSION_KEY', 'secret')",
        "SERVICE_KEY = getenv('SERVICE_KEY', 'a8f3k2')",
        "SERVICE_KEY = getenv('SUPABASE_SERVICE_KEY')",
    ],
)
def test_names_that_still_are(statement):
    assert lines(TYPED, f"{TOP}{statement}\n") == [3]
