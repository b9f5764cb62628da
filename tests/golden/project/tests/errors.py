"""What tests expect of responses that report an error."""

from httpx2 import Response


def assert_error(response: Response, status: int, field: str | None = None) -> None:
    """Check the status and the envelope, and that a field is to blame where one is given."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) == {"code", "message", "details", "request_id"}
    if field is not None:
        blamed = [f"{detail['field']}." for detail in error["details"]]
        assert any(place.startswith(f"{field}.") for place in blamed), error
