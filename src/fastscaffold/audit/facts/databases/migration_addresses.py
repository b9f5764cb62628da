"""The address that migrations connect to, where it stands with its password in ``alembic.ini``."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.secrets.address_texts import holds_password
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_OPTION = "sqlalchemy.url"
_LINE = re.compile(r"\s*sqlalchemy\.url\s*[=:]\s*(\S+)")
# What Alembic itself writes there.
_TEMPLATE = "driver://"
_SETTING = frozenset({"set_main_option", "set_section_option"})


def migration_addresses(facts: Facts) -> Iterator[Place]:
    """Lines of files of Alembic, where no code sets another address in their place."""
    if _is_set(facts):
        return
    for path in facts.configuration.paths("*alembic*.ini"):
        for number, line in enumerate(facts.configuration.texts[path].splitlines(), 1):
            match = _LINE.match(line)
            if match is None or match[1].startswith(_TEMPLATE):
                continue
            if holds_password(match[1].replace("%%", "%")):
                yield Place(path, number, "the password that migrations connect with")


def _is_set(facts: Facts) -> bool:
    """Whether code says where to connect, as an ``env.py`` does; that of tests is no such."""
    modules = [*facts.migrations, *facts.production]
    kinds = (ast.Call, ast.Dict, ast.Subscript)
    return any(_sets(node) for module in modules for node in walk(module.tree, *kinds))


def _sets(node: ast.AST) -> bool:
    match node:
        case ast.Call(args=[*given]) if last_called(node) in _SETTING:
            return any(isinstance(each, ast.Constant) and each.value == _OPTION for each in given)
        case ast.Subscript(slice=ast.Constant(value=key), ctx=ast.Store()):
            return key == _OPTION
        case ast.Dict(keys=keys):
            return any(isinstance(each, ast.Constant) and each.value == _OPTION for each in keys)
        case _:
            return False
