"""Comments that accept findings without saying why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.suppressions import (
    bare_comments,
    comments_behind_instructions,
    suppressions,
    unknown_rules,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each comment without a reason, and each that names no rule, or one that there is not."""
    for each in suppressions(facts):
        unknown = unknown_rules(each)
        if not each.reason:
            message = "Findings are suppressed here without a reason."
        elif unknown:
            message = f"No rule is called {unknown[0]}: nothing is suppressed by that name."
        else:
            continue
        yield Hit(Place(each.path, each.line), message)
    for place in comments_behind_instructions(facts):
        yield Hit(place, "Docker knows no comment here: it stands on a line of its own, above.")
    for place in bare_comments(facts):
        yield Hit(place, "Nothing is suppressed here: a rule is named in brackets, `ignore[RULE]`.")


_TOP = "import time\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
_ROUTE = '@app.get("/")\nasync def read() -> int:\n    time.sleep(0)'

RULE = Rule(
    id="GEN002",
    name="suppressions-with-reasons",
    severity=Severity.P1,
    topic="architecture",
    seed="a finding that is accepted without a reason is accepted by whoever comes next, too",
    what="Comments `# fastscaffold: ignore[RULE]` without a reason behind the brackets, which"
    " accept nothing, those that name a rule that there is not, and those that name one without"
    " brackets. In Dockerfiles those behind an instruction, which Docker takes for a part of it.",
    why="Nobody can tell later whether the finding was judged or only silenced, and a name that is"
    " wrong silences nothing.",
    bad={"app/main.py": f"{_TOP}{_ROUTE}  # fastscaffold: ignore[ARCH007]\n    return 1\n"},
    good={
        "app/main.py": f"{_TOP}{_ROUTE}  # fastscaffold: ignore[ARCH007] it only yields the GIL\n"
        "    return 1\n"
    },
    fix="Say behind the brackets why the finding is accepted, and name a rule that there is.",
    check=check,
)
