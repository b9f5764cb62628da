from __future__ import annotations

import pytest
from support.audited import facts, findings
from support.effort import bounded_effort

from fastscaffold.audit.rules import rule
from fastscaffold.audit.rules.suppressions_with_reasons import RULE
from fastscaffold.audit.suppressions import accepted, suppressions

BARE = "Nothing is suppressed here: a rule is named in brackets, `ignore[RULE]`."


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("ignore[SEC009]", "Findings are suppressed here without a reason."),
        ("ignore[SEC999] because", "No rule is called SEC999: nothing is suppressed by that name."),
        ("ignore CONF001 it is ours", BARE),
        ("ignore: CONF001 it is ours", BARE),
        ("ignore [CONF001] it is ours", BARE),
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
        "fastscaffold: ignored by it",
    ],
)
def test_it_leaves_alone(comment):
    assert findings(RULE, f"x = 1  # {comment}\n") == []


SLEEP = """import time


async def wait():
    time.sleep(
        1
    ){behind}
    {above}
    time.sleep(2)
"""


def test_a_comment_behind_a_statement_of_several_lines_accepts_it_and_one_above_nothing():
    comment = "# fastscaffold: ignore[ARCH007] it is short"
    source = SLEEP.format(behind=f"  {comment}", above=comment)
    found = facts(source)
    accepted = suppressions(found)

    first, second = rule("ARCH007").findings(found)
    assert any(each.covers(first) for each in accepted)
    assert not any(each.covers(second) for each in accepted)


def test_many_comments_in_one_module_are_matched_in_one_walk():
    settings = "".join(
        f"CLIENT{each}_SECRET_KEY = 'kT8vQ2zL9wXb4RnYp{each}'  # fastscaffold: ignore[CONF001] test\n"
        for each in range(5_000)
    )
    project = facts({"app/main.py": "", "app/config.py": settings})
    found = [*rule("CONF001").findings(project)]
    with bounded_effort():
        assert accepted(project, found) == found
        assert not [*RULE.findings(project)]


IMAGE = """FROM python:3.12
{above}
RUN pip install . \\
  --no-cache
CMD ["uvicorn", "app.main:app"]{behind}
"""


def test_in_an_image_it_stands_above_an_instruction():
    image = IMAGE.format(above="# fastscaffold: ignore[OPS002] root is mapped", behind="")
    (found,) = suppressions(facts({"app/main.py": "", "Dockerfile": image}))

    assert (found.first, found.line, found.last) == (2, 2, 3)


def test_in_an_image_none_stands_behind_an_instruction():
    behind = "  # fastscaffold: ignore[OPS003] the release job migrates"
    files = {"app/main.py": "", "Dockerfile": IMAGE.format(above="", behind=behind)}

    (found,) = findings(RULE, files)

    assert (found.line, found.message) == (
        5,
        "Docker knows no comment here: it stands on a line of its own, above.",
    )
    assert suppressions(facts(files)) == []
