"""The page that shows what came of the attacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from support.projects import ROOT

from attacks.registry import ELSEWHERE, listed, table

if TYPE_CHECKING:
    from attacks.registry import Outcome

PAGE = ROOT / "docs" / "attacks-live.md"
HEAD = """# Attacks on a running project

What a default project with the features of [`shop.yaml`](../examples/shop.yaml) answered from outside,
served over TLS by two workers of uvicorn with the settings of production, on real PostgreSQL and real
Valkey. `make attack` carries the attacks out and writes this page; times are those of the machine that
wrote it. [attacks.md](attacks.md) names the tests that a project brings along for the same attacks.
"""


def page(outcomes: list[Outcome]) -> str:
    """The whole page."""
    counts = Counter(outcome.state for outcome in outcomes)
    done = [outcome for outcome in outcomes if outcome.state != "not carried out"]
    left_out = {
        outcome.attack.id: outcome.got for outcome in outcomes if outcome.state == "not carried out"
    }
    reasons = ELSEWHERE | left_out
    rows = [
        f"| {id_} | {what} | {reasons[id_]} |"
        for id_, (what, _) in listed().items()
        if id_ in reasons
    ]
    summary = f"Of {len(listed())} attacks {len(done)} were carried out, and {counts['ok']} were answered as expected."
    return "\n".join(
        [
            HEAD,
            summary,
            "",
            table(done),
            "",
            "## Not carried out",
            "",
            "| id | attack | why |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )
