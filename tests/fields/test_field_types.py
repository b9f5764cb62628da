from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from support.annotations import adapter, evaluate
from support.specs import as_text, spec_features

from fastscaffold.errors import SpecError
from fastscaffold.fields.loader import field_types, index
from fastscaffold.fields.str_type import StrType
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_inline, load_text

if TYPE_CHECKING:
    from fastscaffold.model.resource import Field

SUPPORTED = "bigint bool bytes date datetime decimal email enum float int ip json list secret str text time timedelta url uuid"

FIELDS = [
    "a:str", "a:str(3)", "a:str(40):min_length=3:unique", "a:str(1):min_length=1",
    "a:str(20):pattern=^[A-Z0-9-]{4,20}$:unique", "a:str(40):pattern=^SO-:min_length=3", r"a:str:pattern=\d",
    "a:str(200):min_length=200", "a:text", "a:text(600):unique", "a:text:pattern=^[a-z]+$",
    "a:int", "a:int:ge=0", "a:int:gt=0:lt=3", "a:int:le=-5", "a:int:multiple_of=7:ge=10", "a:bigint:unique",
    "a:bigint:ge=-9223372036854656000", "a:int:gt=2147483640:unique=false",
    "a:float", "a:float:ge=0", "a:float:gt=0:lt=1", "a:float:le=-2.5", "a:float:ge=1e300",
    "a:decimal", "a:decimal(12,2):ge=0", "a:decimal(3,3)", "a:decimal(18,0):unique", "a:decimal(18,18)",
    "a:decimal(6,2):multiple_of=0.05:gt=1", "a:decimal(5,2):le=-1.5", "a:decimal(1,0)", "a:decimal(18,2):lt=0",
    "a:bool", "a:date", "a:date:unique", "a:time", "a:datetime", "a:timedelta", "a:uuid:unique", "a:email:unique",
    "a:url:unique", "a:ip:unique", "a:enum(x,y)", "a:enum('in transit',2nd,'',x)".replace("'',", ""), "a:json", "a:json?",
    "a:list", "a:list(str)", "a:list(int)", "a:list(float)", "a:list(bool)", "a:list(int):min_length=1:max_length=2",
    "a:list(str):min_length=3:max_length=3", "a:bytes", "a:bytes(1)", "a:bytes(16)?", "a:bytes(3)", "a:bytes(100000)",
    "a:secret", "a:secret:min_length=4:max_length=8", "a:secret:max_length=1", "a:secret?:min_length=300:max_length=1024",
]  # fmt: skip


def resolved(text: str) -> Field:
    return resolve(load_inline("things", [text]), {}).resources[0].fields[0]


def check(field: Field) -> None:
    """Samples are accepted and are what they say; invalid ones are refused."""
    validator, names = adapter(field)
    output: TypeAdapter[Any] = TypeAdapter(evaluate(field.output, names))
    assert len(field.samples) >= 2
    assert len({sample.json.text for sample in field.samples}) == len(field.samples)
    for sample in field.samples:
        wire = evaluate(sample.json, names)
        value = evaluate(sample.python, names)
        read = validator.validate_python(wire)
        if field.secret:
            assert (read.get_secret_value(), value) == (wire, wire)
        else:
            assert read == value
        if not (field.secret or field.type_name == "bytes"):
            assert json.loads(output.dump_json(value)) == wire
    for sample in field.invalid:
        value = evaluate(sample.json, names)
        with pytest.raises(ValidationError):
            validator.validate_python(value)
    if field.default is not None:
        default = evaluate(field.default.schema, names)
        validator.validate_python(default() if field.default.factory else default)


def test_texts_that_are_too_long_are_told_in_characters() -> None:
    field = resolved("a:str(3):filter")
    assert field.criterion is not None
    _, names = adapter(field)
    criterion: TypeAdapter[Any] = TypeAdapter(evaluate(field.criterion, names))
    with pytest.raises(ValidationError, match="at most 3 characters"):
        criterion.validate_python("long")

    items, _ = adapter(resolved("a:list(str)"))
    with pytest.raises(ValidationError, match="at most 255 characters"):
        items.validate_python(["a" * 256])


def test_all_types_are_found_and_sorted() -> None:
    assert list(field_types()) == SUPPORTED.split()


def test_two_types_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two field types are called str"):
        index([StrType(), StrType()])


def test_what_is_no_field_type_is_refused() -> None:
    with pytest.raises(TypeError):
        index(["str"])


