"""Which names stand for secrets."""

from __future__ import annotations

import pytest

from fastscaffold.audit.facts.secret_names import is_secret_name


@pytest.mark.parametrize(
    "name",
    [
        *("API_KEY_CLOUDINARY", "API_SECRET_CLOUDINARY", "api_key_openai", "apiKeyStripe"),
        *("TOKEN_TELEGRAM", "PASSWORD_SMTP", "pass_smtp", "secret_key_jwt", "DB_PASSWORD_POSTGRES"),
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
