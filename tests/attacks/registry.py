"""The attacks that are carried out, in the order of their ids."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from support.projects import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from attacks.target import Target

GROUPS = (
    "authn",
    "authz",
    "resources",
    "slow",
    "validation",
    "transactions",
    "uploads",
    "websockets",
    "headers",
)
LISTED = re.compile(r"^\| ([A-Z]+-\d+) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
# What the list of attacks names and this program does not carry out.
ELSEWHERE = {
    "TX-03": "no endpoint of the shop has work done later; the project's own test does",
    "TX-04": "the measurements under load kill workers and restart PostgreSQL",
    "SSRF-01": "no address that a client sends is called",
    "DEP-01": "not a request; `make audit` in the project",
}


class NotThereError(Exception):
    """The project has nothing that this attack could be carried out on."""


@dataclass(frozen=True)
class Attack:
    """What is tried.

    Attributes:
        id: as in docs/attacks.md.
        request: what is sent, in a few words.
        expected: what a sound project answers.
        run: carries it out, says what came back, and raises AssertionError otherwise.
    """

    id: str
    request: str
    expected: str
    run: Callable[[Target], str]


@dataclass(frozen=True)
class Outcome:
    """What came of an attack; ``state`` is ok, failed or not carried out."""

    attack: Attack
    got: str
    state: str
    seconds: float = 0


_ATTACKS: list[Attack] = []


def attack(id_: str, request: str, expected: str) -> Callable[..., Callable[[Target], str]]:
    """Register the function below as an attack."""

    def register(run: Callable[[Target], str]) -> Callable[[Target], str]:
        _ATTACKS.append(Attack(id_, request, expected, run))
        return run

    return register


def all_attacks() -> list[Attack]:
    """Every attack, in the order of docs/attacks.md."""
    for group in GROUPS:
        import_module(f"attacks.{group}")
    ids = [found[0] for found in LISTED.findall((ROOT / "docs" / "attacks.md").read_text())]
    return sorted(_ATTACKS, key=lambda item: ids.index(item.id))


def listed() -> dict[str, tuple[str, str]]:
    """The attacks of docs/attacks.md: id to what it is, and the answer."""
    text = (ROOT / "docs" / "attacks.md").read_text()
    return {id_: (what.strip(), answer.strip()) for id_, what, answer in LISTED.findall(text)}


def carry_out(target: Target, only: Sequence[str] = ()) -> Iterator[Outcome]:
    """Carry out all attacks, or those whose ids begin with one of ``only``."""
    for item in all_attacks():
        if not only or item.id.startswith(tuple(only)):
            started = time.perf_counter()
            got, state = _try(item, target)
            yield Outcome(item, got, state, time.perf_counter() - started)


def _try(item: Attack, target: Target) -> tuple[str, str]:
    try:
        return item.run(target), "ok"
    except NotThereError as reason:
        return str(reason), "not carried out"
    except Exception as error:  # noqa: BLE001 # whatever went wrong, the others are carried out
        return f"{type(error).__name__}: {error}"[:1_000], "failed"


def table(outcomes: list[Outcome]) -> str:
    """Rows of Markdown."""
    rows = [
        f"| {item.attack.id} | {item.attack.request} | {item.attack.expected} "
        f"| {_in_a_cell(item.got)} | {item.state} |"
        for item in outcomes
    ]
    return "\n".join(["| id | attack | expected | got | |", "|---|---|---|---|---|", *rows])


def _in_a_cell(text: str) -> str:
    return " ".join(text.replace("|", "/").encode(errors="backslashreplace").decode().split())
