"""Keys that well-known services have issued, which tell themselves by how they begin."""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.project.programs import in_main_block
from fastscaffold.audit.facts.secrets.written_addresses import used_literals
from fastscaffold.audit.facts.texts.random_texts import is_random

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

# What each begins with, and what was drawn. Those of Google (`AIza`) are made to be public.
_ISSUED = {
    "AWS": r"(?:AKIA|ASIA)([A-Z2-7]{16})",
    "Anthropic": r"sk-ant-(?:[a-z]+\d\d-)?([\w-]{20,})",
    "DigitalOcean": r"do[opr]_v1_([0-9a-f]{64})",
    "GitHub": r"(?:gh[opsur]|github_pat)_(\w{22,})",
    "GitLab": r"glpat-([\w-]{20,})",
    "Google": r"GOCSPX-([\w-]{28})",
    "Groq": r"gsk_([A-Za-z0-9]{40,})",
    "Hugging Face": r"hf_([A-Za-z0-9]{30,})",
    "OpenAI": r"sk-(?:proj-|svcacct-|admin-)?((?!ant-|proj-)[\w-]{20,})",
    "PyPI": r"pypi-AgE([\w-]{50,})",
    "SendGrid": r"SG\.([\w-]{22}\.[\w-]{43})",
    "Shopify": r"shp(?:at|ca|pa|ss)_([0-9a-fA-F]{32})",
    "Slack": r"xox[abeoprs]-([\w-]{20,})",
    "Stripe": r"(?:sk|rk)_(?:live|test)_([A-Za-z0-9]{16,})",
    "Telegram": r"\d{8,10}:AA([\w-]{33})",
    "npm": r"npm_([A-Za-z0-9]{36})",
}
_PATTERN = re.compile("|".join(f"(?:{each})" for each in _ISSUED.values()))
_SERVICES = tuple(_ISSUED)
# What stands in for a key, in whichever case: letters and digits in their order, too.
_STAND_IN = re.compile(
    r"(?i)example|sample|your|placeholder|dummy|fake|mock|insert|change|replace|redacted|xxxx"
    r"|12345|abcdef|qwerty"
)
# What letters alone, or with a number behind them, have where nobody can speak them.
_UNSPOKEN = re.compile(r"(?i)[^\W\daeiouy_]{5}")
_NUMBER_BEHIND = re.compile(r"\d{1,4}$")
# Bits a character; what somebody types who only fills a form has fewer.
_LEAST_ENTROPY = 3.0


def issued_keys(facts: Facts) -> Iterator[tuple[Module, ast.Constant, str]]:
    """Literals that are such a key, and whose; not where one is only shown."""
    for module in facts.production:
        for node in used_literals(module, _is_key):
            service = service_of(node.value)
            if service and not in_main_block(module, node):
                yield module, node, service


def service_of(text: object) -> str:
    """The service that issued a key; empty where it is none."""
    match = _PATTERN.fullmatch(text) if isinstance(text, str) else None
    if match is None or match.lastindex is None or _STAND_IN.search(match.string):
        return ""
    drawn = match[match.lastindex]
    is_drawn = _is_drawn(drawn) and _entropy(drawn) >= _LEAST_ENTROPY
    return _SERVICES[match.lastindex - 1] if is_drawn else ""


def _is_drawn(text: str) -> bool:
    """Whether somebody drew it, rather than wrote words in a row: ``ASIAPACIFICSOUTHEAST``."""
    if not text.isalnum():
        return is_random(text, of="")
    named = _NUMBER_BEHIND.sub("", text)
    return not named.isalpha() or _UNSPOKEN.search(named) is not None


def _is_key(node: ast.Constant) -> bool:
    return bool(service_of(node.value))


def _entropy(text: str) -> float:
    """Shannon's entropy of the characters of a text, in bits a character."""
    return -sum(n / len(text) * log2(n / len(text)) for n in Counter(text).values())