@pytest.mark.parametrize("text", FIELDS)
def test_samples(text: str) -> None:
    check(resolved(text))


@pytest.mark.parametrize("text", FIELDS)
def test_samples_are_the_same_each_time(text: str) -> None:
    assert resolved(text) == resolved(text)


@pytest.mark.parametrize("kind", SUPPORTED.split())
def test_enough_samples_for_unique_fields(kind: str) -> None:
    if field_types()[kind].uniqueable and kind != "text":
        assert len(resolved(f"a:{kind}:unique").samples) >= 8


@pytest.mark.parametrize("kind", ["str", "text", "secret", "list(str)", "bytes"])
def test_what_is_required_may_be_empty_as_the_reference_says(kind: str) -> None:
    empty: object = [] if kind.startswith("list") else ""
    adapter(resolved(f"a:{kind}"))[0].validate_json(json.dumps(empty))
    if kind != "bytes":
        validator, _ = adapter(resolved(f"a:{kind}:min_length=1"))
        with pytest.raises(ValidationError):
            validator.validate_json(json.dumps(empty))


@pytest.mark.parametrize("kind", SUPPORTED.split())
def test_null_is_refused_unless_nullable(kind: str) -> None:
    arguments = "(a,b)" if kind == "enum" else ""
    assert "null" in {sample.reason for sample in resolved(f"a:{kind}{arguments}").invalid}
    assert "null" not in {sample.reason for sample in resolved(f"a:{kind}{arguments}?").invalid}


@pytest.mark.parametrize(
    ("text", "invalid"),
    [
        ("int:gt=0:lt=400", {"fraction": "1.5", "too_small": "0", "too_large": "400"}),
        ("int:ge=9", {"fraction": "9.5", "out_of_range": "2147483648", "too_small": "8"}),
        ("int:le=0", {"fraction": "0.5", "out_of_range": "-2147483649", "too_large": "1"}),
        (
            "int:ge=5:le=20:multiple_of=5",
            {"fraction": "5.5", "too_small": "0", "too_large": "25", "not_a_multiple": "6"},
        ),
        (
            "decimal(4,1):ge='30':le='45'",
            {"too_many_decimals": '"30.01"', "too_small": '"29.9"', "too_large": '"45.1"'},
        ),
        ("decimal(4,1)", {"too_many_digits": '"1000.0"', "too_many_decimals": '"0.01"'}),
        ("str(3)", {"nul_byte": r'"\x00by"', "too_long": '"x" * 4'}),
        ("str(4):pattern='^[A-Z][0-9]{2,3}$'", {"wrong_pattern": '"!!!"'}),
        (
            """str(5):pattern='^[A-Z]+[0-9]$':examples=["AB1","CD2"]""",
            {"too_long": '"A" * 4 + "B1"', "wrong_pattern": '"!!!"'},
        ),
        (
            """str(9):min_length=3:pattern='^[^/]+$':examples=["abc","def"]""",
            {"nul_byte": r'"\x00bc"', "too_long": '"a" * 8 + "bc"', "too_short": '"ab"'},
        ),
    ],
)
def test_an_invalid_value_breaks_one_rule(text: str, invalid: dict[str, str]) -> None:
    found = {sample.reason: sample.json.text for sample in resolved(f"a:{text}").invalid}

    rest = found.keys() - {"wrong_type", "boolean", "not_a_number", "null"}
    assert {reason: found[reason] for reason in rest} == invalid


