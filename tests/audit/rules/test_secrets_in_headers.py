"""Secrets in headers, of applications, and masks that are none."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.facts.secrets.address_names import is_address_name
from fastscaffold.audit.facts.secrets.names import is_secret_name
from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

KEY = "jPBGZ7gfcC5VdetjHC6gCgTRu6HwT1m"


@pytest.mark.parametrize(
    "source",
    [
        f'def send():\n    headers = {{"Api-Key": "{KEY}"}}\n    post(headers)\n',
        f'def send():\n    post(\n        headers={{"X-Api-Key": "{KEY}"}})\n',
        f'\nSMS_HEADERS = {{"Api-Key": "{KEY}"}}\n',
        "def ask():\n    return Search('/', http_auth=('elastic', 'Lo52xdUi'))\n",
        "def ask():\n    return get('/', auth=('reader', 'hunter22'))\n",
        "\napp.secret_key = '42_mine'\n",
    ],
)
def test_a_secret_that_is_sent_or_signs_cookies_is_found(source):
    assert [each // 4 for each in lines(RULE, source)] == [0]


@pytest.mark.parametrize(
    "source",
    [
        'def send():\n    headers = {"Api-Key": "your-api-key", "Accept": "text"}\n',
        f'EXAMPLE = {{"api_key": "{KEY}"}}\n',
        "app.secret_key = key()\napp.title = 'Orders'\n",
        'def show(url):\n    return url.set(password="[redacted]")\n',
        "def ask(name, word):\n    return get('/', auth=(name, word))\n",
        "def ask():\n    return get('/', auth=('user', 'password'))\n",
        "def ask():\n    return get('/', auth=())\n",
        'def show(url):\n    return url.set(password="<hidden>")\n',
    ],
)
def test_what_is_no_secret_is_not(source):
    assert lines(RULE, source) == []


@pytest.mark.parametrize("name", ["ENCRYPT_KEY", "_ENCRYPT_KEY"])
def test_names_of_keys_that_encrypt(name):
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["AZCOSMOS_CONNSTR", "REDIS_CONNSTR", "SQL_CONNECTIONSTRING"])
def test_names_of_addresses_that_connect(name):
    assert is_address_name(name)
