"""Of eight requests that want the same at the same time one gets it, over two workers."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from itertools import count

import httpx2
import pytest
from support import projects
from support.serving import migrated, ready, serving

pytestmark = [pytest.mark.slow, pytest.mark.wide]

CLIENTS = 8
ROUNDS = 12
SPEC = """
version: 1
features:
  shelves:
    fields: {name: str(40)}
    behaviours: {soft_delete: true}

  authors:
    fields: {name: str(40)}

  books:
    fields:
      code: {type: str, max_length: 40, unique: true}
      place: int
    relations:
      shelf: {kind: many_to_one, to: shelves, on_delete: cascade}
      authors: {kind: many_to_many, to: authors}
    constraints: {unique: [[shelf, place]]}
    behaviours: {soft_delete: true, optimistic_lock: true}

  lists:
    fields: {name: str(40)}
    relations: {authors: {kind: many_to_many, to: authors}}

  labels:
    fields: {text: str(40)}
    relations:
      shelf: {kind: one_to_one, to: shelves, on_delete: restrict}
"""


class Library:
    """What clients do; what one of them makes has values that no other has."""

    _numbers = count(1)

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client

    def fresh(self) -> int:
        return next(self._numbers)

    async def create(self, path: str, **body: object) -> dict[str, object]:
        response = await self.client.post(f"/api/v1/{path}", json=body)
        assert response.status_code == 201, response.text
        return response.json()

    async def shelf(self) -> dict[str, object]:
        return await self.create("shelves", name=f"shelf {self.fresh()}")

    async def book(self) -> dict[str, object]:
        number = self.fresh()
        shelf = await self.shelf()
        return await self.create("books", code=f"{number}", place=number, shelf_id=shelf["id"])

    async def at_once(self, *requests: tuple[str, str, dict[str, object]]) -> Counter[int]:
        """Send requests at the same time; give how often each status was answered."""
        responses = await asyncio.gather(
            *(
                self.client.request(method, f"/api/v1/{path}", **options)
                for method, path, options in requests
            )
        )
        return Counter(response.status_code for response in responses)


async def unique_value(library: Library) -> Counter[int]:
    shelf, code = await library.shelf(), f"same {library.fresh()}"
    bodies = [{"code": code, "place": at, "shelf_id": shelf["id"]} for at in range(CLIENTS)]
    return await library.at_once(*(("POST", "books", {"json": body}) for body in bodies))


async def unique_together(library: Library) -> Counter[int]:
    shelf, number = await library.shelf(), library.fresh()
    bodies = [
        {"code": f"{number} {at}", "place": 1, "shelf_id": shelf["id"]} for at in range(CLIENTS)
    ]
    return await library.at_once(*(("POST", "books", {"json": body}) for body in bodies))


async def the_only_one(library: Library) -> Counter[int]:
    shelf = await library.shelf()
    bodies = [{"text": f"{at}", "shelf_id": shelf["id"]} for at in range(CLIENTS)]
    return await library.at_once(*(("POST", "labels", {"json": body}) for body in bodies))


async def changes(library: Library, version: str) -> Counter[int]:
    book = await library.book()
    change = {"headers": {"If-Match": version}}
    requests = [
        ("PATCH", f"books/{book['id']}", {**change, "json": {"place": 1_000 + at}})
        for at in range(CLIENTS)
    ]
    return await library.at_once(*requests)


async def versions(library: Library) -> Counter[int]:
    return await changes(library, '"1"')


async def any_version(library: Library) -> Counter[int]:
    return await changes(library, "*")


async def links(library: Library) -> Counter[int]:
    found, author = (
        await library.create("lists", name="a"),
        await library.create("authors", name="b"),
    )
    link = f"lists/{found['id']}/authors/{author['id']}"
    return await library.at_once(*[("PUT", link, {})] * CLIENTS)


async def deletions_for_good(library: Library) -> Counter[int]:
    author = await library.create("authors", name="a")
    return await library.at_once(*[("DELETE", f"authors/{author['id']}", {})] * CLIENTS)


async def deletions(library: Library) -> Counter[int]:
    book = await library.book()
    options = {"headers": {"If-Match": "*"}}
    return await library.at_once(*[("DELETE", f"books/{book['id']}", options)] * CLIENTS)


async def restorations(library: Library) -> Counter[int]:
    book = await library.book()
    await library.client.delete(f"/api/v1/books/{book['id']}", headers={"If-Match": "*"})
    return await library.at_once(*[("POST", f"books/{book['id']}/restore", {})] * CLIENTS)


async def a_place_that_is_free_again(library: Library) -> Counter[int]:
    """One is restored while others with its value are created."""
    book = await library.book()
    await library.client.delete(f"/api/v1/books/{book['id']}", headers={"If-Match": "*"})
    body = {"code": book["code"], "shelf_id": book["shelf_id"]}
    creations = [("POST", "books", {"json": {**body, "place": at}}) for at in range(1, CLIENTS)]
    found = await library.at_once(("POST", f"books/{book['id']}/restore", {}), *creations)
    return Counter({200: found.pop(200, 0) + found.pop(201, 0)}) + found


@pytest.mark.parametrize(
    ("race", "expected"),
    [
        (unique_value, {201: 1, 409: CLIENTS - 1}),
        (unique_together, {201: 1, 409: CLIENTS - 1}),
        (the_only_one, {201: 1, 409: CLIENTS - 1}),
        (versions, {200: 1, 412: CLIENTS - 1}),
        (any_version, {200: CLIENTS}),
        (links, {204: CLIENTS}),
        (deletions, {204: 1, 404: CLIENTS - 1}),
        (deletions_for_good, {204: 1, 404: CLIENTS - 1}),
        (restorations, {200: 1, 404: CLIENTS - 1}),
        (a_place_that_is_free_again, {200: 1, 409: CLIENTS - 1}),
    ],
)
def test_one_wins(served, race, expected):
    async def run() -> list[Counter[int]]:
        async with httpx2.AsyncClient(base_url=served, timeout=30) as client:
            library = Library(client)
            return [await race(library) for _ in range(ROUNDS)]

    assert asyncio.run(run()) == [Counter(expected)] * ROUNDS


def test_nobody_refers_to_what_is_deleted_meanwhile(served):
    """Eight books are put on a shelf while it is deleted: they go with it, or are refused."""

    async def run() -> None:
        async with httpx2.AsyncClient(base_url=served, timeout=30) as client:
            library = Library(client)
            for _ in range(ROUNDS):
                shelf = await library.shelf()
                number = library.fresh()
                bodies = [
                    {"code": f"n{number} {at}", "place": at, "shelf_id": shelf["id"]}
                    for at in range(CLIENTS)
                ]
                creations = [("POST", "books", {"json": body}) for body in bodies]
                deletion = ("DELETE", f"shelves/{shelf['id']}", {})
                found = await library.at_once(*creations[:4], deletion, *creations[4:])
                left = await client.get("/api/v1/books", params={"shelf_id": shelf["id"]})
                assert left.json()["items"] == []
                assert set(found) <= {201, 204, 422}, found
                assert found[204] == 1

    asyncio.run(run())


def test_what_is_embedded_is_of_one_moment(served):
    """Books are read with their shelf while it is deleted and restored, and they with it."""

    async def run() -> None:
        async with httpx2.AsyncClient(base_url=served, timeout=30) as client:
            library = Library(client)
            book = await library.book()
            ended = asyncio.Event()

            async def disturb() -> None:
                for _ in range(40):
                    shelf = f"/api/v1/shelves/{book['shelf_id']}"
                    assert (await client.delete(shelf)).status_code == 204
                    assert (await client.post(f"{shelf}/restore")).status_code == 200
                ended.set()

            async def read() -> Counter[int]:
                found: Counter[int] = Counter()
                while not ended.is_set():
                    for path in (f"/api/v1/books/{book['id']}", "/api/v1/books"):
                        response = await client.get(path, params={"include": "shelf"})
                        found[response.status_code] += 1
                return found

            async with asyncio.TaskGroup() as group:
                group.create_task(disturb())
                readers = [group.create_task(read()) for _ in range(3)]
            assert {status for reader in readers for status in reader.result()} == {200, 404}

    asyncio.run(run())


def test_links_are_added_once(served):
    async def run() -> None:
        async with httpx2.AsyncClient(base_url=served, timeout=30) as client:
            library = Library(client)
            for _ in range(ROUNDS):
                book, author = await library.book(), await library.create("authors", name="a")
                link = f"books/{book['id']}/authors/{author['id']}"
                options = {"headers": {"If-Match": "*"}}
                found = await library.at_once(*[("PUT", link, options)] * CLIENTS)
                keys = (await client.get(f"/api/v1/books/{book['id']}/authors")).json()
                assert keys == [author["id"]]
                assert found == {204: CLIENTS}

    asyncio.run(run())


@pytest.fixture(scope="module")
def served(tmp_path_factory, postgres_url):
    """The address of a library that serves, on PostgreSQL."""
    from support.postgres import fresh_database  # noqa: PLC0415

    parent = tmp_path_factory.mktemp("races")
    project = projects.new(parent, profile="minimal")
    assert projects.add(project, SPEC).status == "ok"
    with fresh_database(postgres_url) as url:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
            "ENVIRONMENT": "development",
            "DATABASE_URL": url,
            "PYTHONPATH": str(project / "src"),
        }
        migrated(project, environment)
        with serving(project, environment, parent / "log") as (_, base):

            async def wait() -> None:
                async with httpx2.AsyncClient(base_url=base) as client:
                    await ready(client)

            asyncio.run(wait())
            yield base
