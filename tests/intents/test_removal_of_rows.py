"""Rows are deleted in the words in which features are removed: only some of them say which."""

from __future__ import annotations

import pytest

from fastscaffold.intents.find import find
from fastscaffold.intents.surroundings import Surroundings

HERE = Surroundings(features=("coupons", "order_items", "expired_tokens"), inside=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "delete all coupons",
        "delete all of the coupons",
        "remove every coupon",
        "drop all my coupons",
        "delete old coupons",
        "delete expired coupons",
        "delete the coupons",
        "delete my coupons",
        "delete coupon",
        "delete Coupons now",
        "I want to delete coupons",
        "get rid of coupons",
        "delete all coupons in the coupons feature",
        "delete every coupon of the coupons feature",
        "delete order items from the coupons feature",
        "delete order items inside the coupons feature",
        "remove an endpoint of coupons",
        "remove the delete endpoint of coupons",
        "remove endpoints from coupons",
    ],
)
def test_what_may_be_rows_or_parts_is_not_certain_and_the_nearest_is_named(sentence):
    answer = find(sentence, HERE)

    assert answer.proposal is None
    assert "coupons" in [word for each in answer.alternatives for word in each.words]
    assert "Whether rows of" in answer.reason


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("remove coupons", ("coupons",)),
        ("delete coupons", ("coupons",)),
        ("please drop coupons", ("coupons",)),
        ("remove order_items", ("order_items",)),
        ("remove order items and coupons", ("order_items", "coupons")),
        ("remove the coupons feature", ("coupons",)),
        ("delete the coupon module", ("coupons",)),
        ("get rid of the coupons endpoints", ("coupons",)),
        ("delete my coupons resource", ("coupons",)),
        ("remove the endpoints of coupons", ("coupons",)),
        ("remove the coupons feature from my project", ("coupons",)),
        ("remove the order items feature and the coupons feature", ("order_items", "coupons")),
        ("delete the expired tokens feature", ("expired_tokens",)),
    ],
)
def test_what_says_that_it_is_a_feature_or_only_its_name_is_certain(sentence, names):
    proposal = find(sentence, HERE).proposal

    assert proposal is not None
    assert [each.words for each in proposal.commands] == [("remove-feature", *names)]


def test_it_is_said_what_would_be_certain():
    reason = find("delete all coupons", HERE).reason
    assert "`remove the coupons feature`" in reason
    assert find("remove the coupons feature", HERE).proposal is not None