@pytest.mark.parametrize(
    ("text", "default", "factory"),
    [
        ("a:str=x", '"x"', False),
        ("a:str=''", '""', False),
        ("a:str='it''s \"so\"'", "'it\\'s \"so\"'", False),
        ("a:str='é'", '"\\xe9"', False),
        ("a:int=0", "0", False),
        ("a:float=1", "1.0", False),
        ("a:decimal=0", 'Decimal("0.00")', False),
        ("a:decimal(6,3)=-0.5", 'Decimal("-0.500")', False),
        ("a:decimal=-0", 'Decimal("0.00")', False),
        ("a:bool=true", "True", False),
        ("a:date=2026-02-28", "date(2026, 2, 28)", False),
        ("a:date=now", "utc_today", True),
        ("a:time='09:30:00.5'", "time(9, 30, 0, 500000)", False),
        ("a:datetime='2026-02-28T12:00:00+02:00'", "datetime(2026, 2, 28, 10, 0, tzinfo=UTC)", False),
        ("a:datetime=now", "utc_now", True),
        ("a:timedelta=P1DT2H", "timedelta(days=1, seconds=7200)", False),
        ("a:uuid=uuid", "uuid4", True),
        ("a:email=Ada@Example.com", '"ada@example.com"', False),
        ("a:url='https://example.com'", '"https://example.com/"', False),
        ("a:ip=2001:DB8::1".replace("2001:DB8::1", "'2001:DB8::1'"), '"2001:db8::1"', False),
        ("a:enum(draft,'on sale')='on sale'", "ThingA.ON_SALE", False),
        ("a:json={}", "dict", True),
        ('a:json={"a": [1, null]}', 'lambda: {"a": [1, None]}', True),
        ("a:list=[]", "list", True),
        ("a:list(int)=[1,2]", "lambda: [1, 2]", True),
    ],
)  # fmt: skip
def test_default(text: str, default: str, factory: object) -> None:
    field = resolved(text)
    assert field.default is not None
    assert (field.default.schema.text, field.default.factory) == (default, factory)
    check(field)


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("a:str(3)=four", "default", "more than 3 characters"),
        ("a:str:min_length=3=x".replace(":min_length=3=x", "=x:min_length=3"), "default", "fewer than 3"),
        ("a:str=x:pattern=^y", "default", "does not match"),
        ("a:int=x", "default", "whole number"),
        ("a:int=-1:ge=0", "default", "at least 0"),
        ("a:int=99999999999", "default", "from -2147483648"),
        ("a:float=x", "default", "finite number"),
        ("a:decimal=0.001", "default", "more than 2 digits after"),
        ("a:decimal(4,2)=100", "default", "more than 2 digits before"),
        ("a:decimal=NaN", "default", "out of range"),
        ("a:decimal=1_000", "default", "should be a number"),
        ("a:bool=yes", "default", "true or false"),
        ("a:date=2026-02-30", "default", "2026-01-31"),
        ("a:time=noon", "default", "09:30:00"),
        ("a:datetime=2026-02-28", "default", "with its time zone"),
        ("a:timedelta=1h", "default", "PT1H30M"),
        ("a:timedelta=P40000D", "default", "at most 36500 days"),
        ("a:uuid=7", "default", "should be a UUID"),
        ("a:email=ada", "default", "ada@example.com"),
        ("a:url='ftp://x.y'", "default", "https://example.com/page"),
        ("a:ip=localhost", "default", "192.0.2.1"),
        ("a:enum(x,y)=z", "default", "one of x, y"),
        ("a:json=5", "default", "object or list"),
        ('a:json={"b": [-1e300]}', "default", "below 1e+16"),
        ("a:list=5", "default", "should be a list"),
        ('a:list(int)=["x"]', "default", "of type int"),
        ("a:str:pattern=(?=x)", "pattern", "not valid"),
        ("a:str:pattern='('", "pattern", "not valid"),
        (r"a:str:pattern='(.)\1'", "pattern", "not valid"),
        ("a:str:pattern=^yes$", "pattern", "2 different values"),
        ("a:str:pattern=^[ab]$:unique", "pattern", "8 different values"),
        ("a:int:ge=1:le=3:unique", "type", "8 different values"),
        ("a:int:ge=5:le=5", "type", "2 different values"),
        ("a:int:ge=6:le=5", "ge", "No value fits"),
        ("a:int:ge=1:gt=1", "gt", "exclude each other"),
        ("a:int:ge=0.5", "ge", "multiple of 1"),
        ("a:int:ge=x", "ge", "should be a number"),
        ("a:int:le=99999999999", "le", "beyond what the column holds"),
        ("a:int:multiple_of=0", "multiple_of", "greater than 0"),
        ("a:decimal:multiple_of=0.001", "multiple_of", "multiple of 0.01"),
        ("a:decimal(19,2)", "precision", "1 to 18"),
        ("a:decimal(2,3)", "scale", "at most `precision`"),
        ("a:float:gt=1:lt=1", "gt", "No value fits"),
        ("a:str:ge=1", "ge", "does not take `ge`"),
        ("a:int:max_length=3", "max_length", "does not take"),
        ("a:json:filter", "filter", "cannot have `filter`"),
        ("a:list:unique", "unique", "cannot have `unique`"),
        ("a:json:index", "index", "cannot have `index`"),
        ("a:int:search", "search", "cannot have `search`"),
        ("a:bool:unique", "unique", "cannot have `unique`"),
        ("a:str(5000)", "max_length", "at most 4,000"),
        ("a:str(0)", "max_length", "at least 1"),
        ("a:str(3):min_length=4", "min_length", "greater than `max_length`"),
        ("a:str(700):unique", "unique", "at most 640"),
        ("a:text:index", "index", "at most 640"),
        ("a:enum", "", "at least 2 values"),
        ("a:enum(x)", "values", "at least 2 values"),
        ("a:enum(x,x)", "values", "given twice"),
        ("a:enum('',x)", "values", "1 to 64 characters"),
        ("a:list(uuid)", "items", "not supported yet"),
        ("a:list(strr)", "items", "not a field type"),
        ("a:str:read_only", "read_only", "needs a default"),
        ("a:str?:read_only:immutable", "immutable", "cannot be immutable"),
        ("a:str=x:unique", "default", "same default"),
        ('a:int:examples=["x"]', "examples", "whole number"),
    ],
)  # fmt: skip
def test_refused(text: str, key: str, message: str) -> None:
    parsed = load_inline("things", [text])
    with pytest.raises(SpecError) as caught:
        resolve(parsed, {})
    (found,) = caught.value.messages
    assert message in found.message
    positions = parsed.positions
    placed = positions.of_key if found.code == "spec.misplaced" else positions.of_value
    place = placed(("things", "fields", "a", key))
    assert (found.path, found.line, found.column) == ("--fields", place.line, place.column)


