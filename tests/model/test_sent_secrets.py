"""Texts that are called as secrets are: told of when the feature is added."""

from __future__ import annotations

import pytest
from support import projects

from fastscaffold.generators.sent_secrets import sent_secrets
from fastscaffold.spec.loader import load_inline


def told(*fields: str) -> list[str]:
    parsed = load_inline("logins", fields)
    (spec,) = parsed.features
    found = sent_secrets(spec, parsed.positions)
    return [message.message.partition(" ")[0].strip("`") for message in found]


@pytest.mark.parametrize(
    "name", ["password", "token", "secret", "api_key", "hashed_password", "client_secret"]
)
def test_a_text_with_the_name_of_a_secret_is_told_of(name):
    assert told(f"{name}:str(40)", "title:str") == [name]
    assert told(f"{name}:text") == [name]
    assert told(f"{name}:secret") == []


@pytest.mark.parametrize("name", ["key", "passenger", "token_type", "password_hint", "monkey"])
def test_names_that_are_only_alike_are_not(name):
    assert told(f"{name}:str(40)") == []


def test_it_is_a_warning_and_the_feature_is_added(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    result = projects.add_inline(project, "logins", "password:str(40)")

    (warning,) = [each for each in result.warnings if each.code == "feature.secret-sent"]
    assert result.status == "ok"
    assert warning.message == "`password` of logins is kept as it is, and is sent to clients."
    assert warning.hint == "Did you mean the type `secret`? Of it only a hash is kept."
