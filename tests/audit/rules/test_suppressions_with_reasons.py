from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.suppressions_with_reasons import RULE


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore[SEC009]", "Findings are suppressed here without a reason."),
        ("ignore[SEC999] because", "No rule is called SEC999: nothing is suppressed by that name."),
    ],
)
@pytest.mark.parametrize("path", ["app/main.py", "tests/test_main.py", ".env.example"])
def test_it_finds(path, comment, said):
    files = {"app/main.py": "", path: f"x=1\ny=2  # fastscaffold: {comment}\n"}
    (found,) = findings(RULE, files)
    assert (found.path, found.line, found.message) == (path, 2, said)


@pytest.mark.parametrize(
    "comment",
    [
        "fastscaffold: ignore[SEC009] the schema is our own",
        "fastscaffold: ignore[SEC009, gen002] both are meant",
        "fastscaffold is told elsewhere",
    ],
)
def test_it_leaves_alone(comment):
    assert findings(RULE, f"x = 1  # {comment}\n") == []
