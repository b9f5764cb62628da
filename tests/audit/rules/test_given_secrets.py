"""Keys that stand where they are given."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('api_secret="qLw7mZ3xTt-0vBn_A9"', [3]),
        ('secret_key="9f1c2b7a8e4d5f60"', [3]),
        ('api_secret="the-name-of-one-of-them"', []),
        ('api_key="MAIL_API_KEY"', []),
        ('api_secret_name="qLw7mZ3xTt-0vBn_A9"', []),
        ("api_secret=settings.api_secret", []),
    ],
)
def test_a_key_that_a_call_is_given(given, found):
    source = f"from somewhere import Client\ndef connect(settings):\n    return Client({given})\n"
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    "given",
    [
        'service_key="billing-service-v2"',
        'session_key="onboarding_flow_step2"',
        'secret="prod-orders-db-password-v1"',
        'private_key="jwt-signing-2024.private.pem"',
        'private_key="certs.prod.signing_2024_01.pem"',
        'private_key="9f1c2b7a8e4d5f60.pem"',
        'service_key="BillingServiceEuV2"',
        'secret="arn.orders.prod.20240131.api"',
        'api_key="ORDERS_SERVICE_KEY_2"',
    ],
)
def test_what_a_secret_is_called_is_none(given):
    source = f"from somewhere import Client\ndef connect():\n    return Client({given})\n"
    assert lines(RULE, source) == []


@pytest.mark.parametrize(
    "given",
    [
        'service_key="9f1c2b7a8e4d5f60"',
        'service_key="3f2504e0-4f89-11d3-9a0c-0305e82c3301"',
        'session_key="kq8wjzpfm3xnbty1"',
        'session_key="eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYSJ9.r1u2kvadf4IHk84IsY"',
        'api_key="sk-live-orders-of-shop-2024"',
        'api_key="AKIA3XYZ7QWE9RTY2UIO"',
        'secret="abcdefgh12345678"',
        # Nobody drew it, and it signs all the same.
        'secret_key="my-super-secret-key-123"',
        'jwt_secret_key="change-me-in-production-1"',
    ],
)
def test_a_text_that_was_drawn_is_a_secret(given):
    source = f"from somewhere import Client\ndef connect():\n    return Client({given})\n"
    assert lines(RULE, source) == [3]


def test_tokens_that_documents_show_are_samples():
    source = """from pydantic import BaseModel
from somewhere import Client
class Tokens(BaseModel):
    access_token: str
class Provider(BaseModel):
    api_token: str
PROVIDER = Provider(api_token="r1u2kvadf4IHk84IsYpd2CdCS9NS4ZQ9")
_answer_of_logins = Tokens(access_token="eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxOSJ9.r1u2kvadf4IHk8").dict()
def login():
    return Tokens(access_token="eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxOSJ9.r1u2kvadf4IHk8")
"""
    assert lines(RULE, source) == [7, 10]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('const.CLIENT_API_KEY = "8bae20143fb962930614952d80634822"', [3]),
        ('openai.api_key = "8bae20143fb962930614952d80634822"', [3]),
        ('const.CLIENT_API_KEY = "client-api-key"', []),
        ("const.CLIENT_API_KEY = given", []),
    ],
)
def test_a_key_that_a_function_gives_to_a_module(given, found):
    assert lines(RULE, f"import const, openai\ndef connect(given):\n    {given}\n") == found
