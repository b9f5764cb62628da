"""Keys of rows in tests, as expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.model.resource import KeyType

_UUID = Import("uuid", "UUID")
KEY_PYTHON: Mapping[KeyType, Code] = {
    "uuid": Code("UUID", (_UUID,)),
    "int": Code("int"),
    "bigint": Code("int"),
}
PATH_KEYS: Mapping[KeyType, Code] = {
    "uuid": KEY_PYTHON["uuid"],
    "int": Code("IntKey", (Import("app.shared.schemas", "IntKey"),)),
    "bigint": Code("BigIntKey", (Import("app.shared.schemas", "BigIntKey"),)),
}
UUID7 = Import("app.core.types", "uuid7")

# One that no row has, in JSON and in Python.
MISSING_KEYS: Mapping[KeyType, Code] = {
    "uuid": Code("str(uuid7())", (UUID7,)),
    "int": Code("999_999"),
    "bigint": Code("999_999"),
}
ANY_KEYS: Mapping[KeyType, Code] = {
    "uuid": Code("uuid7()", (UUID7,)),
    "int": Code("999_999"),
    "bigint": Code("999_999"),
}
# What paths refuse.
MALFORMED_KEYS: Mapping[KeyType, tuple[str, ...]] = {
    "uuid": ("not-a-key", "1", "%00"),
    "int": ("not-a-key", "0", "1.5", "2147483648", "%00"),
    "bigint": ("not-a-key", "0", "1.5", "9223372036854775808", "%00"),
}


def told_key(key: KeyType, variable: str) -> str:
    """The key of the row that a variable holds, in JSON."""
    return f"str({variable}.id)" if key == "uuid" else f"{variable}.id"


def told_keys(key: KeyType, keys: str) -> str:
    """Keys, in JSON."""
    return f"[str(key) for key in {keys}]" if key == "uuid" else keys
