"""Holds the audit's score against what attacks find in projects that were made worse on purpose.

``python -m attacks.degraded [--write] [DRAW-N...]``: variant ``n`` breaks ``n`` rules at once, drawn
from the mutants of rules about what attackers can see; ``--write`` writes docs/degraded.md.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import asdict, dataclass
from math import nan
from statistics import correlation
from typing import TYPE_CHECKING

from audit.mutants import broken_api, broken_database, broken_errors, broken_security
from audit.mutants.cases import after, changed, files_of, write
from support.projects import ROOT

from attacks.registry import carry_out
from attacks.stack import running
from fastscaffold.audit.audit import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.mutants.cases import Mutant

SEEDS = (5, 1005, 2005)
# By how many draws the limits of levels were chosen; the others were drawn when they stood.
CHOSEN_BY = 2
# Nothing is broken in the first of all.
VARIANTS = tuple(
    (draw, number) for draw in range(len(SEEDS)) for number in range(1 if draw else 0, 21)
)
KEPT = ROOT / ".cache" / "degraded"
PAGE = ROOT / "docs" / "degraded.md"
# What a request cannot show, since it is about the source, its documentation or its checks.
UNSEEN = ("API002", "API003", "ARCH", "PYD004", "PYD005", "PYD007", "PYD008", "SEC010", "SEC024")
# Endpoints of their own, which no attack knows.
UNSEEN += ("SEC027", "SEC028", "SEC029", "SEC030", "SEC031", "SEC032", "SEC033")
# Came after the draws, which one more to choose from would change.
UNSEEN += ("SEC034",)
MODULES = (broken_api, broken_database, broken_errors, broken_security)
# Mutants that say nothing of how safe a project is, and why.
LEFT_OUT = {
    "ERR001": "every refusal has another form, so twenty attacks that were refused look answered",
    "ERR003": "every refusal is an error of the server, as above",
    "ERR005": "advice",
    "SEC003": "nobody can log in any more, so that most attacks end there",
    "SEC011": "as soon as there are two users, nobody is logged in",
    "SEC022": "needs a library that no project has",
}
SEEN = ("API", "DB004", "ERR", "PYD", "SEC")
HEAD = """# The score against attacks

An audit's score is worth having only if it falls where a project gets weaker. Each line below is a
default project with the features of [`shop.yaml`](../examples/shop.yaml) in which some rules were broken
on purpose, drawn at random; it was audited, and then attacked from outside as
[attacks-live.md](attacks-live.md) tells. `make degraded` repeats it and writes this page.

Where DB004 is broken, what succeeds differs from run to run, as a request may come before the last one is committed:
another run of the same projects gave 0.90 in all, and 0.91, 0.88 and 0.86 by draw.
"""


@dataclass(frozen=True)
class Variant:
    """What came of one project.

    Attributes:
        broken: the rules that were broken.
        failed: the attacks that were not answered as a sound project answers them.
        carried_out: how many attacks there were.
    """

    broken: list[str]
    score: float
    health: int
    checkpoints: int
    failed: list[str]
    carried_out: int


def main(arguments: list[str]) -> int:
    """Run some variants, or all that were not run yet, and show the table."""
    KEPT.mkdir(parents=True, exist_ok=True)
    wanted = [each for each in VARIANTS if _name(*each) in arguments]
    for draw, number in wanted or [each for each in VARIANTS if not _kept(*each).exists()]:
        _kept(draw, number).write_text(json.dumps(asdict(_run(draw, number))))
    text = page(kept())
    print(text)
    if "--write" in arguments:
        PAGE.write_text(text)
    return 0


def kept() -> list[list[Variant]]:
    """What came of the variants that were run, by draw; a draw of which none was is empty."""
    return [
        [_read(*each) for each in VARIANTS if each[0] == draw and _kept(*each).exists()]
        for draw in range(len(SEEDS))
    ]


def chosen(draw: int, number: int, files: dict[str, str]) -> list[Mutant]:
    """As many mutants as can be made of a project together, in a random order."""
    mutants = [
        mutant
        for module in MODULES
        for mutant in module.MUTANTS
        if mutant.rule.startswith(SEEN) and not mutant.rule.startswith(UNSEEN)
    ]
    made: list[Mutant] = []
    for mutant in random.Random(SEEDS[draw] + number).sample(mutants, len(mutants)):
        if len(made) == number:
            break
        if mutant.rule not in LEFT_OUT and after(files, *made, mutant) is not None:
            made.append(mutant)
    return made


def page(draws: Sequence[list[Variant]]) -> str:
    """The whole page, with a table of each draw."""
    every = [variant for draw in draws for variant in draw]
    return "\n".join(
        [
            HEAD,
            f"Spearman's correlation of score and attacks passed, over {len(every)} projects: **{rank(every):.2f}**.",
            "",
            *(line for number, draw in enumerate(draws) if draw for line in _table(number, draw)),
            "Left out, since they break more than the rule is about or less than can be seen:",
            "",
            *(f"- `{rule}`: {reason}." for rule, reason in LEFT_OUT.items()),
            "",
        ]
    )


def _table(number: int, variants: list[Variant]) -> list[str]:
    rows = sorted(variants, key=lambda each: -each.score)
    chosen_by = (
        "Limits of levels were chosen by it" if number < CHOSEN_BY else "Limits stood before"
    )
    return [
        f"## Draw {number + 1}",
        "",
        f"{chosen_by}: {rank(rows):.2f} over {len(rows)} projects.",
        "",
        "| score | health of 16 | checklist of 10 | attacks passed | broken | attacks that succeeded |",
        "|---|---|---|---|---|---|",
        *(
            f"| {each.score:g} | {each.health} | {each.checkpoints} "
            f"| {each.carried_out - len(each.failed)} of {each.carried_out} "
            f"| {', '.join(each.broken) or 'nothing'} | {', '.join(each.failed) or 'none'} |"
            for each in rows
        ),
        "",
    ]


def rank(variants: Sequence[Variant]) -> float:
    """Spearman's correlation of scores and attacks passed; of a single project there is none."""
    if len(variants) < 2:
        return nan
    passed = [1 - len(each.failed) / each.carried_out for each in variants]
    return correlation(ranks([each.score for each in variants]), ranks(passed))


def ranks(values: list[float]) -> list[float]:
    """The rank of each value, the smallest first; equal ones share the mean of theirs."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


def _run(draw: int, number: int) -> Variant:
    broken: list[str] = []
    audits = []

    def change(project: Path) -> None:
        files = files_of(project)
        mutants = chosen(draw, number, files)
        broken.extend(sorted(each.rule for each in mutants))
        write(changed(files, *mutants), project)
        audits.append(audit(project))

    log = KEPT / f"{_name(draw, number)}.log"
    log.unlink(missing_ok=True)
    with running(log, change) as target:
        outcomes = [each for each in carry_out(target) if each.state != "not carried out"]
    found = audits[0]
    return Variant(
        broken,
        found.quality.score,
        found.health_score,
        found.security_met,
        [each.attack.id for each in outcomes if each.state == "failed"],
        len(outcomes),
    )


def _read(draw: int, number: int) -> Variant:
    return Variant(**json.loads(_kept(draw, number).read_text()))


def _kept(draw: int, number: int) -> Path:
    return KEPT / f"{_name(draw, number)}.json"


def _name(draw: int, number: int) -> str:
    return f"{draw + 1}-{number}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
