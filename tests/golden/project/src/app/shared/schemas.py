"""Types of request bodies. Each accepts what its JSON schema says, and stores on every database."""

import base64
import ipaddress
import re
from collections.abc import Callable, Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    HttpUrl,
    JsonValue,
    PlainSerializer,
    StrictBool,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema
from sqlalchemy.orm import DeclarativeBase

from app.core.types import JsonDocument

MAX_EMAIL = 254
MAX_URL = 2_048
MAX_JSON_DEPTH = 32
# PostgreSQL keeps numbers in JSON as their digits, and 1e307 has 308: a body would come back many
# times as long. Python gives floats an exponent from here on; they would come back as integers.
MAX_JSON_FLOAT = 1e16
# Down to here digits are some five times as long as what was sent.
MIN_JSON_FLOAT = 1e-22
# A hundred years. What is stored can be read again: beyond 99,999 days it would have another form.
MAX_DAYS = 36_500
MAX_FIELDS = 1_000
MAX_LINKS = 100
INT32 = 2**31
# Columns hold a little more, but OpenAPI writes bounds as doubles: these it writes exactly.
MAX_INT64 = 9_223_372_036_854_656_000
MIN_INT64 = -MAX_INT64

DATE = r"^\d{4}-\d{2}-\d{2}$"
DATE_TIME = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$"
LOCAL_TIME = r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$"
_DAYS = r"\d{1,5}D"
_HOURS = r"\d{1,5}H"
_MINUTES = r"\d{1,5}M"
_SECONDS = r"\d{1,5}(\.\d{1,6})?S"
_CLOCK = f"T({_HOURS}({_MINUTES})?({_SECONDS})?|{_MINUTES}({_SECONDS})?|{_SECONDS})"
DURATION = f"^-?P({_DAYS}({_CLOCK})?|{_CLOCK})$"
BASE64_GROUP = "[A-Za-z0-9+/]{4}"
BASE64_ENDS = ("", "[A-Za-z0-9+/][AQgw]==", "[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=")
BASE64 = f"^({BASE64_GROUP})*({BASE64_ENDS[1]}|{BASE64_ENDS[2]})?$"
# Up to so many bytes the JSON schema is exact to the byte; beyond, to the group of three.
EXACT_BASE64 = 300
_NAME = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_OCTET = r"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_PORT = r"(6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]\d{4}|[1-9]\d{0,3})"
_IPV4 = r"\.".join([_OCTET] * 4)
WEB_URL = f"^https?://({_NAME}|{_IPV4})(:{_PORT})?([/?#][!-~]*)?$"

T = TypeVar("T")


def without_defaults(schema: dict[str, Any]) -> None:
    """Take defaults out of a JSON schema: they only stand for what is left out."""
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class InputSchema(BaseModel):
    """Base of request bodies: fields that nobody has declared are refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_no_flood(cls, value: object) -> object:
        # Each field that is unknown is an error of its own: of very many the list takes long.
        if isinstance(value, Sized) and len(value) > MAX_FIELDS:
            raise ValueError(f"must not have more than {MAX_FIELDS} fields")
        return value


class PatchSchema(InputSchema):
    """Base of partial updates. A field that is left out stays as it is; null is a value."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    def changes(self) -> dict[str, object]:
        """What the request says, and no more, by the names of attributes."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class OutputSchema(BaseModel):
    """Base of responses: reads the attributes of rows."""

    model_config = ConfigDict(from_attributes=True)

    @model_validator(mode="before")
    @classmethod
    def _from_row(cls, value: object) -> object:
        # A row's attributes go through SQLAlchemy; what is loaded is faster to read at its source.
        loaded = vars(value) if isinstance(value, DeclarativeBase) else {}
        return loaded if loaded.keys() >= cls.model_fields.keys() else value


class _NotNull:
    """Takes null away from what an optional type accepts; the default stays."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        return schema["schema"] if schema["type"] == "nullable" else schema


def _storable(value: str) -> str:
    """Refuse what databases cannot store as text."""
    if "\0" in value:
        message = "must not contain NUL"
        raise ValueError(message)
    try:
        value.encode()
    except UnicodeEncodeError:
        message = "must not contain lone surrogates"
        raise ValueError(message) from None
    return value


