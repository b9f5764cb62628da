"""What is said where a secret is named, and no audit is asked for, and where no rule is about it."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from intents.test_sentences import HERE, NOT_ABOUT_IT, SHORT, heard, sentences

from fastscaffold.intents.find import find

CERTAIN = [each for each, command in sentences("weaknesses") if command.startswith("audit")]


def nearest(sentence, where=HERE):
    return [shlex.join(each.words) for each in find(sentence, where).alternatives]


@pytest.mark.parametrize("sentence", CERTAIN)
def test_a_denial_or_a_word_about_something_else_makes_it_uncertain(sentence):
    assert heard(f"do not {sentence}") == "unsure"
    assert [each for each in NOT_ABOUT_IT if heard(f"{sentence} {each}") != "unsure"] == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("add an api key", "No capability is about `api key` alone"),
        ("add API keys", "No capability is about `API keys` alone"),
        ("create an api key for me", "No capability is about `api key` alone"),
        ("I need a refresh token", "No capability is about `refresh token` alone"),
        ("add a password reset", "No capability is about `password reset` alone"),
        ("add a credential store", "No capability is about `credential` alone"),
        ("I want tokens", "No capability is about `tokens` alone"),
    ],
)
def test_of_parts_of_logins_the_capability_is_near_and_no_audit(sentence, reason):
    assert reason in find(sentence, HERE).reason
    assert "add auth" in nearest(sentence)
    assert not any(each.startswith("audit") for each in nearest(sentence))


def test_a_capability_that_is_there_is_not_named_again():
    there = tuple(replace(each, installed=each.name == "auth") for each in HERE.abilities)
    where = replace(HERE, abilities=there)

    assert nearest("add an api key", where) == ["add --list"]
    assert "auth is in the project already" in find("add an api key", where).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "add a token field to lamps",
        "add a secret field",
        "add a password field to customers",
        "add an api_key column to lamps",
        "add a colour attribute to lamps",
        "rename the token field",
    ],
)
def test_of_fields_it_is_said_that_features_are_not_changed(sentence):
    assert "Changing a feature is not supported yet" in find(sentence, HERE).reason
    assert nearest(sentence) == ["add-feature NAME", "list"]


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        ("is there a token", "audit --only @tokens"),
        ("do I have a token?", "audit --only @tokens"),
        ("is my password correct?", "audit --only @passwords"),
        ("protect my passwords", "audit --only @passwords"),
        ("hash passwords", "audit --only @passwords"),
        # Where they are to be found, it may be in the code.
        ("find tokens", "audit --only @secrets"),
        ("look for passwords", "audit --only @secrets"),
        ("find users with tokens", "audit --only @secrets"),
        ("how do I prevent SQL injection?", "audit --only sql-from-requests"),
        ("add tokens", "add-feature tokens"),
    ],
)
def test_the_nearest_is_named(sentence, command):
    for short, text in SHORT.items():
        command = command.replace(short, text)
    assert find(sentence, HERE).proposal is None
    assert command in nearest(sentence)


@pytest.mark.parametrize("sentence", ["show tokens", "rotate my secret key", "change my password"])
def test_no_audit_of_secrets_is_near_where_they_are_to_be_shown_or_changed(sentence):
    assert find(sentence, HERE).reason == "No command has to do with it."


@pytest.mark.parametrize(
    ("sentence", "name", "command"),
    [
        ("protect against csrf", "`csrf`", "audit --only security"),
        ("is my API vulnerable to CSRF?", "`CSRF`", "audit --only security"),
        ("add CSRF protection", "`CSRF protection`", "audit --only security"),
        ("what about IDOR", "`IDOR`", "audit --only security"),
        ("check for SQL injection and CSRF", "`CSRF`", "audit --only sql-from-requests"),
    ],
)
def test_it_is_said_that_no_rule_is_about_it(sentence, name, command):
    answer = find(sentence, HERE)

    assert answer.proposal is None
    assert answer.reason == f"No rule of the audit and no capability is about {name}."
    assert nearest(sentence) == [command]


def test_features_that_are_named_like_a_secret_are_found_by_their_names():
    where = replace(HERE, features=("api_keys", "tokens"))

    assert heard("remove the API keys feature", where) == "remove-feature api_keys"
    assert heard("write tests for api keys and tokens", where) == "add tests api_keys tokens"
