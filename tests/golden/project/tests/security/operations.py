"""The endpoints of the application, from its own schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI

METHODS = {"get", "put", "post", "delete", "patch"}
KEYS = {"uuid": str(UUID(int=0)), "integer": "999999"}


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint.

    Attributes:
        path: with ``{name}`` for each parameter.
        declared: what OpenAPI says of it.
    """

    method: str
    path: str
    declared: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def url(self) -> str:
        """The path with keys that no row has."""
        return self.path.format_map(self._keys())

    def url_of(self, key: object) -> str:
        """The path with the key of a row, and keys below it that no row has."""
        keys = self._keys()
        return self.path.format_map(keys | dict.fromkeys(list(keys)[:1], str(key)))

    @property
    def permission(self) -> str:
        """Who may call it, as it declares: ``public``, ``authenticated``, ``owner`` and so on."""
        permission: str = self.declared.get("x-permission", "")
        return permission

    @property
    def takes_json(self) -> bool:
        """Whether it has a body of JSON."""
        return self.takes("application/json")

    @property
    def takes_list(self) -> bool:
        """Whether its body of JSON is a list."""
        content = self.declared.get("requestBody", {}).get("content", {})
        schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
        return bool(schema.get("type") == "array")

    @property
    def is_paged(self) -> bool:
        """Whether it lists rows."""
        return "page_size" in {parameter["name"] for parameter in self.parameters("query")}

    def takes(self, kind: str) -> bool:
        """Whether it has a body of a media type."""
        return kind in self.declared.get("requestBody", {}).get("content", {})

    def schema_name(self, kind: str) -> str:
        """The name of the schema of its body; empty where it has none."""
        content = self.declared.get("requestBody", {}).get("content", {})
        reference: str = content.get(kind, {}).get("schema", {}).get("$ref", "")
        return reference.rpartition("/")[2]

    def body_properties(self, app: FastAPI) -> set[str]:
        """The fields that its body of JSON may have."""
        name = self.schema_name("application/json")
        schemas = app.openapi().get("components", {}).get("schemas", {})
        return set(schemas[name]["properties"]) if name else set()

    def parameters(self, place: str) -> Iterator[dict[str, Any]]:
        """Those in the path, in the query, or in headers."""
        for parameter in self.declared.get("parameters", []):
            if parameter["in"] == place:
                yield parameter

    def _keys(self) -> dict[str, str]:
        schemas = {item["name"]: item["schema"] for item in self.parameters("path")}
        return {
            name: KEYS.get(schema.get("format", schema.get("type")), "unknown")
            for name, schema in schemas.items()
        }


def operations(app: FastAPI) -> list[Operation]:
    """All endpoints of the schema."""
    return [
        Operation(method.upper(), path, declared)
        for path, item in app.openapi()["paths"].items()
        for method, declared in item.items()
        if method in METHODS
    ]
