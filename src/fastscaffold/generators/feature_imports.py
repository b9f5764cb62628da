"""Import statements of generated modules, from what their expressions need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterable

# What field types call the project's package.
ASSUMED_PACKAGE = "app"


def import_lines(
    needed: Iterable[Import | Code], *, package: str, own_module: str = ""
) -> tuple[str, ...]:
    """Write import statements, one a module.

    Args:
        needed: imports, and expressions that carry theirs; repetitions count once.
        package: what the project's package is called.
        own_module: the module that is written, as if the package were ``app``; it does not import
            itself.
    """
    names: dict[str, set[str]] = {}
    plain: set[str] = set()
    for item in needed:
        for wanted in item.imports if isinstance(item, Code) else (item,):
            module = _renamed(wanted.module, package)
            alias = f" as {wanted.alias}" if wanted.alias else ""
            if wanted.module == own_module:
                continue
            if wanted.name:
                names.setdefault(module, set()).add(wanted.name + alias)
            else:
                plain.add(f"import {module}{alias}")
    listed = (f"from {module} import {', '.join(sorted(names[module]))}" for module in names)
    return tuple(sorted((*plain, *listed)))


def _renamed(module: str, package: str) -> str:
    head, dot, rest = module.partition(".")
    return f"{package}{dot}{rest}" if head == ASSUMED_PACKAGE else module
