"""What is likely meant by a command line that the parser refuses."""

from __future__ import annotations

import re

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
    from fastscaffold import pipeline  # noqa: PLC0415 # for slips alone

    names = {row.name for row in pipeline.list_capabilities(None).capabilities}
    name = option.removeprefix("no-").removeprefix("with-").removeprefix("without-")
    if name not in names:
        return None
    flag = "--without" if option.startswith(("no-", "without-")) else "--with"
    return f"Did you mean {flag} {name}?"