def test_examples_come_first_and_must_be_enough() -> None:
    field = resolved(r'a:str:pattern=^\p{Lu}+$:examples=["ÄÖ", "B"]')
    assert [sample.json.text for sample in field.samples[:2]] == ['"\\xc4\\xd6"', '"B"']


def test_enum_members_are_distinct_names() -> None:
    field = resolved("""a:enum('in transit',in-transit,2nd,'é',"o'clock",None)""")
    assert field.enum is not None
    assert field.enum.members == (
        ("IN_TRANSIT", "in transit"),
        ("IN_TRANSIT_2", "in-transit"),
        ("VALUE_2ND", "2nd"),
        ("VALUE_4", "\u00e9"),
        ("O_CLOCK", "o'clock"),
        ("NONE", "None"),
    )
    check(field)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ("'+',-,<,'>=',%", ["PLUS", "MINUS", "LESS_THAN", "GREATER_THAN_EQUALS", "PERCENT"]),
        ("A+,A-,'C#',-1,on-hold", ["A_PLUS", "A_MINUS", "C_HASH", "MINUS_1", "ON_HOLD"]),
        ("\U0001f44d,\u2764\ufe0f,'(none)'", ["THUMBS_UP", "HEAVY_BLACK_HEART", "NONE"]),
    ],
)
def test_enum_members_are_called_what_their_signs_are(values: str, names: list[str]) -> None:
    field = resolved(f"a:enum({values})")
    assert field.enum is not None
    assert [name for name, _ in field.enum.members] == names
    check(field)


def test_enum_members_are_no_letters_that_look_like_digits() -> None:
    field = resolved("a:enum(O,I,L,i)")
    assert field.enum is not None
    assert [name for name, _ in field.enum.members] == ["VALUE_O", "VALUE_I", "L", "VALUE_I_2"]
    check(field)


@pytest.mark.parametrize("name", ["create", "update", "response", "service"])
def test_enum_does_not_take_a_class_of_the_feature(name: str) -> None:
    field = resolve(load_inline("things", [f"{name}:enum(a,b)"]), {}).resources[0].fields[0]
    assert field.enum is not None
    assert field.enum.class_name == f"Thing{name.title()}Choice"


@pytest.mark.parametrize("text", FIELDS)
def test_columns_are_valid_sqlalchemy(text: str) -> None:
    code = resolved(text).column.migration
    kind = eval(code.text, {"sa": sa, "postgresql": postgresql})
    table = sa.Table("things", sa.MetaData(), sa.Column("a", kind))
    for dialect in (postgresql.dialect(), sqlite.dialect()):
        assert "a " in str(sa.schema.CreateTable(table).compile(dialect=dialect))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(spec_features())
def test_samples_of_random_specs(features: Any) -> None:
    for resource in resolve(load_text(as_text(features), "spec.yaml"), {}).resources:
        for field in resource.fields:
            check(field)
