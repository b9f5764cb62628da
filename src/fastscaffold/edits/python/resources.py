"""Calls in the function that adds what the application holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.edits.python.calls import OrderedCall
from fastscaffold.edits.python.names import dotted

if TYPE_CHECKING:
    import libcst as cst

    from fastscaffold.edits.add_resource import AddResource

_PARAMETERS = 2


def resource_call(edit: AddResource) -> OrderedCall:
    """The call that an edit is about."""
    return OrderedCall(
        function="add_resources",
        key=edit.function,
        order=edit.order,
        imported=(edit.module, edit.function),
        line_length=edit.line_length,
        key_of=_function_name,
        callee=lambda _: edit.function,
        arguments=lambda parameters: list(parameters[:_PARAMETERS]),
    )


def _function_name(call: cst.Call) -> str | None:
    name = (dotted(call.func) or "").rpartition(".")[2]
    return name if name.startswith("add_") else None
