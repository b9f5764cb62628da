from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field

import pytest
from cli.samples import LISTING, PLAN, ROOT

from fastscaffold import pipeline, queries
from fastscaffold.__main__ import main
from fastscaffold.requests import Diagnosis, Result


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, object]:
        return json.loads(self.out)


@dataclass
class FakePipeline:
    """Records what it was asked; answers with ``result``, or raises it."""

    result: object = field(default_factory=lambda: Result("ok", PLAN))
    calls: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    flags: dict[str, object] = field(default_factory=dict)

    def answer(self, name: str, *arguments: object, **flags: object) -> object:
        self.calls.append((name, arguments))
        self.flags = flags
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result

    @property
    def call(self) -> tuple[object, ...]:
        [(_, arguments)] = self.calls
        return arguments


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline()

    def stand_in(name: str):
        return lambda *arguments, **flags: fake.answer(name, *arguments, **flags)

    for name in (
        *("new_project", "add_features", "add_capabilities", "add_tests", "remove_features"),
        "recover",
    ):
        monkeypatch.setattr(pipeline, name, stand_in(name))
    monkeypatch.setattr(queries, "list_project", lambda _: LISTING)
    monkeypatch.setattr(queries, "list_capabilities", lambda _: LISTING)
    monkeypatch.setattr(queries, "diagnose", lambda _: Diagnosis(ROOT))
    monkeypatch.setattr(queries, "spec_schema", lambda: '{"title": "Spec"}\n')
    monkeypatch.setattr(queries, "spec_reference", lambda: "# Reference\n")
    return fake


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Runs a command in this process, without a terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
