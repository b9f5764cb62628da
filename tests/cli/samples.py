"""A plan and a listing that have something of everything."""

from __future__ import annotations

from pathlib import Path

from fastscaffold.requests import CapabilityRow, FeatureRow, Listing
from fastscaffold.tree.actions import Action, ActionKind
from fastscaffold.tree.plan import Plan

ROOT = Path("/project")
PLAN = Plan(
    root=ROOT,
    actions=(
        Action(ActionKind.CREATE, "src/app/features/orders/router.py", None, b"a = 1\n"),
        Action(ActionKind.EDIT, "src/app/main.py", b"x = 1\ny = 2\n", b"x = 1\nz = 3\n"),
        Action(ActionKind.IDENTICAL, "README.md", b"r\n", b"r\n"),
        Action(ActionKind.SKIP, "Makefile", b"m\n", b"m\n"),
        Action(ActionKind.CONFLICT, "pyproject.toml", b"p\n", b"q\n"),
        Action(ActionKind.REMOVE, "old.py", b"o\n", None),
        Action(ActionKind.CREATE, ".fastscaffold/features/orders.json", None, b"{}\n"),
    ),
)
LISTING = Listing(
    root=ROOT,
    features=(FeatureRow("orders", "Order", "/orders", 3, 2),),
    capabilities=(
        CapabilityRow("cors", "Lets browsers in.", installed=True),
        CapabilityRow("limits", "Limits rates.", installed=False),
    ),
)
