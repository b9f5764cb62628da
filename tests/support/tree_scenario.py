"""A project and a plan that does everything a plan can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.faults import Snapshot, restore, snapshot

from fastscaffold.tree import DiskSink, Plan, Tree

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "src/app/main.py"


@dataclass(frozen=True)
class Scenario:
    root: Path
    before: Snapshot
    after: Snapshot
    plan: Plan

    def commit(self) -> None:
        DiskSink().commit(self.plan)

    def reset(self) -> None:
        restore(self.root, self.before)

    def now(self) -> Snapshot:
        return snapshot(self.root)


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def make_scenario(root: Path, *, foreign: bool = False) -> Scenario:
    write(
        root,
        {
            MAIN: b"app = 1\n",
            "run.sh": b"#!/bin/sh\n",
            "untouched.txt": b"as it is",
            "old/a.py": b"a = 1\n",
            "old/deep/b.py": b"b = 1\n",
            "half/stays.py": b"",
            "half/goes.py": b"gone",
        },
    )
    if not foreign:
        write(root, {".fastscaffold/project.json": b"{}\n"})
    (root / "run.sh").chmod(0o755)
    (root / "old").chmod(0o750)
    before = snapshot(root)
    plan = make_plan(root)
    DiskSink().commit(plan)
    after = snapshot(root)
    restore(root, before)
    return Scenario(root, before, after, plan)


def make_plan(root: Path) -> Plan:
    tree = Tree(root)
    tree.write(MAIN, b"app = 2\n")
    tree.write("run.sh", b"#!/bin/sh\necho\n")
    tree.write("src/app/features/orders/router.py", b"router = 1\n")
    tree.write("src/app/features/orders/__init__.py", b"")
    tree.write(".env", b"SECRET=1\n", mode=0o600)
    for path in ("old/a.py", "old/deep/b.py", "half/goes.py"):
        tree.delete(path)
    return Plan(root, tree.actions(), tree.reads)
