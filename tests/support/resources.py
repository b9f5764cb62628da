"""Resources for tests, by way of the spec language."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

from fastscaffold.model.ends import Relation, Target
from fastscaffold.model.resolve import resolve
from fastscaffold.spec.loader import load_text

EVERY_TYPE = """
    features:
      customers:
        primary_key: {type: bigint}
        fields: {email: "email:unique"}
      things:
        primary_key: {type: int}
        fields:
          a_str: "str(40):unique"
          a_text: text?
          a_int: int
          a_bigint: bigint:index
          a_float: float
          a_decimal: decimal(12,2)
          a_bool: bool
          a_date: date
          a_time: time
          a_datetime: datetime
          a_timedelta: timedelta
          a_uuid: uuid
          a_email: email
          a_url: url
          a_ip: ip
          a_enum: {type: enum, values: [in transit, "it's", 'say "x"', 'a:b :c', '50 %s', 'ä'], index: true}
          a_json: json?
          a_list: {type: list, items: str}
          a_secret: {type: secret}
          some_bytes: {type: bytes}
          order: int?
          select: {type: enum, values: [a, b]}
        relations:
          customer: {kind: many_to_one, to: customers, on_delete: restrict}
          parent: {kind: many_to_one, to: things, nullable: true, on_delete: set_null}
"""


def resources_of(text: str, *capabilities: str):
    """Resolve a YAML spec; the ``version`` line is added."""
    parsed = load_text(f"version: 1\n{dedent(text)}".encode(), "test.yaml")
    return resolve(parsed, {}, capabilities).resources


def refer(resource, target, name="other", **options):
    """Give a resource one more relation, whatever the spec language may say to it."""
    values = {"on_delete": "restrict", "field": f"{name}_id", **options}
    relation = Relation(name=name, target=Target(target.names, target.key), **values)
    return replace(resource, relations=(*resource.relations, relation))
