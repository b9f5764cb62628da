"""What a project itself, and a server of it, call its modules and applications."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Module, Router


def application_name(app: Router, facts: Facts) -> str:
    """As servers are told it: ``app.main:app``, or ``app.main:create_app`` of a factory."""
    maker = app.call.function or app.call.owner
    module = app.call.module
    name = app.key.removeprefix(f"{module.name}.") if maker is None else maker.qualname
    return f"{import_name(module, facts)}:{name}"


def import_name(module: Module, facts: Facts) -> str:
    """The name that the project imports one of its modules by."""
    tails = [module.name]
    while "." in tails[-1]:
        tails.append(tails[-1].partition(".")[2])
    written = {
        target.rpartition(".")[0] if cut else target
        for each in facts.modules
        for target in (*each.imports.values(), *each.stars)
        for cut in (True, False)
    }
    for tail in tails:
        if tail in written:
            return tail
    paths = {each.path for each in facts.modules}
    parts = PurePosixPath(module.path).with_suffix("").parts
    start = next(
        (
            at
            for at in range(len(parts) - 1)
            if "/".join((*parts[: at + 1], "__init__.py")) in paths
        ),
        1 if parts[0] == "src" else 0,
    )
    return ".".join(each for each in parts[start:] if each != "__init__")
