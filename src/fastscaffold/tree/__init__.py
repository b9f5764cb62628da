"""Files as a plan sees them, and the way of a plan to the disk. Knows nothing of FastAPI."""

from __future__ import annotations

from fastscaffold.tree.actions import Action, ActionKind
from fastscaffold.tree.new_project import clear_abandoned
from fastscaffold.tree.plan import Plan
from fastscaffold.tree.prepare import refuse_changed
from fastscaffold.tree.recovery import Recovery, recover
from fastscaffold.tree.sink import DiskSink, DryRunSink, NewProjectSink, Outcome, Sink
from fastscaffold.tree.tree import Tree

__all__ = [
    "Action",
    "ActionKind",
    "DiskSink",
    "DryRunSink",
    "NewProjectSink",
    "Outcome",
    "Plan",
    "Recovery",
    "Sink",
    "Tree",
    "clear_abandoned",
    "recover",
    "refuse_changed",
]
