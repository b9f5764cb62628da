"""The endpoint that a generated project's page shows is one that its own tests have nothing against."""

from __future__ import annotations

import re

import pytest
from support.projects import Tools

pytestmark = pytest.mark.slow

FEATURE = "src/app/features/quotes"
TESTS = "tests/e2e/quotes"
# In the order of the page.
FILES = (f"{FEATURE}/schemas.py", f"{FEATURE}/service.py", f"{FEATURE}/router.py")


def follow(project):
    """Do what the page says."""
    page = (project / "docs/endpoints.md").read_text()
    *sources, registration, test = re.findall(
        r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    (docstring,) = re.findall(r'`(""".*?""")`', page)
    for folder, text in ((FEATURE, f"{docstring}\n"), (TESTS, "")):
        (project / folder).mkdir()
        (project / folder / "__init__.py").write_text(text)
    for path, source in zip((*FILES, f"{TESTS}/test_router.py"), (*sources, test), strict=True):
        (project / path).write_text(source)
    imported, _, included = registration.strip().partition("\n\n")
    main = project / "src/app/main.py"
    text = main.read_text()
    text = text.replace("from app.middleware", f"{imported}\nfrom app.middleware", 1)
    main.write_text(text.replace("    return app\n", f"    {included}\n    return app\n", 1))


def test_it_passes_what_the_project_asks_of_every_endpoint(project):
    follow(project)
    tools = Tools(project)
    tools.run("ruff", "check", "--fix", "--select", "I", "src/app/main.py")

    tools.run("ruff", "check", ".")
    tools.run("ruff", "format", "--check", ".")
    tools.run("mypy")
    tools.run("pyright")
    tools.test(TESTS, "tests/security", "tests/contract", "tests/e2e/test_openapi.py", "-n", "2")


@pytest.mark.parametrize(
    ("written", "instead", "test"),
    [
        (', openapi_extra={"x-permission": "public"}', "", "test_permissions.py"),
        ("InputSchema", "BaseModel", "test_requests.py"),
    ],
)
def test_what_the_page_asks_for_is_asked_for(project, written, instead, test):
    follow(project)
    for path in FILES:
        text = (project / path).read_text().replace(written, instead)
        if instead == "BaseModel":
            text = text.replace("from pydantic import ", "from pydantic import BaseModel, ")
            text = text.replace("import BaseModel, OutputSchema", "import OutputSchema")
        (project / path).write_text(text)

    with pytest.raises(AssertionError, match="quotes"):
        Tools(project).test(f"tests/security/{test}")


ODD = {
    "CalendarDate": "0",
    "UtcDatetime": "0",
    "LocalTime": "0",
    "Duration": "0",
    "QueryInt32": "2147483648",
    "QueryInt64": "1_0",
    "QueryFloat": "inf",
    "QueryFlag": "yes",
    "Email": "Ada <ada@fastapi-project.com>",
    "WebUrl": "javascript:x",
    "IpAddress": "fe80::1%eth0",
}
TYPES_TEST = f"""
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient

from app.shared import schemas


@pytest.mark.parametrize(("name", "odd"), {ODD}.items())
def test_takes_one_form(name: str, odd: str) -> None:
    app = FastAPI()

    async def take(value: Any) -> None: ...

    take.__annotations__["value"] = Annotated[getattr(schemas, name), Query()]
    app.get("/")(take)

    assert TestClient(app).get("/", params={{"value": odd}}).status_code == 422
"""


def test_types_of_parameters_take_one_form(project):
    page = (project / "docs/endpoints.md").read_text()
    table = re.findall(r"^\|[^|]*\|[^|]*\|([^|]*)\|$", page, re.MULTILINE)
    named = {name for cell in table for name in re.findall(r"`([A-Z]\w+)`", cell)}
    assert named == set(ODD)
    (project / "tests/unit/test_types_of_page.py").write_text(TYPES_TEST)

    Tools(project).test("tests/unit/test_types_of_page.py")
