"""Rules that a copy of the process looks at find the same, and so do those that a copy does not."""

from __future__ import annotations

import os
import pickle

import pytest
from support.audited import facts

from fastscaffold.audit import sharing
from fastscaffold.audit.rules import all_rules

PROJECT = """import logging
from fastapi import FastAPI, HTTPException
SECRET_KEY = "a8f5f167f44f4964e6c998dee827110c"
app = FastAPI(debug=True)
@app.get("/items")
def read():
    try:
        return 1
    except Exception as error:
        raise HTTPException(500, detail=str(error))
"""


@pytest.fixture
def project():
    return facts(PROJECT)


@pytest.fixture
def alone(project):
    return sharing.findings(project, all_rules())


def test_a_small_project_is_looked_at_by_one_process(project, monkeypatch):
    monkeypatch.setattr(sharing, "_can_fork", pytest.fail)
    assert sharing.findings(project, all_rules())


@pytest.fixture
def copied(monkeypatch):
    if not hasattr(os, "fork"):
        pytest.skip("no process can be copied here")
    copies = []
    monkeypatch.setattr(sharing, "WORTH_SHARING", 0)
    monkeypatch.setattr(sharing, "_can_fork", lambda: True)
    answered = sharing._answered
    monkeypatch.setattr(
        sharing, "_answered", lambda each: copies.append(answered(each)) or copies[0]
    )
    return copies


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_copy_finds_the_same_in_the_same_order(project, alone, copied):
    assert sharing.findings(project, all_rules()) == alone
    assert copied[0]
    assert {each.rule for each in copied[0]} < {each.rule for each in alone}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_a_copy_that_dies_was_to_find_is_found_all_the_same(
    project, alone, copied, monkeypatch
):
    monkeypatch.setattr(pickle, "dump", lambda *_: os._exit(1))
    assert sharing.findings(project, all_rules()) == alone
    assert copied == [None]


def test_no_process_with_threads_is_copied(monkeypatch):
    monkeypatch.setattr(sharing.threading, "active_count", lambda: 2)
    assert not sharing._can_fork()
