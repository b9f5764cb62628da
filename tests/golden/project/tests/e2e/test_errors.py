"""Every error comes in the envelope, whatever raised it."""

from typing import Annotated, Any

import pytest
from fastapi import FastAPI, HTTPException, Path
from httpx2 import ASGITransport, AsyncClient, Response
from pydantic import AfterValidator, BaseModel, Field

from app.config import Settings
from app.core.errors import MAX_DETAILS, AppError, UnavailableError, error_responses
from app.main import create_app
from app.shared.schemas import InputSchema, Text

PASSWORD = "correct horse battery"  # noqa: S105 # to look for in responses


def fail(_: str) -> str:
    raise ValueError("is never right")


class Login(InputSchema):
    name: Text
    password: Annotated[str, AfterValidator(fail)]


class GoneError(AppError):
    status = 410


class Wrong(BaseModel):
    number: int


class Line(InputSchema):
    size: int


class Parcel(InputSchema):
    lines: list[Line]
    either: int | list[int] = 0
    code: Annotated[str, Field(pattern="^[A-Z]+$")] = "A"


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The application with routes that fail in every way."""

    @app.post("/login")
    async def login(body: Login) -> None:
        del body

    @app.post("/parcel")
    async def parcel(body: Parcel) -> None:
        del body

    @app.get("/status/{status}")
    async def status(status: Annotated[int, Path(ge=400)]) -> None:
        raise HTTPException(status, "as asked for", headers={"X-Why": "asked"})

    @app.get("/down")
    async def down() -> None:
        raise UnavailableError("The printer does not answer.", headers={"Retry-After": "5"})

    @app.get("/gone", responses=error_responses(410))
    async def gone() -> None:
        raise GoneError("The printer was given away.")

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("/srv/secret/path")

    @app.get("/invalid-response", response_model=Wrong)
    async def invalid_response() -> dict[str, str]:
        return {"number": "none"}

    return app


def envelope(response: Response, status: int) -> dict[str, Any]:
    """The error, once it is sure that the response has the form that all errors have."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert body.keys() == {"error"}
    assert body["error"].keys() == {"code", "message", "details", "request_id"}
    assert body["error"]["request_id"] == response.headers["X-Request-ID"]
    error: dict[str, Any] = body["error"]
    return error


async def test_an_unknown_path(client: AsyncClient) -> None:
    assert envelope(await client.get("/nowhere"), 404)["code"] == "not_found"


async def test_a_method_that_is_not_allowed(client: AsyncClient) -> None:
    response = await client.delete("/health")

    assert envelope(response, 405)["code"] == "method_not_allowed"
    assert response.headers["Allow"] == "GET, HEAD"


async def test_all_methods_of_a_path_are_named(app: FastAPI, client: AsyncClient) -> None:
    for method in ("POST", "GET", "DELETE"):
        app.add_api_route("/things", lambda: None, methods=[method])

    response = await client.patch("/things")

    assert response.headers["Allow"] == "DELETE, GET, POST"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "bad_request"),
        (401, "unauthorized"),
        (413, "content_too_large"),
        (415, "unsupported_media_type"),
        (429, "rate_limited"),
        (503, "unavailable"),
        (418, "http_418"),
    ],
)
async def test_what_the_framework_raises(client: AsyncClient, status: int, code: str) -> None:
    response = await client.get(f"/status/{status}")

    assert envelope(response, status)["code"] == code
    assert response.headers["X-Why"] == "asked"


async def test_an_error_of_the_application_has_its_headers(client: AsyncClient) -> None:
    response = await client.get("/down")

    assert envelope(response, 503)["message"] == "The printer does not answer."
    assert response.headers["Retry-After"] == "5"


async def test_an_error_of_any_status_has_a_code(app: FastAPI, client: AsyncClient) -> None:
    assert envelope(await client.get("/gone"), 410)["code"] == "http_410"
    assert app.openapi()["paths"]["/gone"]["get"]["responses"]["410"]["description"] == "Gone."


async def test_an_invalid_body_names_its_fields(client: AsyncClient) -> None:
    response = await client.post("/login", json={"nick": "a"})

    error = envelope(response, 422)
    assert error["code"] == "validation_failed"
    assert {(detail["location"], detail["field"]) for detail in error["details"]} == {
        ("body", "name"),
        ("body", "password"),
        ("body", "nick"),
    }


async def test_a_pattern_is_not_shown(client: AsyncClient) -> None:
    error = envelope(await client.post("/parcel", json={"lines": [], "code": "1"}), 422)

    (detail,) = error["details"]
    assert detail["code"] == "string_pattern_mismatch"
    assert detail["message"] == "does not have the form that is asked for"


async def test_an_invalid_path_names_its_parameter(client: AsyncClient) -> None:
    error = envelope(await client.get("/status/1"), 422)

    assert error["details"][0]["field"] == "status"
    assert error["details"][0]["location"] == "path"


async def test_validation_errors_do_not_repeat_the_input(client: AsyncClient) -> None:
    response = await client.post("/login", json={"name": "a", "password": PASSWORD})

    (detail,) = envelope(response, 422)["details"]
    assert (detail["field"], detail["message"]) == ("password", "is never right")
    assert PASSWORD not in response.text


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"lines": [{"size": 1}, {"size": "x"}]}', "lines.1.size"),
        ('{"lines": [{}]}', "lines.0.size"),
        ('{"lines": [], "either": {}}', "either"),
        ('{"lines": 1}', "lines"),
        ("[]", None),
        ('{"lines": ]', None),
    ],
)
async def test_a_field_is_named_as_the_client_knows_it(
    client: AsyncClient, body: str, field: str | None
) -> None:
    headers = {"Content-Type": "application/json"}
    error = envelope(await client.post("/parcel", content=body, headers=headers), 422)

    assert {detail["field"] for detail in error["details"]} == {field}


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff",
        b'{"name": "\\ud800", "password": ""}',
        b'{"name": "\\u0000", "password": ""}',
        b'{"\\ud800": 1}',
        b"[" * 100_000,
        b'{"name": ' + b"1" * 100_000 + b"}",
        b"null",
        b"",
    ],
    ids=["half", "not-utf8", "surrogate", "nul", "key", "deep", "digits", "null", "empty"],
)
async def test_a_body_that_makes_no_sense_is_refused(client: AsyncClient, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post("/login", content=content, headers=headers)

    envelope(response, 400 if response.status_code == 400 else 422)


async def test_a_body_of_another_type_is_refused(client: AsyncClient) -> None:
    response = await client.post("/login", content=b"{}", headers={"Content-Type": "text/plain"})

    envelope(response, 422)


async def test_details_are_limited(client: AsyncClient) -> None:
    response = await client.post("/login", json={f"f{number}": 1 for number in range(1_000)})

    assert len(envelope(response, 422)["details"]) == MAX_DETAILS


@pytest.mark.parametrize("path", ["/bug", "/invalid-response"])
async def test_a_bug_tells_nothing(client: AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert envelope(response, 500)["code"] == "internal_error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


async def test_a_bug_in_a_middleware_has_the_envelope(settings: Settings) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("/srv/secret/path")

    app = create_app(settings)
    app.add_middleware(lambda _: broken)
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/health")

    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal_error"
