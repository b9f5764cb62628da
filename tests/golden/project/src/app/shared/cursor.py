"""Cursors: where a list goes on, signed so that clients can keep but not make them."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue, SecretStr, TypeAdapter, ValidationError
from pydantic_core import from_json, to_json
from sqlalchemy.orm import InstrumentedAttribute

from app.core.errors import UnprocessableError

SIGNATURE_BYTES = 16


class CursorCodec:
    """Turns the sort key of a row into an opaque text and back."""

    def __init__(self, secret: SecretStr) -> None:
        """Derive a key of its own from the application's secret."""
        self._key = hmac.digest(secret.get_secret_value().encode(), b"cursor", hashlib.sha256)

    def encode(self, values: Sequence[object], scope: str) -> str:
        """Make a cursor.

        Args:
            values: the sort key of the last row of a page.
            scope: the list, its filters and its order; the cursor is of no use for another.
        """
        payload = to_json(list(values))
        return urlsafe_b64encode(self._sign(payload, scope) + payload).decode().rstrip("=")

    def decode(
        self, cursor: str, columns: Sequence[InstrumentedAttribute[Any]], scope: str
    ) -> list[Any]:
        """Read a cursor.

        Args:
            cursor: as it came from the client.
            columns: what the values belong to; they give their types.
            scope: as it was encoded with.

        Raises:
            UnprocessableError: it was not made here, or for another list, filter or order.
        """
        try:
            values: list[JsonValue] = from_json(self._verified(cursor, scope))
            return [
                None
                if value is None
                else TypeAdapter[Any](column.type.python_type).validate_json(to_json(value))
                for column, value in zip(columns, values, strict=True)
            ]
        except (ValueError, ValidationError):
            message = "is not a cursor of this list, with these filters and in this order"
            raise UnprocessableError.on("cursor", "cursor", message, location="query") from None

    def _verified(self, cursor: str, scope: str) -> bytes:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload, scope)):
            raise ValueError("The signature is wrong.")
        return payload

    def _sign(self, payload: bytes, scope: str) -> bytes:
        signed = scope.encode() + b"\0" + payload
        return hmac.digest(self._key, signed, hashlib.sha256)[:SIGNATURE_BYTES]
