"""Words of sentences."""

from __future__ import annotations

import pytest

from fastscaffold.audit.audit import check_names
from fastscaffold.intents.audits import QUERY_RULES, TOPICS
from fastscaffold.intents.built_in import BUILT_IN
from fastscaffold.intents.weakness_names import WEAKNESSES
from fastscaffold.intents.words import is_slip, mended, stem, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Audit my project!", ["audit", "my", "project"]),
        ("pre-commit, CI/CD", ["pre", "commit", ",", "ci", "cd"]),
        ("don\u2019t", ["dont"]),
        ("the project's queries", ["the", "project", "query"]),
        ("N+1 and n + 1", ["n+1", "and", "n+1"]),
        ("/metrics", ["metric"]),
    ],
)
def test_words_are_compared_without_case_punctuation_and_plural(text, words):
    assert [token.word for token in tokens(text)] == words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("../service", "path"),
        ("/srv/app", "path"),
        ("title:str(80)", "field"),
        ("total:decimal(12, 2):ge=0", "field"),
        ("note:text?", "field"),
        (",", "comma"),
    ],
)
def test_what_is_no_word_is_one_piece(text, kind):
    (token,) = tokens(text)
    assert (token.text, token.kind) == (text, kind)


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("optimise", "optimize"),
        ("containerise", "containerize"),
        ("headers", "header"),
        ("queries", "query"),
        ("indexes", "index"),
        ("https", "https"),
        ("redis", "redis"),
        ("access", "access"),
        ("cors", "cors"),
    ],
)
def test_stem(word, same):
    assert stem(word) == same


@pytest.mark.parametrize("slip", ["cachin", "cachingg", "cacihng", "cavhing", "acching"])
def test_one_slip_is_mended(slip):
    assert is_slip(slip, "caching")
    assert mended(slip, ["caching", "tracing"]) == "caching"


@pytest.mark.parametrize("slip", ["kubernets", "Kuberntes", "kubernetess", "kubrenetes"])
def test_one_slip_is_mended_where_the_s_at_the_end_is_no_plural(slip):
    assert mended(stem(slip.casefold()), ["kubernetes", "manifest"], slip) == "kubernetes"


@pytest.mark.parametrize("other", ["caching", "cahcign", "coach", "teaching", ""])
def test_more_than_one_slip_is_none(other):
    assert not is_slip(other, "caching")


@pytest.mark.parametrize("word", ["tracking", "cashing", "cars", "auth0", "remote", "lodging"])
def test_words_of_their_own_are_left_alone(word):
    assert (
        mended(word, ["tracing", "caching", "cache", "cors", "authn", "remove", "logging"]) is None
    )


def test_a_slip_that_could_be_two_words_is_left_alone():
    assert mended("abcxe", ["abcde", "abcfe"]) is None


def test_topics_and_rules_are_those_of_the_audit():
    built_in = [name for each in BUILT_IN.values() for name in each.only]
    weaknesses = [name for each in WEAKNESSES for name in each.only]
    check_names([*TOPICS, *QUERY_RULES, *built_in, *weaknesses])
