"""Fields that are called as secrets are, and are sent to clients all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.errors import Message
from fastscaffold.spec.problems import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.spec.models import FeatureSpec
    from fastscaffold.spec.positions import Positions

_TEXTS = frozenset({"str", "text"})
# What no secret is called without; the audit decides, and takes a while to be imported.
_PERHAPS = re.compile(r"pass|pwd|secret|token|key", re.IGNORECASE)


def sent_secrets(spec: FeatureSpec, positions: Positions) -> Iterator[Message]:
    """Tell of each text that the audit of the project would call a secret."""
    names = [
        name
        for name, field in spec.fields.items()
        if field.type in _TEXTS and _PERHAPS.search(name)
    ]
    if not names:
        return
    from fastscaffold.audit.facts.secrets.names import (  # noqa: PLC0415 # as above
        is_password_name,
        is_secret_name,
    )

    for name in names:
        if name == "token" or is_secret_name(name) or is_password_name(name):
            told = Message(
                "feature.secret-sent",
                f"`{name}` of {spec.name} is kept as it is, and is sent to clients.",
                hint="Did you mean the type `secret`? Of it only a hash is kept.",
            )
            yield placed(told, (spec.name, "fields", name), positions)
