"""Stand-ins for the shared types of a generated project, to try annotations without a project."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BeforeValidator,
    EmailStr,
    Field,
    IPvAnyAddress,
    JsonValue,
    PlainValidator,
    Secret,
    StrictBool,
    TypeAdapter,
)

if TYPE_CHECKING:
    from fastscaffold.model.resource import Code
    from fastscaffold.model.resource import Field as ResourceField


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("NUL")
    return value


def _only(*kinds: type) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise ValueError(f"not one of {kinds}")  # noqa: TRY004
        return value

    return BeforeValidator(check)


def _aware(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        raise ValueError("naive")
    return value.astimezone(dt.UTC)


def _local(value: dt.time) -> dt.time:
    if value.tzinfo is not None:
        raise ValueError("time zone")
    return value


def _short(value: dt.timedelta) -> dt.timedelta:
    if abs(value) > dt.timedelta(days=36_500):
        raise ValueError("too long")
    return value


def _document(value: Any) -> Any:
    text = TypeAdapter(Any).dump_json(value).decode()
    if "\\u0000" in text:
        raise ValueError("NUL")
    json.loads(text, parse_float=_few_digits)
    return value


def _few_digits(text: str) -> None:
    if abs(float(text)) >= 1e16:
        raise ValueError("many digits")


def _digits(precision: int, scale: int, **bounds: Any) -> Any:
    return Field(max_digits=precision, decimal_places=scale, **bounds)


def _base64(max_length: int) -> Any:
    def check(value: Any) -> bytes:
        if isinstance(value, bytes):
            return value
        decoded = base64.b64decode(str(value), validate=True)
        if base64.b64encode(decoded).decode() != value or len(decoded) > max_length:
            raise ValueError("not base64")
        return decoded

    return PlainValidator(check)


Text = Annotated[str, AfterValidator(_storable)]
NAMESPACE: dict[str, Any] = {
    "Annotated": Annotated,
    "Base64": _base64,
    "CalendarDate": Annotated[dt.date, _only(str, dt.date)],
    "Decimal": Decimal,
    "PlainDecimal": Decimal,
    "Digits": _digits,
    "Duration": Annotated[dt.timedelta, AfterValidator(_short), _only(str, dt.timedelta)],
    "Email": Annotated[EmailStr, AfterValidator(str.lower), AfterValidator(_storable)],
    "Field": Field,
    "FiniteFloat": Annotated[float, Field(allow_inf_nan=False), _only(int, float)],
    "HIDDEN": {"writeOnly": True},
    "Int32": Annotated[int, Field(ge=-(2**31), le=2**31 - 1), _only(int, float)],
    "Int64": Annotated[
        int, Field(ge=-9223372036854656000, le=9223372036854656000), _only(int, float)
    ],
    "IpAddress": Annotated[IPvAnyAddress, _only(str), AfterValidator(str)],
    "JsonNumber": _only(int, float),
    "JsonData": Annotated[dict[str, JsonValue] | list[JsonValue], AfterValidator(_document)],
    "JsonDocument": dict[str, JsonValue] | list[JsonValue],
    "LocalTime": Annotated[dt.time, _only(str, dt.time), AfterValidator(_local)],
    "Secret": Secret,
    "Storable": AfterValidator(_storable),
    "StrictBool": StrictBool,
    "Text": Text,
    "UTC": dt.UTC,
    "UUID": uuid.UUID,
    "UtcDatetime": Annotated[dt.datetime, _only(str, dt.datetime), AfterValidator(_aware)],
    "WebUrl": Annotated[AnyHttpUrl, AfterValidator(str), _only(str), Field(max_length=2048)],
    "date": dt.date,
    "datetime": dt.datetime,
    "time": dt.time,
    "timedelta": dt.timedelta,
    "utc_now": lambda: dt.datetime.now(dt.UTC),
    "utc_today": lambda: dt.datetime.now(dt.UTC).date(),
    "uuid4": uuid.uuid4,
}


def namespace(field: ResourceField) -> dict[str, Any]:
    """What the code of a field may name, its enum included."""
    if field.enum is None:
        return NAMESPACE
    enum = StrEnum(field.enum.class_name, list(field.enum.members))
    return {**NAMESPACE, field.enum.class_name: enum}


def evaluate(code: Code, names: dict[str, Any]) -> Any:
    """The value of an expression, which may name no more than it imports."""
    allowed = {name for item in code.imports for name in (item.alias or item.name,)}
    kinds = (bool, bytes, dict, float, int, list, str)
    builtin: dict[str, Any] = {kind.__name__: kind for kind in kinds}
    # From 3.12 on, `Secret[...]` imports a part of typing behind the scenes, by this name.
    builtin["__import__"] = __import__
    scope = {name: names[name] for name in allowed if name in names}
    return eval(code.text, {"__builtins__": builtin}, scope)


def adapter(field: ResourceField) -> tuple[TypeAdapter[Any], dict[str, Any]]:
    """The validator of a field's input, and the names that its code may use."""
    names = namespace(field)
    return TypeAdapter(evaluate(field.annotation, names)), names