class _Storable:
    """Metadata of a ``str``, after its constraints: what it must not contain."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_storable, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        shown = handler(schema)
        if "pattern" in shown:
            shown.setdefault("allOf", []).append({"pattern": NO_NUL})
        else:
            shown["pattern"] = NO_NUL
        return shown


@dataclass(frozen=True, slots=True)
class Base64:
    """Metadata of ``bytes``: what they are in JSON, which is base64 as RFC 4648 has it.

    Attributes:
        max_length: of the bytes themselves.
    """

    max_length: int

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """How to read and write them."""
        del source, handler
        return core_schema.no_info_before_validator_function(
            _from_base64,
            core_schema.bytes_schema(max_length=self.max_length),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _to_base64, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """How OpenAPI describes them."""
        del schema, handler
        text = {"type": "string", "contentEncoding": "base64"}
        whole, rest = divmod(self.max_length, 3)
        shape: JsonSchemaValue = {"pattern": BASE64, "maxLength": 4 * whole}
        if rest and self.max_length <= EXACT_BASE64:
            # Of four letters more, the last bytes are one or two and not three.
            last = BASE64_ENDS[1] if rest == 1 else f"({BASE64_ENDS[1]}|{BASE64_ENDS[2]})"
            times = "{" + str(whole) + "}"
            longest = f"^({BASE64_GROUP}){times}{last}$"
            return text | {"anyOf": [shape, {"pattern": longest}]}
        return text | shape | {"maxLength": 4 * (whole + bool(rest))}


def _from_base64(value: object) -> bytes:
    """Take bytes as they are, and of text only the one form that the bytes have."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        try:
            decoded = base64.b64decode(value, validate=True)
        except ValueError:
            decoded = b""
        if _to_base64(decoded) == value:
            return decoded
    raise ValueError("must be base64, by its standard alphabet and with padding")


def _to_base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _digits(value: object) -> object:
    """Parameters are text: take an integer's digits, and no other notation."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,19}", value):
        message = "must be a whole number, of 19 digits at most"
        raise ValueError(message)
    return value


def _no_text_or_bool(value: object) -> object:
    """Numbers are numbers; unlike the strict mode this takes ``1.0`` for an integer."""
    if isinstance(value, str | bytes | bool):
        raise ValueError("must be a number")  # noqa: TRY004 # pydantic reports ValueError only
    return value


def in_words(text: str) -> WrapValidator:
    """Metadata behind a ``Field`` with a pattern: what clients are told instead of the pattern."""

    def check(value: object, validate: ValidatorFunctionWrapHandler) -> object:
        try:
            return validate(value)
        except ValidationError as error:
            if error.errors()[0]["type"] == "string_pattern_mismatch":
                raise ValueError(text) from None
            raise

    return WrapValidator(check)


def _text_like(pattern: str, words: str) -> Callable[[object], object]:
    """Take Python's own objects as they are, and of JSON only strings of one form."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: object) -> object:
        if isinstance(value, date | time | timedelta):
            return value
        if isinstance(value, str) and compiled.fullmatch(value):
            return value
        raise ValueError(f"must be {words}")

    return check


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None


def _bare_address(value: object) -> object:
    if isinstance(value, str) and "<" in value:
        raise ValueError("must be an address without a name")
    return value


def _web_url(value: str) -> str:
    TypeAdapter(HttpUrl).validate_python(value)
    return value


def _ip_address(value: str) -> str:
    if "%" in value:
        raise ValueError("must not have a zone")
    address = ipaddress.ip_address(value)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        # As PostgreSQL writes it, and Python since 3.13.
        return f"::ffff:{address.ipv4_mapped}"
    return str(address)


def _without_exponent(value: float) -> None:
    """Refuse what is no number, and numbers that are long as digits."""
    if value and not MIN_JSON_FLOAT <= abs(value) < MAX_JSON_FLOAT:
        size = f"from {MIN_JSON_FLOAT} to below {MAX_JSON_FLOAT} in size"
        raise ValueError(f"numbers with a point or an exponent must be 0, or {size}")


