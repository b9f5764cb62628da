"""What is to be done before a project is deployed that was given capabilities."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.generators.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.capabilities.capability import Capability

CODE = "capability.deployment"
# The mark, in a generated project's `config.py`, of a default that is for development only.
_SET_WHEN_DEPLOYED = "SetWhenDeployed"


def before_deployment(added: Iterable[Capability]) -> Iterator[Message]:
    """Name the variables without which the next deployment does not start, and pages to read."""
    capabilities = tuple(added)
    variables = sorted({name for each in capabilities for name in needed_variables(each)})
    if variables:
        yield Message(
            CODE,
            f"Before the next deployment set {listed(variables)} (see .env.example): it does not "
            "start without.",
        )
    for each in capabilities:
        if each.deployment_page is not None:
            page = each.deployment_page
            yield Message(CODE, f"Before the next deployment read {page.path}: {page.about}.")


def needed_variables(capability: Capability) -> Iterator[str]:
    """The variables of settings that have no default, or one that is for development only."""
    lines = () if capability.settings is None else capability.settings.lines
    try:
        statements = ast.parse("\n".join(lines)).body
    except SyntaxError:  # it is refused where the lines are put
        return
    for node in statements:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = (each.id for each in ast.walk(node.annotation) if isinstance(each, ast.Name))
            if node.value is None or _SET_WHEN_DEPLOYED in names:
                yield node.target.id.upper()
