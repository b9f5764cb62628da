"""What other tools find of what was labelled by hand in public projects, and what they say beside it.

cd tests; python -m audit.compare DIRECTORY TOOLS [--write]

DIRECTORY holds a checkout of each project, TOOLS the programs bandit, ruff and fastapi-therapist.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from support.projects import ROOT

from audit.accuracy import LABELS, identifier, is_same
from fastscaffold.audit.audit import audit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PAGE = ROOT / "docs" / "compared.md"
HEAD = """# Beside other tools

What four tools say of {projects} of the public projects that were read and labelled by hand
([how](../tests/audit/labels/README.md)), those on which the rules were developed, which
flatters our figures. A question is compared where at least one other tool asks it; found is how many of
the labelled places a tool names, false how many other places of source that is neither test nor
migration it names for the same reason. `python -m audit.compare` in `tests` repeats it.
"""


@dataclass(frozen=True)
class Place:
    """Where a tool says something; as much of a finding as labels are compared with."""

    rule: str
    path: str
    line: int


# A rule of ours, what it asks, and the rules of others that ask the same.
QUESTIONS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "CONF002": (
        "a secret has a default that works",
        {
            "bandit": ("B105", "B106", "B107"),
            "ruff": ("S105", "S106", "S107"),
            "fastapi-therapist": ("FASTT013",),
        },
    ),
    "SEC009": (
        "SQL is made of what a request says",
        {"bandit": ("B608",), "ruff": ("S608",), "fastapi-therapist": ("FASTT017",)},
    ),
    "SEC003": (
        "passwords are hashed weakly",
        {"bandit": ("B303", "B324"), "ruff": ("S303", "S324")},
    ),
    "SEC015": (
        "pages of every origin may send credentials",
        {"fastapi-therapist": ("FASTT015",)},
    ),
    "PYD002": (
        "responses carry what is secret",
        {"fastapi-therapist": ("FASTT010", "FASTT011")},
    ),
    "CONF004": (
        "settings are read again for each request",
        {"fastapi-therapist": ("FASTT036",)},
    ),
}
OURS = "fastscaffold audit"
NO_SOURCE = ("test", "conftest", "alembic", "migrations")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m audit.compare")
    parser.add_argument("directory", type=Path, help="holds a checkout of each project")
    parser.add_argument("tools", type=Path, help="holds bandit, ruff and fastapi-therapist")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    arguments = parser.parse_args()
    labels = [yaml.safe_load(path.read_text()) | {"name": path.stem} for path in all_labels()]
    labels = [each for each in labels if (arguments.directory / each["name"]).is_dir()]
    tools = readers(arguments.tools)
    counts: dict[str, Counter[tuple[str, str]]] = {tool: Counter() for tool in tools}
    for label in labels:
        checkout = arguments.directory.resolve() / label["name"]
        for tool, read in tools.items():
            places = of_source(read(checkout), checkout)
            counts[tool].update(compare(label, checkout, places, tool))
    text = page(counts, len(labels))
    print(text)
    if arguments.write:
        PAGE.write_text(text)


def all_labels() -> Iterator[Path]:
    """Those of projects that may be looked at."""
    for path in sorted(LABELS.glob("*.yaml")):
        if yaml.safe_load(path.read_text())["set"] != "held-out":
            yield path


def compare(
    label: dict[str, Any], checkout: Path, places: list[Place], tool: str
) -> Counter[tuple[str, str]]:
    """How many labels are found and missed, and how many places are none."""
    counts: Counter[tuple[str, str]] = Counter({("all", "said"): len(places)})
    true = label.get("findings") or []
    open_ = [*(label.get("contested") or []), *(label.get("ambiguous") or [])]
    for ours, (_, others) in QUESTIONS.items():
        if ours not in {identifier(each) for each in label["rules_labelled"]}:
            continue
        asked = {ours} if tool == OURS else {*others.get(tool, ())}
        said = [Place(ours, each.path, each.line) for each in places if each.rule in asked]
        wanted = [each for each in true if identifier(each["rule"]) == ours]
        found = [each for each in wanted if any(is_same(place, each, checkout) for place in said)]
        counts[ours, "found"] += len(found)
        counts[ours, "labels"] += len(wanted)
        counts[ours, "false"] += sum(
            not any(is_same(place, each, checkout) for each in (*true, *open_)) for place in said
        )
    return counts


def page(counts: dict[str, Counter[tuple[str, str]]], projects: int) -> str:
    """The whole page."""
    rows = [f"| question | places | {' | '.join(counts)} |", "|---|---|" + "---|" * len(counts)]
    for ours, (question, others) in QUESTIONS.items():
        cells = [
            f"{each[ours, 'found']} found, {each[ours, 'false']} false"
            if tool in {OURS, *others}
            else "does not ask"
            for tool, each in counts.items()
        ]
        labels = max(each[ours, "labels"] for each in counts.values())
        rows.append(f"| {question} (`{ours}`) | {labels} | {' | '.join(cells)} |")
    said = [str(each["all", "said"]) for each in counts.values()]
    rows.append(f"| everything that a tool says | | {' | '.join(said)} |")
    return "\n".join([HEAD.format(projects=projects), *rows, ""])


def readers(tools: Path) -> dict[str, Callable[[Path], Iterator[Place]]]:
    """For each tool what it says of a checkout."""

    def of_ours(checkout: Path) -> Iterator[Place]:
        return (Place(each.rule, each.path, each.line) for each in audit(checkout).findings)

    def of_bandit(checkout: Path) -> Iterator[Place]:
        for each in output(tools / "bandit", "-q", "-r", "-f", "json", checkout)["results"]:
            yield Place(each["test_id"], each["filename"], each["line_number"])

    def of_ruff(checkout: Path) -> Iterator[Place]:
        options = ("--isolated", "--select", "S,FAST,ASYNC", "--output-format", "json")
        for each in output(tools / "ruff", "check", *options, checkout):
            yield Place(each["code"], each["filename"], each["location"]["row"])

    def of_therapist(checkout: Path) -> Iterator[Place]:
        options = ("--json", "--no-ruff", "--no-vulture")
        for each in output(tools / "fastapi-therapist", *options, checkout)["diagnostics"]:
            yield Place(each["rule"], each["filePath"], each["line"])

    return {
        OURS: of_ours,
        "bandit": of_bandit,
        "ruff": of_ruff,
        "fastapi-therapist": of_therapist,
    }


def of_source(places: Iterable[Place], checkout: Path) -> list[Place]:
    """Those in neither tests nor migrations, with paths from the root of the project."""
    found: list[Place] = []
    for each in places:
        path = (checkout / each.path).relative_to(checkout)
        if not any(part.startswith(NO_SOURCE) for part in path.parts):
            found.append(Place(each.rule, path.as_posix(), each.line))
    return found


def output(*command: Path | str) -> Any:
    """What a program prints, read as JSON; it ends with an error where it finds something."""
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
