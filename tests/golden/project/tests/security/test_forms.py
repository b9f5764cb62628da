"""Forms that would take memory or time, to every endpoint that takes forms."""

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient

from tests.security.bodies import FORM
from tests.security.operations import operations

# What they reach is covered by the other tests; measuring it would take as long again.
pytestmark = pytest.mark.no_cover

MULTIPART = "multipart/form-data"
# Less than a limit on bodies lets through, and more than any form has.
MOST = 1_000_000
MANY = 10_000


def multipart(*parts: bytes, preamble: bytes = b"") -> bytes:
    """A body of parts, each of them headers and a value."""
    return preamble + b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


def part(name: bytes, value: bytes, header: bytes = b"") -> bytes:
    """A field without the name of a file."""
    disposition = b'Content-Disposition: form-data; name="' + name + b'"\r\n'
    return disposition + header + b"\r\n" + value


FORMS = {
    "many parts": (MULTIPART, multipart(*[part(b"f%d" % number, b"") for number in range(MANY)])),
    "many fields": (FORM, b"&".join(b"f%d=" % number for number in range(MANY))),
    "a huge part": (MULTIPART, multipart(part(b"username", b"a" * MOST))),
    "a huge field": (FORM, b"username=" + b"a" * MOST),
    "a huge name": (MULTIPART, multipart(part(b"n" * MOST, b"a"))),
    "a huge preamble": (MULTIPART, multipart(part(b"username", b"a"), preamble=b"p" * MOST)),
    "a huge header": (MULTIPART, multipart(part(b"a", b"a", b"X-A: " + b"b" * MOST + b"\r\n"))),
    "many headers": (MULTIPART, multipart(part(b"a", b"a", b"X-A: b\r\n" * MANY))),
    "no end": (MULTIPART, b"--x\r\n" + part(b"username", b"a" * MANY)),
    "no form": (MULTIPART, b"\xff" * MANY),
}


@pytest.mark.parametrize("form", list(FORMS))
async def test_hard_forms(app: FastAPI, attacker: AsyncClient, form: str) -> None:
    kind, body = FORMS[form]
    headers = {"Content-Type": f"{kind}; boundary=x"}
    for operation in operations(app):
        if operation.takes(FORM) or operation.takes(MULTIPART):
            response = await attacker.request(
                operation.method, operation.url, content=body, headers=headers
            )

            assert 400 <= response.status_code < 500, f"{operation} with {form}"
            assert response.json()["error"]["request_id"]
