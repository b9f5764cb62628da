"""How true the audit's verdicts and findings are, beside labels of public projects.

cd tests; python -m audit.accuracy DIRECTORY [--set held-out] [--list]
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fastscaffold.audit.audit import audit
from fastscaffold.audit.rules import rule

LABELS = Path(__file__).with_name("labels")
# Lines that a finding may be away from its label where neither stands in a function.
NEAR = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m audit.accuracy")
    parser.add_argument("directory", type=Path, help="holds a checkout of each project")
    parser.add_argument("--set", help="one set only")
    parser.add_argument("--list", action="store_true", help="also what is wrong")
    arguments = parser.parse_args()
    figures: dict[str, Counter[str]] = {}
    for path in sorted(LABELS.glob("*.yaml")):
        label = yaml.safe_load(path.read_text())
        checkout = arguments.directory / path.stem
        if checkout.is_dir() and arguments.set in {None, label["set"]}:
            counts, wrong = compare(label, checkout)
            figures.setdefault(label["set"], Counter()).update(counts)
            if arguments.list:
                print(*(f"{path.stem}: {line}" for line in wrong), sep="\n")
    for name, counts in figures.items():
        print(
            f"{name}: verdicts {counts['right']} of {counts['cells']},"
            f" precision {share(counts['true'], counts['false'])},"
            f" recall {share(counts['true labels'], counts['missed'])}"
        )


def share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.3f} ({good} of {good + bad})" if good + bad else "-"


def compare(label: dict[str, Any], checkout: Path) -> tuple[Counter[str], list[str]]:
    # By it the audit tells a repository, whose other parts count; archives come without.
    (checkout / ".git").mkdir(exist_ok=True)
    checkout = checkout / label.get("root", ".")
    found = audit(checkout)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    judged = {**found.health, **found.security}
    for name, cell in {**label["signals"], **label["checkpoints"]}.items():
        counts["cells"] += 1
        verdict = judged[name].verdict.value
        if verdict in accepted(cell):
            counts["right"] += 1
        else:
            wrong.append(f"{name} is {verdict}, not {cell['verdict']}: {cell.get('why', '')}")
    labelled = {identifier(each) for each in label["rules_labelled"]}
    findings = [each for each in found.findings if each.rule in labelled]
    true = label.get("findings") or []
    open_ = [*(label.get("contested") or []), *(label.get("ambiguous") or [])]
    for finding in findings:
        if any(is_same(finding, each, checkout) for each in true):
            counts["true"] += 1
        elif not any(is_same(finding, each, checkout) for each in open_):
            counts["false"] += 1
            wrong.append(f"false {finding.rule} {finding.path}:{finding.line}")
    for each in true:
        hit = any(is_same(finding, each, checkout) for finding in findings)
        counts["true labels" if hit else "missed"] += 1
        if not hit:
            wrong.append(f"missed {each['rule']} {each['path']}:{each.get('line')}")
    return counts, wrong


def accepted(cell: dict[str, Any]) -> set[str]:
    told = {cell["verdict"], *as_list(cell.get("also_ok"))}
    told.update(re.findall(r"also_accept\W+(\w+)", str(cell)))
    return told | ({"partial", "unknown"} if cell.get("readme_word") == "unclear" else set())


def identifier(name: str) -> str:
    known = rule(name)
    return name if known is None else known.id


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def is_same(finding: Any, label: dict[str, Any], checkout: Path) -> bool:
    if finding.rule != identifier(label["rule"]):
        return False
    if label.get("scope") == "project" or label["path"] == ".":
        return True
    places = [(label["path"], label.get("line") or 1, label.get("end_line"))]
    places += [(label["path"], label[key], None) for key in ("decorator_line",) if key in label]
    for other in (*as_list(label.get("also")), *as_list(label.get("also_at"))):
        match = re.match(r"(.*):(\d+)", str(other))
        if match:
            places.append((match[1], int(match[2]), None))
    return any(
        finding.path == path
        and (
            label.get("scope") == "file"
            or line - NEAR <= finding.line <= (end or line) + NEAR
            or is_in_one_function(checkout / path, finding.line, line)
        )
        for path, line, end in places
    )


def is_in_one_function(path: Path, one: int, other: int) -> bool:
    return any(
        first <= min(one, other) and max(one, other) <= last for first, last in functions_of(path)
    )


@cache
def functions_of(path: Path) -> list[tuple[int, int]]:
    """The first and the last lines of the functions of a file, decorators included."""
    if path.suffix != ".py" or not path.is_file():
        return []
    try:
        tree = ast.parse(path.read_text(errors="replace"))
    except SyntaxError:
        return []
    return [
        (
            min([node.lineno, *(each.lineno for each in node.decorator_list)]),
            node.end_lineno or node.lineno,
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


if __name__ == "__main__":
    main()
