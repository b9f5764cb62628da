"""Calls of ``add_middleware`` in the function that makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.edits.python.calls import OrderedCall
from fastscaffold.edits.python.names import dotted

if TYPE_CHECKING:
    import libcst as cst

    from fastscaffold.edits.add_middleware import AddMiddleware

_FUNCTION = "add_middleware"


def middleware_call(edit: AddMiddleware) -> OrderedCall:
    """The call that an edit is about."""
    return OrderedCall(
        function=_FUNCTION,
        key=edit.class_name,
        order=edit.order,
        imported=(edit.module, edit.class_name),
        line_length=edit.line_length,
        key_of=_class_name,
        callee=lambda parameters: f"{parameters[0]}.{_FUNCTION}",
        arguments=lambda _: [
            edit.class_name,
            *[f"{name}={value}" for name, value in edit.arguments],
        ],
    )


def _class_name(call: cst.Call) -> str | None:
    receiver, _, name = (dotted(call.func) or "").rpartition(".")
    if name != _FUNCTION or not receiver or not call.args or call.args[0].keyword is not None:
        return None
    class_name = dotted(call.args[0].value)
    return class_name.rpartition(".")[2] if class_name else None
