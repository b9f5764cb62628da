"""Keys of well-known services that stand in the source under names that say nothing of them."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.facts.secrets.issued_keys import service_of
from fastscaffold.audit.rules.secrets_typed_as_secrets import RULE

# Put together here, so that no scanner takes these for keys that somebody has lost.
STRIPE = "sk_" + "live_51H8zQpLk9TrW2yVbN4mXc7D"
AWS = "AK" + "IAZ7QHW3KTMN4XJ5RB"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        (STRIPE, "Stripe"),
        (AWS, "AWS"),
        ("gh" + "p_9sKq2VbXw7TzR4nLm8PcYd3HfGj6BaEu1oNi", "GitHub"),
        ("gl" + "pat-Xk29_bVq7TzR4nLm8PcY", "GitLab"),
        ("xo" + "xb-2048173645-9Kq2VbXw7TzR4nLm8PcYd3Hf", "Slack"),
        ("sk" + "-proj-9Kq2VbXw7TzR4nLm8PcYd3HfGj6BaEu1", "OpenAI"),
        ("sk" + "-ant-api03-9Kq2VbXw7TzR4nLm8PcYd3HfGj6BaEu1", "Anthropic"),
        ("S" + "G.9Kq2VbXw7TzR4nLm8PcYd3.HfGj6BaEu1oNi9Kq2VbXw7TzR4nLm8PcYd3HfGj6BaEu", ""),
        ("7351902846:AA" + "Hq2VbXw7TzR4nLm8PcYd3HfGj6BaEu1oN", "Telegram"),
        ("AK" + "IAIOSFODNN7EXAMPLE", ""),
        ("sk_" + "live_your_key_goes_here", ""),
        ("sk_" + "live_1234567890abcdefghij", ""),
        ("sk_" + "test_xxxxxxxxxxxxxxxxxxxx", ""),
        ("sk_" + "test_aaaaaaaaaaaaaaaaaaaa", ""),
        ("sk" + "-no-key-is-required-here", ""),
        ("AI" + "zaSyC9Kq2VbXw7TzR4nLm8PcYd3HfGj6BaE", ""),
        ("sk-learn-extra-classifiers", ""),
        ("hf_hub_download_of_a_model_by_name", ""),
        ("the key is " + STRIPE, ""),
        ("ASIAPACIFICSOUTHEAST", ""),
        ("ASIAPACIFICNORTHEAST", ""),
        ("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", ""),
        ("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2", ""),
        ("npm_configregistriesdefaultwithoutscopes", ""),
        ("sk_live_subscriptionrenewal2024", ""),
        ("AK" + "IAZQHWTKTMNAXJERBZ", "AWS"),
        ("AK" + "IAZQHWTKTMNAXJERB3", "AWS"),
        ("hf" + "_QsKqVbXwTzRnLmPcYdHfGjBaEuoNiKqVb", "Hugging Face"),
    ],
)
def test_a_key_says_which_service_issued_it(text, service):
    assert service_of(text) == service


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("KEY = 'K'\n", [1]),
        ("stripe.api_key = 'K'\n", [1]),
        ("client = Client('K')\n", [1]),
        ("def pay():\n    start({'id': 'K'})\n", [2]),
        ("class Pay:\n    x: str = 'K'\n", [2]),
        ("KEY = config('KEY', default='K')\n", [1]),
        ("'K'\n", []),
        ("if given == 'K':\n    refuse()\n", []),
        ("log.info('K')\n", []),
        ("x: str = Field(examples=['K'])\n", []),
        ("EXTRA = {'example': {'key': 'K'}}\n", []),
        ("if __name__ == '__main__':\n    show('K')\n", []),
    ],
)
@pytest.mark.parametrize("key", [STRIPE, AWS])
def test_it_is_found_under_any_name_unless_it_is_only_shown(source, found, key):
    assert lines(RULE, source.replace("K'", f"{key}'")) == found


def test_those_of_tests_are_left_alone_and_one_line_is_told_once():
    files = {"app/pay.py": f"SECRET_KEY = '{STRIPE}'\n", "tests/test_pay.py": f"KEY = '{AWS}'\n"}
    assert lines(RULE, files) == [1]
