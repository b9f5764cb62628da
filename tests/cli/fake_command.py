"""The command line with a pipeline that only writes down what it was asked. Run by the terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fastscaffold import pipeline, queries
from fastscaffold.__main__ import main
from fastscaffold.errors import Message, SpecError, UsageError
from fastscaffold.requests import (
    CapabilityRow,
    Conflict,
    ConflictPolicy,
    FeatureRow,
    Listing,
    Result,
)
from fastscaffold.tree.actions import Action, ActionKind
from fastscaffold.tree.plan import Plan

LOG = Path(os.environ["FAKE_LOG"])
PLAN = Plan(
    root=Path("/project"), actions=(Action(ActionKind.CREATE, "src/new.py", None, b"a = 1\n"),)
)
REMOVAL = Plan(
    root=Path("/project"),
    actions=(Action(ActionKind.REMOVE, "src/old.py", b"a = 1\n", None),),
    warnings=(Message("remove.rows", "Its rows go with it."),),
)
LISTING = Listing(
    root=Path("/project"),
    features=(
        FeatureRow("customers", "Customer", "/customers", 3, 0),
        FeatureRow("products", "Product", "/products", 3, 0),
    ),
    capabilities=(
        CapabilityRow("cors", "Lets browsers in.", installed=False, profiles=("production",)),
        CapabilityRow("limits", "Limits rates.", installed=False),
        *([CapabilityRow("auth", "Users.", installed=True)] if os.environ.get("FAKE_AUTH") else []),
    ),
)


def write(text: str) -> None:
    with LOG.open("a") as file:
        file.write(text + "\n")


def carry_out(*arguments, **flags):
    request, options, interaction = arguments[-3:]
    write(repr(request))
    if flags:
        write(repr(flags))
    if os.environ.get("FAKE_REFUSE") and LOG.read_text().count("\n") == 1:
        raise SpecError(Message("spec.reserved", "The name is reserved."))
    if options.on_conflict is ConflictPolicy.ASK and os.environ.get("FAKE_CONFLICT"):
        write(interaction.resolve(Conflict("main.py", b"old\n", b"new\n")).value)
    plan = REMOVAL if isinstance(request, list) else PLAN
    agreed = interaction.confirm(plan)
    write(f"confirmed: {agreed}")
    if not agreed:
        notice = Message("declined", "Nothing was changed.")
        return Result("unchanged", plan, warnings=plan.warnings, notices=(notice,))
    return Result("ok", plan, warnings=plan.warnings, next=("make test",))


for name in ("new_project", "add_features", "add_capabilities", "remove_features"):
    setattr(pipeline, name, carry_out)


def check_choice(request):
    if {"cors", "limits"}.isdisjoint(request.with_capabilities) and request.without_capabilities:
        raise UsageError(Message("new.required", "cors cannot be left out: limits requires it."))


def check_feature_name(_project, name):
    if name == "users":
        raise UsageError(Message("feature.of-capability", "The capability `auth` has it already."))


queries.check_choice = check_choice
queries.check_feature_name = check_feature_name
queries.list_project = lambda _: LISTING
queries.list_capabilities = lambda _: LISTING
sys.exit(main())