def _storable_json(value: JsonDocument) -> JsonDocument:
    stack: list[tuple[JsonValue, int]] = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        if depth > MAX_JSON_DEPTH:
            raise ValueError(f"must not be nested deeper than {MAX_JSON_DEPTH}")
        if isinstance(item, str):
            _storable(item)
        elif isinstance(item, float):
            _without_exponent(item)
        elif isinstance(item, dict):
            for key, member in item.items():
                _storable(key)
                stack.append((member, depth + 1))
        elif isinstance(item, list):
            stack.extend((member, depth + 1) for member in item)
    return value


def _is_short(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """Refuse durations that clients send; those of rows are as they are."""
    duration: timedelta = validate(value)
    if isinstance(value, str) and abs(duration) > timedelta(days=MAX_DAYS):
        raise ValueError(f"must be at most {MAX_DAYS:,} days")
    return duration


def _duration(value: timedelta) -> str:
    """In days and smaller units only: years and months have no fixed length."""
    sign, value = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = "".join(
        [
            f"{hours}H" if hours else "",
            f"{minutes}M" if minutes else "",
            f"{seconds}{fraction}S" if seconds or fraction else "",
        ]
    )
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}{'T' if clock else ''}{clock}" if days or clock else "PT0S"


def _distinct(keys: list[Any]) -> list[Any]:
    return sorted(set(keys))


def _flag(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


# What the JSON schema says of a secret besides.
HIDDEN: dict[str, JsonValue] = {"format": "password", "writeOnly": True}
NO_NUL = "^[^\\x00]*$"

# Metadata of types that have constraints of their own; it goes behind ``Field``.
Storable = _Storable()
JsonNumber = BeforeValidator(_no_text_or_bool)

Text = Annotated[str, Storable]
Bool = StrictBool
QueryInt32 = Annotated[int, Field(ge=-INT32, lt=INT32), BeforeValidator(_digits)]
QueryInt64 = Annotated[int, Field(ge=MIN_INT64, le=MAX_INT64), BeforeValidator(_digits)]
QueryFloat = Annotated[float, Field(allow_inf_nan=False)]
IntKey = Annotated[int, Field(ge=1, lt=INT32), BeforeValidator(_digits)]
BigIntKey = Annotated[int, Field(ge=1, le=MAX_INT64), BeforeValidator(_digits)]
QueryFlag = Annotated[StrictBool, BeforeValidator(_flag)]
Int32 = Annotated[int, Field(ge=-INT32, lt=INT32), JsonNumber]
Int64 = Annotated[int, Field(ge=MIN_INT64, le=MAX_INT64), JsonNumber]
FiniteFloat = Annotated[float, Field(allow_inf_nan=False), JsonNumber]
CalendarDate = Annotated[date, BeforeValidator(_text_like(DATE, "a date such as 2030-01-31"))]
UtcDatetime = Annotated[
    AwareDatetime,
    AfterValidator(_to_utc),
    BeforeValidator(_text_like(DATE_TIME, "a date, time and zone such as 2030-01-31T12:30:00Z")),
]
LocalTime = Annotated[
    time,
    BeforeValidator(_text_like(LOCAL_TIME, "a time such as 12:30:00")),
    WithJsonSchema({"type": "string", "pattern": LOCAL_TIME}),
]
Duration = Annotated[
    timedelta,
    BeforeValidator(_text_like(DURATION, "a duration such as P1DT2H30M")),
    WrapValidator(_is_short),
    PlainSerializer(_duration, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": DURATION}),
]
Email = Annotated[
    EmailStr,
    Field(max_length=MAX_EMAIL),
    BeforeValidator(_bare_address),
    AfterValidator(str.lower),
]
WebUrl = Annotated[
    str,
    Field(max_length=MAX_URL, pattern=WEB_URL),
    in_words("must be an address such as https://example.com/page"),
    AfterValidator(_web_url),
]
IpAddress = Annotated[
    str,
    AfterValidator(_ip_address),
    WithJsonSchema(
        {"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}, mode="validation"
    ),
]
JsonData = Annotated[JsonDocument, AfterValidator(_storable_json)]
# Keys of the rows at the other end of a many_to_many relation.
LinkedKeys = Annotated[list[T], Field(max_length=MAX_LINKS), AfterValidator(_distinct)]
# What a partial update may leave out, yet not set to null.
Omittable = Annotated[T | None, _NotNull()]
