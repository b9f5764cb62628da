"""The questions of ``new``: one for each flag that was left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fastscaffold.cli.new import PYTHONS, default_python, new_request
from fastscaffold.cli.prompts import Choice, ask_one, ask_some, ask_text, told
from fastscaffold.errors import UsageError
from fastscaffold.requests import NewProject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.cli.answers import Answers


def ask_project(given: Answers) -> Answers:
    """Ask for what was not given; what was given is never asked for."""
    name = given.name or ask_text("Name of the project:", check=_name_problem)
    profile = given.profile or ask_one(
        "What does it start with?",
        [
            Choice("production", "every capability that runs without an outside service"),
            Choice("minimal", "none; add them when you need them"),
        ],
        default="production",
    )
    given = replace(given, name=name, profile=profile)
    if given.with_ is None and given.without is None:
        given = _with_capabilities(given)
    return replace(
        given,
        database=given.database
        or ask_one(
            "Which database does it start with? The code runs on both.",
            [
                Choice("sqlite", "a file, runs at once"),
                Choice("postgres", "a server at DATABASE_URL"),
            ],
            default="sqlite",
        ),
        package=given.package
        or ask_text("Name of the import package:", default="app", check=_package_problem),
        python=given.python
        or ask_one(
            "Lowest version of Python:",
            [Choice(version) for version in PYTHONS],
            default=default_python(),
        ),
    )


def _with_capabilities(given: Answers) -> Answers:
    from fastscaffold import queries  # noqa: PLC0415

    rows = queries.list_capabilities(None).capabilities
    usual = {row.name for row in rows if given.profile in row.profiles}

    def answer(chosen: Sequence[str]) -> Answers:
        more, fewer = set(chosen) - usual, usual - set(chosen)
        return replace(given, with_=tuple(sorted(more)), without=tuple(sorted(fewer)))

    chosen = ask_some(
        "Which capabilities does it have?",
        [Choice(row.name, row.summary, checked=row.name in usual) for row in rows],
        check=lambda chosen: _choice_problem(answer(chosen)),
    )
    return answer(chosen)


def _choice_problem(answers: Answers) -> str | None:
    from fastscaffold import queries  # noqa: PLC0415

    try:
        queries.check_choice(new_request("probe", answers))
    except UsageError as error:
        # The flags that the hint names are none of those who are asked.
        return error.messages[0].message
    return None


def _name_problem(text: str) -> str | None:
    return _problem(NewProject(text, Path()))


def _package_problem(text: str) -> str | None:
    return _problem(NewProject("probe", Path(), package=text))


def _problem(request: NewProject) -> str | None:
    from fastscaffold.generators.new_project import check_names  # noqa: PLC0415

    try:
        check_names(request)
    except UsageError as error:
        return told(error.messages[0].message, error.messages[0].hint)
    return None
