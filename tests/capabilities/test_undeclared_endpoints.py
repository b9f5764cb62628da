"""Endpoints written by hand that do not declare who may call them, where a project gets users.

``tests/security/test_permissions.py`` comes with ``auth`` and fails for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import projects
from support.projects import Nobody

from fastscaffold import pipeline
from fastscaffold.requests import Options

if TYPE_CHECKING:
    from pathlib import Path

    from fastscaffold.errors import Message

pytestmark = pytest.mark.any_python

REPORTS = "src/app/features/reports/router.py"
CUSTOMERS = "src/app/features/customers/router.py"
MAIN = "src/app/main.py"
SOURCE = """from fastapi import APIRouter

router = APIRouter(prefix="/reports")
EXTRA = {"x-permission": "public"}


@router.get("")
async def list_reports() -> list[str]:
    return []


@router.put("", openapi_extra={"x-internal": True})
async def replace_reports() -> None: ...


@router.post("", openapi_extra={"x-permission": "public"})
async def create_report() -> None: ...


@router.patch("", openapi_extra=EXTRA)
async def update_report() -> None: ...


@router.delete("", include_in_schema=False)
async def delete_reports() -> None: ...


@router.websocket("/live")
async def follow_reports() -> None: ...
"""
BY_HAND = """

@router.get("/export")
async def export_customers() -> str:
    return ""
"""


def with_reports(tmp_path: Path, source: str = SOURCE) -> Path:
    project = projects.new(tmp_path, profile="minimal")
    projects.add_inline(project, "customers", "name:str(40)")
    (project / REPORTS).parent.mkdir()
    (project / REPORTS).write_text(source)
    main = project / MAIN
    main.write_text(
        main.read_text()
        .replace(
            "    app.include_router(customers_router",
            "    app.include_router(reports_router, prefix='/api/v1')\n"
            "    app.include_router(customers_router",
        )
        .replace(
            "from app.features.customers.router import router as customers_router",
            "from app.features.customers.router import router as customers_router\n"
            "from app.features.reports.router import router as reports_router",
        )
    )
    return project


def told(project: Path, *, protect: bool = False) -> dict[str | None, Message]:
    result = pipeline.add_capabilities(project, ["auth"], Options(), Nobody(), protect=protect)
    return {warning.path: warning for warning in result.warnings}


@pytest.mark.parametrize("protect", [False, True])
def test_those_that_fail_the_test_of_permissions_are_named(tmp_path, protect):
    hint = told(with_reports(tmp_path), protect=protect)[REPORTS].hint or ""

    assert "tests/security/test_permissions.py fails until each of these has" in hint
    assert 'openapi_extra={"x-permission": …}' in hint
    assert "docs/auth.md" in hint
    assert hint.endswith(": GET and PUT /api/v1/reports.")


def test_those_that_declare_it_and_those_that_were_generated_are_not(tmp_path):
    declared = SOURCE.replace('@router.get("")', '@router.get("", openapi_extra=EXTRA)').replace(
        '"x-internal": True', '"x-internal": True, "x-permission": "public"'
    )

    warnings = told(with_reports(tmp_path, declared))

    assert "GET, POST, PUT, PATCH and DELETE" in warnings[REPORTS].message
    assert "test_permissions.py" not in (warnings[REPORTS].hint or "")
    assert "test_permissions.py" not in (warnings[CUSTOMERS].hint or "")


@pytest.mark.parametrize("protect", [False, True])
def test_one_that_was_added_to_a_generated_router_is_named(tmp_path, protect):
    project = with_reports(tmp_path)
    (project / CUSTOMERS).write_text((project / CUSTOMERS).read_text() + BY_HAND)

    warning = told(project, protect=protect)[CUSTOMERS]

    text = f"{warning.message} {warning.hint}"
    assert "says: GET /api/v1/customers/export." in text
    assert text.count("test_permissions.py") == 1
