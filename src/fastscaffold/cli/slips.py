"""What is likely meant by a command line that the parser refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEHAVIOURS = ("timestamps", "soft_delete", "ownership", "optimistic_lock")
_OPTION = re.compile(r"No such option: --([\w-]+)")


def meant(command: str, message: str) -> str | None:
    """Say how it is written.

    Args:
        command: its name.
        message: of the parser.
    """
    found = _OPTION.match(message)
    match command:
        case "add-feature" if found is not None:
            return _behaviour(found[1].replace("-", "_"))
        case "add-feature" if "unexpected extra argument" in message:
            return 'Fields go behind --fields, all of them in quotes: --fields "name:str born:date"'
        case "new" if found is not None:
            return _capability(found[1])
        case _:
            return None


def _behaviour(option: str) -> str | None:
    if option == "bulk_create":
        said = "api: {operations: [list, get, create, update, delete, bulk_create]}"
    elif option in _BEHAVIOURS:
        said = f"behaviours: {{{option}: true}}"
    else:
        return None
    return f"A spec says so, `{said}`; or leave --fields out, and be asked."


def _capability(option: str) -> str | None:
    names = _capabilities()
    name = option.removeprefix("no-").removeprefix("with-").removeprefix("without-")
    if name not in names:
        return None
    flag = "--without" if option.startswith(("no-", "without-")) else "--with"
    return f"Did you mean {flag} {name}?"


def stays(names: Sequence[str]) -> str:
    """Say of what is to be removed that it stays, where it is a capability."""
    known = _capabilities()
    found = next((name for name in names if name in known), None)
    if found is None:
        return ""
    return f" That is for features: the capability `{found}` stays once it was added."


def _capabilities() -> set[str]:
    from fastscaffold import queries  # noqa: PLC0415 # for slips alone

    return {row.name for row in queries.list_capabilities(None).capabilities}
