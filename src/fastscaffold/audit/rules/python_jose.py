"""A library for tokens that is hardly kept any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Where it is declared; where it is imported if it is declared nowhere."""
    found = [each for each in facts.configuration.requirements if each.name == "python-jose"]
    shipped = [each.place for each in found if not each.is_development]
    places = shipped or ([] if found else list(facts.imports("jose")))
    for place in places[:1]:
        message = "Tokens are read by python-jose."
        yield Hit(Place(place.path, place.line), message, "python-jose")


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
    fix="Use PyJWT: `jwt.decode(token, key, algorithms=[...])`.",
    check=check,
    formerly=("X017",),
)
