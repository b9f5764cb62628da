"""Words of removal that say what requests may do later, and not what is to be removed now."""

from __future__ import annotations

import pytest

from fastscaffold.intents.find import find
from fastscaffold.intents.surroundings import Surroundings

HERE = Surroundings(features=("orders", "customers"), inside=True)


def alternatives(sentence):
    answer = find(sentence, HERE)
    assert answer.proposal is None
    return {each.words[0] for each in answer.alternatives}


@pytest.mark.parametrize(
    "sentence",
    [
        "make only admins delete books",
        "make only admins delete orders",
        "add soft delete to members",
        "add soft-delete to the orders feature",
        "let admins delete the orders feature",
        "allow users to drop their orders",
    ],
)
def test_removing_features_is_not_suggested(sentence):
    assert "remove-feature" not in alternatives(sentence)


@pytest.mark.parametrize(
    "sentence", ["make only admins delete orders", "add soft delete to orders"]
)
def test_of_a_feature_that_is_there_it_is_a_change(sentence):
    assert "Changing a feature is not supported yet" in find(sentence, HERE).reason


@pytest.mark.parametrize(
    "sentence",
    ["remove caching", "turn off caching", "add invoices and delete products", "delete soft orders",
     "let us drop caching", "get rid of the ordres feature"],
)  # fmt: skip
def test_removing_features_is_suggested_where_something_is_to_be_removed(sentence):
    assert "remove-feature" in alternatives(sentence)


def test_a_feature_that_is_to_go_goes():
    proposal = find("let us remove the orders feature", HERE).proposal
    assert proposal is not None
    assert proposal.commands[0].words == ("remove-feature", "orders")
