"""Secrets that are read out of files of TOML and YAML, and by readers that cannot be seen."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

TOP = """import json, toml, tomllib, yaml
from pydantic import SecretStr
from elsewhere import get_setting, read_secret, get_secret_length
with open("shop.yaml") as file:
    told = yaml.safe_load(file)
config = json.load(open("shop.json"))
answer = json.load(open("answer.json"))
"""


@pytest.mark.parametrize(
    "source",
    [
        "PASSWORD = told['mail']['password']",
        "held = connect(told['db_password'])",
        "held = connect(password=told.get('mail', {}).get('password', ''))",
        "held = connect(toml.load('shop.toml')['database_url'])",
        "held = connect(config['mail']['password'])",
        "held = connect(get_setting('MAIL_PASSWORD'))",
        "held = connect(read_secret('stripe_api_key'))",
    ],
)
def test_a_secret_is_read(source):
    assert lines(RULE, f"{TOP}{source}\n") == [8]


@pytest.mark.parametrize(
    "source",
    [
        "held = connect(told['mail']['host'])",
        "held = connect(SecretStr(told['mail']['password']))",
        "held = connect(answer['access_token'])",
        "held = connect(told.get('chain_token', {}))",
        "told['chain_token']['name'] = ask()",
        "held = connect(sent['mail']['password'])",
        "held = connect(json.loads(text)['access_token'])",
        "held = connect(get_setting('MAIL_HOST'))",
        "held = connect(get_secret_length('api_key'))",
        "told['mail']['password'] = ask()",
        "print('password' in told)",
    ],
)
def test_others_are_left_alone(source):
    assert lines(RULE, f"{TOP}{source}\n") == []


@pytest.mark.parametrize(
    "read", ["_told[key]", "_told.get(key, default)", "_told['shop'][key.lower()]"]
)
def test_a_helper_reads_a_document(read):
    source = f"""import toml
_told = None
def setting(key, default=None):
    global _told
    if not _told:
        with open("shop.toml") as file:
            _told = toml.load(file)
    return {read}
host = setting("MAIL_HOST")
password = setting("MAIL_PASSWORD")
"""
    assert lines(RULE, source) == [10]


def test_documents_that_lead_to_each_other_end():
    source = """import yaml
one = yaml.safe_load(open("a.yaml"))
one = two["x"]
two = one["y"]
held = one["z"]["password"]
"""
    assert lines(RULE, source) == [5]


@pytest.mark.parametrize(("more", "found"), [("", [10]), ("class Kept(Told):\n", [])])
def test_a_reader_that_another_class_overrides_reads_something_else(more, found):
    kept = "    def value(self, key):\n        return self.table.of(key)\n" if more else ""
    source = f"""import yaml
class Told:
    def value(self, key):
        return yaml.safe_load(open("shop.yaml"))[key]
class Tool:
    told: Told
    def asked(self, key):
        return self.told.value(key)
    def send(self):
        return connect(self.asked("mail_password"))
{more}{kept}"""
    assert lines(RULE, source) == found
