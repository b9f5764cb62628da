"""A library for tokens that is hardly kept any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


_READING = (
    "jose.jwt.decode",
    "jose.jwt.get_unverified_claims",
    "jose.jws.verify",
    "jose.jwe.decrypt",
)
_SIGNING = ("jose.jwt.encode", "jose.jws.sign", "jose.jwe.encrypt")


def check(facts: Facts) -> Iterator[Hit]:
    """Where it is declared; where it is imported if it is declared nowhere."""
    found = [each for each in facts.configuration.requirements if each.name == "python-jose"]
    shipped = [each.place for each in found if not each.is_development]
    places = shipped or ([] if found else list(facts.imports("jose")))
    for place in places[:1]:
        yield Hit(Place(place.path, place.line), _message(facts), "python-jose")


def _message(facts: Facts) -> str:
    """What is done with it, as far as that can be told."""
    if next(facts.calls(*_READING), None) is not None:
        return "Tokens are read by python-jose."
    if next(facts.calls(*_SIGNING), None) is not None:
        return "Tokens are signed by python-jose."
    return "python-jose is among what the project depends on."


RULE = Rule(
    id="SEC024",
    name="python-jose",
    severity=Severity.P1,
    topic="security",
    seed="CVE-2024-33663 and CVE-2024-33664; PyJWT is what FastAPI's own tutorial uses",
    what="`python-jose` among the dependencies that are shipped, or imported without being"
    " declared; told once. Dependencies of development are left alone.",
    why="It has confused algorithms, let small tokens grow without bound, and went for years"
    " without a release; it accepts tokens without a list of algorithms.",
    bad={"requirements.txt": "fastapi\npython-jose[cryptography]\n"},
    good={"requirements.txt": "fastapi\npyjwt\n"},
    fix="Use PyJWT: `jwt.encode(claims, key)` and `jwt.decode(token, key, algorithms=[...])`.",
    check=check,
    formerly=("X017",),
)
