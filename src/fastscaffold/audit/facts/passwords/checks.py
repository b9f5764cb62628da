"""Which calls verify a password, themselves or through functions that do nothing else."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function

_PRIMITIVES = frozenset({"bcrypt.checkpw", "werkzeug.security.check_password_hash"})
_HASHERS = frozenset(
    {"Argon2Hasher", "BcryptHasher", "CryptContext", "PasswordHash", "PasswordHasher", "argon2"}
    | {"bcrypt", "bcrypt_sha256", "pbkdf2_sha256", "scrypt", "sha512_crypt"}
)
STEPS = 3
_VERIFY = frozenset({"verify", "verify_and_update"})
_METHODS = re.compile(
    r"(?i)^(check|verify|validate|compare|is_valid)_?(pass|pwd)|^is_password|^authenticate$"
)


class PasswordChecks:
    """The calls of a project that verify a password."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def verifies(self, node: ast.Call, function: Function) -> bool:
        """Whether a call in a function does, told by what it calls, else by its name."""
        origin = self.facts.index.called(node.func, function)
        if origin in self._verifying or is_primitive(origin):
            return True
        return isinstance(node.func, ast.Attribute) and _METHODS.search(node.func.attr) is not None

    @cached_property
    def _verifying(self) -> set[str]:
        """The symbols of functions that verify, in three steps at most."""
        found: set[str] = set()
        asked = [
            (function.symbol, *self._origins(function))
            for module in self.facts.production
            for function in module.functions.values()
            if function.calls
        ]
        for _ in range(STEPS):
            for symbol, origins, verifies in asked:
                if verifies or not found.isdisjoint(origins):
                    found.add(symbol)
        return found

    def _origins(self, function: Function) -> tuple[set[str], bool]:
        """What a function calls, or hands on to be called, and whether some of it verifies."""
        origins = {self.facts.index.origin(call) for call in function.calls}
        origins.update(*(self._handed_on(call, function) for call in function.calls))
        return origins, any(map(is_primitive, origins))

    def _handed_on(self, call: Call, function: Function) -> Iterator[str]:
        """What a call is given to run, such as ``to_thread(hasher.verify, …)``."""
        for argument in call.node.args:
            if isinstance(argument, ast.Attribute | ast.Name):
                yield self.facts.index.called(argument, function)


def is_primitive(origin: str) -> bool:
    """Whether a symbol of a library verifies a password, and does nothing else."""
    if origin in _PRIMITIVES:
        return True
    owner, _, last = origin.rpartition(".")
    return last in _VERIFY and not _HASHERS.isdisjoint(owner.split("."))
