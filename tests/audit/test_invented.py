"""The verdicts of small projects of many styles."""

from __future__ import annotations

from importlib import import_module

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints import judge_all as security
from fastscaffold.audit.signals import judge_all as health

PROJECTS = (
    *("atelier", "blog", "clinic", "feed", "fleet", "lab"),
    *("ledger", "library", "mail", "shop", "todo", "weather"),
)


@pytest.mark.parametrize("name", PROJECTS)
def test_every_verdict_is_what_the_definitions_demand(name: str) -> None:
    project = import_module(f"audit.invented.{name}")
    found = facts(project.FILES)
    judged = {**health(found), **security(found)}
    said = {signal: judgement.verdict.value for signal, judgement in judged.items()}
    wrong = {
        signal: f"{verdict}, not {project.VERDICTS[signal]}"
        for signal, verdict in said.items()
        if verdict not in project.VERDICTS[signal].split("|")
    }
    assert wrong == {}
