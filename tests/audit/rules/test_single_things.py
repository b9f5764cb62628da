"""Routes whose names end like those of several things, and that answer with one."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.lists_paginated import RULE

TOP = """import vendor
from fastapi import FastAPI
app = FastAPI()
client = vendor.Client()
"""
LINE = TOP.count("\n") + 2


def found(path: str, name: str, answer: str) -> list[int]:
    taken = ", ".join(part[1:-1] for part in path.split("/") if part.startswith("{"))
    route = f"@app.get('{path}')\nasync def {name}({taken}):\n    return {answer}\n"
    return lines(RULE, TOP + route)


@pytest.mark.parametrize(
    ("path", "name", "answer"),
    [
        ("/leaflets/{slug}", "get_page", "await client.get_page(slug)"),
        ("/lamps/{id}", "get_lamps", "await client.get_lamps(id)"),
        ("/lamps/{lamp_id}", "get_lamps", "await client.get_lamps(lamp_id)"),
        ("/canvas/{id}", "get_canvas", "await client.get_canvas(id)"),
        ("/likes/{id}", "likes", "{'likes': client.likes(id)}"),
        ("/sailors/{id}/points", "get_points", "await client.get_points(id)"),
        ("/sailors/me/credits", "get_credits", "{'credits': await client.get_credits()}"),
        ("/orders/{id}/terms", "get_terms", "await client.get_terms(id)"),
        ("/maps/{id}/coordinates", "get_coordinates", "await client.get_coordinates(id)"),
        ("/maps/{id}/dimensions", "get_dimensions", "await client.get_dimensions(id)"),
        ("/harbour/hours", "get_hours", "client.get_hours()"),
        ("/health/services", "get_services", "client.get_services()"),
    ],
)
def test_single_things_are_left_alone(path: str, name: str, answer: str) -> None:
    assert found(path, name, answer) == []


@pytest.mark.parametrize(
    ("path", "name", "answer"),
    [
        ("/leaflets/page", "get_page", "await client.get_page()"),
        ("/lamps/{shop_id}", "get_lamps", "await client.get_lamps(shop_id)"),
        ("/lamps/{id}", "get_lamps_of_shop", "await client.get_lamps(id)"),
        ("/lamps/{id}", "list_lamps", "await client.list_lamps(id)"),
        ("/shops/{id}/lamps", "get_lamps", "await client.get_lamps(id)"),
    ],
)
def test_several_things_are_found(path: str, name: str, answer: str) -> None:
    assert found(path, name, answer) == [LINE]


@pytest.mark.parametrize(
    ("kind", "told"), [("float", []), ("int", []), ("bool", []), ("dict", [LINE])]
)
def test_numbers_are_no_rows(kind: str, told: list[int]) -> None:
    route = f"@app.post('/search')\ndef search(text: str) -> list[{kind}]: ...\n"
    assert lines(RULE, TOP + route) == told
