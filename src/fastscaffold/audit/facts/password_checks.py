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
        if origin in self._verifying or _is_primitive(origin):
            return True
        return isinstance(node.func, ast.Attribute) and _METHODS.search(node.func.attr) is not None

    @cached_property
    def _verifying(self) -> set[str]:
        """The symbols of functions that verify, in three steps at most."""
        found: set[str] = set()
        for _ in range(STEPS):
            for module in self.facts.production:
                for function in module.functions.values():
                    origins = [
                        origin
                        for call in function.calls
                        for origin in (
                            self.facts.index.origin(call),
                            *self._handed_on(call, function),
                        )
                    ]
                    if any(origin in found or _is_primitive(origin) for origin in origins):
                        found.add(function.symbol)
        return found

    def _handed_on(self, call: Call, function: Function) -> Iterator[str]:
        """What a call is given to run, such as ``to_thread(hasher.verify, …)``."""
        for argument in call.node.args:
            if isinstance(argument, ast.Attribute | ast.Name):
                yield self.facts.index.called(argument, function)


def _is_primitive(origin: str) -> bool:
    if origin in _PRIMITIVES:
        return True
    owner, _, last = origin.rpartition(".")
    return last in _VERIFY and not _HASHERS.isdisjoint(owner.split("."))
