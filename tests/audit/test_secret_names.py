"""Which names stand for secrets."""

from __future__ import annotations

import pytest

from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.names import holds_name, is_kept_secret_name, is_secret_name


@pytest.mark.parametrize(
    "name",
    [
        *("API_KEY_CLOUDINARY", "API_SECRET_CLOUDINARY", "api_key_openai", "apiKeyStripe"),
        *("TOKEN_TELEGRAM", "PASSWORD_SMTP", "pass_smtp", "secret_key_jwt", "DB_PASSWORD_POSTGRES"),
        *("SUPABASE_KEY", "MASTER_VAULT_KEY", "FIREBASE_CREDENTIALS_JSON", "SHOP_LLM_KEY"),
        *("KV_PASS", "KEY_PASS", "MQTT_PASS", "ldap_pass"),
        *("AES_KEY", "DATA_DEK_KEY", "cipher_key", "REFSECRET_KEY", "APPSECRET", "clientsecret"),
        *("SECRET_ACCESS_KEY_AWS", "CLOUDINARY_API_SECRET", "SMTP_PASSWORD", "SECRET_KEY_FALLBACK"),
    ],
)
def test_a_secret_is_known_wherever_its_owner_stands(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("CLOUD_NAME_CLOUDINARY", "url_redis", "key_redis", "redis", "openai_jwt", "redis_smtp"),
        *("api_key_header", "API_KEY_PREFIX", "PUBLIC_KEY_JWT", "use_api_key_openai"),
        *(
            "SUPABASE_ANON_KEY",
            "KEY_VAULT",
            "FIREBASE_CREDENTIALS_PATH",
            "response_json",
            "password123",
        ),
        *("first_pass", "boarding_pass", "low_pass"),
        *("next_page_token_slack", "forgot_password_email", "access_key_aws"),
    ],
)
def test_what_is_none_is_not_taken_for_one(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("error_reporting_api_key", "error_tracker_token", "exception_webhook_secret"),
        *("missing_people_api_key", "invalid_traffic_token", "EXPIRED_DOMAINS_API_KEY"),
    ],
)
def test_what_a_service_is_about_refuses_nobody(name):
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("INVALID_TOKEN", "ERROR_INVALID_API_KEY", "expired_refresh_token", "WrongOldPassword"),
        *("ERR_MISSING_PASSWORD_RESET_TOKEN", "INVALID_USERNAME_OR_PASSWORD", "error_token"),
        *("INVALID_SECRET_KEY", "INVALID_TOKEN_GITHUB", "missing_openai_api_key"),
    ],
)
def test_what_is_said_of_a_refused_secret_is_none(name):
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "DATABASE_URL_ASYNC",
            "DATABASE_URL_ASYNCPG_DRIVER",
            "db_url_sync",
            "POSTGRES_DSN_REPLICA",
        ),
        *("mongo_uri_local", "DATABASE_CONNECTION_STRING_PROD", "databaseUrlReadonly"),
    ],
)
def test_an_address_says_what_it_is_for(name):
    assert is_address_name(name)


@pytest.mark.parametrize(
    "name", ["DATABASE_DRIVER", "db_async", "api_url_prod", "url_driver", "async", "DB_URL_TIMEOUT"]
)
def test_what_is_for_something_is_no_address_by_that(name):
    assert not is_address_name(name)


@pytest.mark.parametrize("default", ["refresh_token", "access-token", "user_session_id", "sid"])
def test_the_key_of_a_cookie_is_its_name(default):
    assert holds_name("COOKIE_KEY", default)


@pytest.mark.parametrize(
    "default", ["session_secret", "refresh_token_8f2a", "", None, "changemechangeme"]
)
def test_the_key_of_a_cookie_may_be_a_secret(default):
    assert not holds_name("COOKIE_KEY", default)


@pytest.mark.parametrize(("name", "is_found"), [("telegram_api_hash", True), ("file_hash", False)])
def test_an_application_of_telegram_has_a_hash_for_its_secret(name, is_found):
    assert is_secret_name(name) is is_found


@pytest.mark.parametrize("name", ["SQL_URL", "sql_dsn", "SQL_URI_ASYNC"])
def test_an_address_of_sql_is_one_of_a_database(name):
    assert is_address_name(name)


@pytest.mark.parametrize("name", ["TOKEN_KEY", "STABILITY_TOKEN_KEY", "token"])
def test_where_configuration_is_read_a_key_of_tokens_is_a_secret(name):
    assert is_kept_secret_name(name)
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("default", "is_name"),
    [("access_token", True), ("token", True), ("utf-8", False), (None, False)],
)
def test_it_may_be_what_a_token_is_kept_under(default, is_name):
    assert holds_name("TOKEN_KEY", default) is is_name
