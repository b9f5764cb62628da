"""Which routes are in the OpenAPI document."""

from __future__ import annotations

import pytest
from support.audited import facts


@pytest.mark.parametrize(
    ("made", "included", "shown"),
    [
        ("", "", True),
        ("include_in_schema=False", "", False),
        ("", ", include_in_schema=False", False),
        ("", ", include_in_schema=True", True),
    ],
)
def test_what_a_router_or_its_inclusion_hides_is_in_no_schema(made, included, shown):
    source = (
        "from fastapi import APIRouter, FastAPI\n"
        f"pages = APIRouter({made})\n"
        "@pages.get('/inner')\n"
        "def read(): ...\n"
        "outer = APIRouter()\n"
        f"outer.include_router(pages{included})\n"
        "app = FastAPI()\n"
        "app.include_router(outer)\n"
    )

    (route,) = facts(source).routes
    assert route.in_schema is shown


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("from flask import Blueprint\npages = Blueprint('pages', __name__)\n", 0),
        ("import flask\npages = flask.Flask(__name__)\n", 0),
        ("from fastapi import FastAPI\npages = FastAPI()\n", 1),
        ("from elsewhere import pages\n", 1),
    ],
)
def test_routes_of_other_frameworks_are_none(made, found):
    source = f"{made}@pages.route('/inner')\ndef read(): ...\n"

    assert len(facts(source).routes) == found


def test_a_router_that_is_shown_at_one_of_its_places_is_in_the_schema():
    source = (
        "from fastapi import APIRouter, FastAPI\n"
        "items = APIRouter()\n"
        "@items.get('/items')\n"
        "def read(): ...\n"
        "app = FastAPI()\n"
        "app.include_router(items, include_in_schema=False)\n"
        "app.include_router(items, prefix='/api')\n"
    )

    (route,) = facts(source).routes
    assert route.in_schema
