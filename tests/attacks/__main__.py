"""Carries out the attacks and shows the table: ``python -m attacks [--write] [ID...]``."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from support.projects import ROOT

from attacks.registry import Outcome, carry_out
from attacks.report import PAGE, page
from attacks.stack import running


def main(arguments: list[str]) -> int:
    """Give 1 where an attack was not answered as it should be."""
    only = [argument for argument in arguments if not argument.startswith("-")]
    outcomes: list[Outcome] = []
    log = ROOT / ".cache" / "attacks.log"
    log.parent.mkdir(exist_ok=True)
    log.unlink(missing_ok=True)
    with running(log) as target:
        for outcome in carry_out(target, only):
            outcomes.append(outcome)
            print(
                f"{outcome.attack.id:9} {outcome.state:16} {outcome.seconds:5.1f} s  "
                f"{outcome.attack.request}\n{'':28} expected {outcome.attack.expected}\n"
                f"{'':28} got      {outcome.got}",
                flush=True,
            )
    counts = Counter(outcome.state for outcome in outcomes)
    print(", ".join(f"{number} {state}" for state, number in counts.items()))
    if "--write" in arguments and not only:
        PAGE.write_text(page(outcomes))
        print(f"Written to {Path(PAGE).relative_to(ROOT)}.")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
