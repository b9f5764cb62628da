"""Files that are not what they seem."""

from __future__ import annotations

import time

from attacks.registry import NotThereError, attack
from attacks.resources import CHUNK, LIMIT, most_growth
from attacks.target import API, Target, expect

URL = f"{API}/uploads"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
HTML = b"<!doctype html><script>alert(1)</script>"


def look_for(target: Target) -> None:
    if URL not in target.schema["paths"]:
        raise NotThereError("no uploads in the project")


@attack(
    "UP-01",
    "file names that climb, of Windows, absolute, of 300 characters, written from right to left",
    "a name of the server's own, in the store",
)
def file_names(target: Target) -> str:
    look_for(target)
    names = [
        "../../../escaped.png",
        "..\\..\\escaped.png",
        "C:\\escaped.png",
        "/etc/escaped.png",
        "a" * 300 + ".png",
        "\u202egnp.exe",
    ]
    statuses = []
    before = set(target.project.parent.rglob("*escaped*"))
    with target.client(target.user) as client:
        for name in names:
            response = expect(
                client.post(URL, files={"file": (name, PNG, "image/png")}), 201, 400, 422
            )
            statuses.append(response.status_code)
            if response.status_code == 201:
                content = client.get(f"{response.headers['Location']}/content")
                assert "\r" not in content.headers.get("Content-Disposition", "")
                assert ".." not in content.headers.get("Content-Disposition", "")
    assert set(target.project.parent.rglob("*escaped*")) == before, (
        "it was written under its own name"
    )
    return ", ".join(map(str, statuses)) + "; nothing under those names"


@attack(
    "UP-02", "60 MB where 10 MB are allowed", "413, read no further; memory does not grow with it"
)
def too_large(target: Target) -> str:
    look_for(target)
    sent = 0

    def body():
        nonlocal sent
        yield (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
            + PNG
        )
        for _ in range(60 * LIMIT // CHUNK):
            sent += CHUNK
            yield b"\0" * CHUNK
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    with target.client(target.user) as client:
        expect(client.post(URL, files={"file": ("a.png", PNG, "image/png")}), 201)
        target.forget_peaks()
        before = target.memory()
        expect(client.post(URL, content=body(), headers=headers), 413)
        growth = most_growth(target, before)
        declared = {**headers, "Content-Length": str(60 * LIMIT)}
        started = time.perf_counter()
        answer = target.raw(_head(target, declared))
        assert answer.startswith(b"HTTP/1.1 413"), answer[:60]
        assert time.perf_counter() - started < 10
    assert growth < 10 * LIMIT, f"{growth / LIMIT:.1f} MiB"
    return f"413; {growth / LIMIT:.2f} MiB"


def _head(target: Target, headers: dict[str, str]) -> bytes:
    lines = [f"POST {URL} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers | target.user.headers).items()]
    return "\r\n".join([*lines, "", ""]).encode()


@attack(
    "UP-03",
    "HTML as image/png, a PNG as HTML, what is both, a script",
    "422 or 415, or never shown as a page",
)
def false_types(target: Target) -> str:
    look_for(target)
    files = {
        "HTML as an image": ("a.png", HTML, "image/png"),
        "SVG with a script": (
            "a.svg",
            b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>",
            "image/svg+xml",
        ),
        "a program": ("a.png", b"MZ" + b"\0" * 200, "image/png"),
    }
    with target.client(target.user) as client:
        statuses = [
            expect(client.post(URL, files={"file": file}), 415, 422).status_code
            for file in files.values()
        ]
        both = expect(
            client.post(URL, files={"file": ("a.html", PNG + HTML, "text/html")}), 201, 415, 422
        )
        if both.status_code == 201:
            content = client.get(f"{both.headers['Location']}/content")
            assert content.headers["Content-Type"] == "image/png", content.headers["Content-Type"]
            assert content.headers["X-Content-Type-Options"] == "nosniff"
            assert content.headers["Content-Disposition"].startswith("attachment")
    return f"{', '.join(map(str, statuses))}; what is both: {both.status_code}"


@attack("RES-06", "Range: bytes=0-,0-,… 5,000 times on a file", "less than 100 ms")
def many_ranges(target: Target) -> str:
    look_for(target)
    with target.client(target.user) as client:
        response = expect(client.post(URL, files={"file": ("a.png", PNG, "image/png")}), 201)
        url = f"{response.headers['Location']}/content"
        best = float("inf")
        for _ in range(5):
            started = time.perf_counter()
            answer = client.get(url, headers={"Range": "bytes=" + ",".join(["0-"] * 5_000)})
            best = min(best, time.perf_counter() - started)
    assert answer.status_code in {200, 206, 400, 416}, answer.status_code
    assert len(answer.content) <= 10 * len(PNG), len(answer.content)
    assert best < 0.1, f"{best:.2f} s"
    return f"{answer.status_code} in {best * 1000:.0f} ms"
