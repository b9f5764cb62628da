"""The tests of a generated feature notice when its code is broken."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import projects
from support.projects import Tools

pytestmark = [pytest.mark.slow, pytest.mark.wide]

SPEC = Path(__file__).with_name("mutants.yaml")
FEATURES = "src/app/features/"
# Of what is broken on purpose, at least so much has to be found.
FOUND = 0.95


@dataclass(frozen=True)
class Mutation:
    """A line that is wrong.

    Attributes:
        path: of the file below the features, or in the migrations.
        right: a regular expression of what the file has.
        wrong: what it has instead.
    """

    path: str
    right: str
    wrong: str


MUTATIONS = [
    # Permissions.
    Mutation("tickets/router.py", r"Depends\(require_role\(ADMIN\)\)", "Depends(get_current_user)"),
    Mutation("tickets/router.py", r'require_role\("agent"\)', 'require_role("guest")'),
    Mutation("tickets/router.py", r"    dependencies=\[Depends\(get_current_user\)\],\n", ""),
    Mutation("teams/router.py", r"    dependencies=\[Depends\(get_current_user\)\],\n", ""),
    # Owners.
    Mutation("notes/repository.py", r"if user.is_admin else self.within\(.*\)", ""),
    Mutation("notes/repository.py", r"self if user.is_admin else ", ""),
    Mutation("notes/dependencies.py", r"\.owned_by\(user\)", ""),
    Mutation("notes/service.py", r"self._repository.find\(", "NoteRepository(self._repository.session).find("),
    Mutation("replies/service.py", r"_topics\.owned_by\(by\)(\.require\()", r"_topics\1"),
    Mutation("replies/service.py", r"_topics\.owned_by\(by\)(\.require_all\(payload.related_ids,)", r"_topics\1"),
    Mutation("replies/service.py", r"_topics\.owned_by\(by\)(\.require_all\(payload.related_ids or)", r"_topics\1"),
    Mutation("replies/service.py", r"_topics\.owned_by\(by\)(\.get\()", r"_topics\1"),
    Mutation("replies/router.py", r"(async def add_related\w*\([^)]*)Own(ReplyServiceDep)", r"\1\2"),
    Mutation("replies/router.py", r"(async def remove_related\w*\([^)]*)Own(ReplyServiceDep)", r"\1\2"),
    # Constraints.
    Mutation("tickets/schemas.py", r"Digits\(8, 2, ge=0, le=1000\)", "Digits(8, 2, ge=0)"),
    Mutation("tickets/schemas.py", r"Digits\(8, 2, ge=0, le=1000\)", "Digits(8, 2, le=1000)"),
    Mutation("tickets/schemas.py", r"Field\(ge=1, le=2147483647\)", "Field(le=2147483647)"),
    Mutation("tickets/schemas.py", r"max_length=80", "max_length=81"),
    Mutation("tickets/schemas.py", r"str, Field\(max_length=12\), Storable", "str, Field(max_length=12)"),
    Mutation("tickets/schemas.py", r"Omittable\[TicketTitle\]", "TicketTitle | None"),
    Mutation("tickets/schemas.py", r"class TicketCreate\(InputSchema\)", "class TicketCreate(OutputSchema)"),
    Mutation("tickets/schemas.py", r"Decimal\(\"0.00\"\)", 'Decimal("1.00")'),
    Mutation("migrations", r'("ix_tickets_number"\),\n.*\n.*\n *)unique=True', r"\1unique=False"),
    Mutation("migrations", r'("ix_tickets_team_id_place"\),\n.*\n.*\n *)unique=True', r"\1unique=False"),
    Mutation("migrations", r"ends_on >= starts_on", "ends_on >= '0001-01-01'"),
    Mutation("migrations", r'ondelete="RESTRICT"', 'ondelete="CASCADE"'),
    Mutation("tickets/models.py", r"TimestampMixin, SoftDeleteMixin", "SoftDeleteMixin"),
    Mutation("tickets/models.py", r"Integer, default=0", "Integer, default=1"),
    Mutation("tickets/models.py", r', default=Decimal\("0.00"\)', ""),
    # Defaults that are made for each row.
    Mutation("notes/schemas.py", r"default_factory=utc_now\b", "default=utc_now()"),
    Mutation("notes/schemas.py", r"default_factory=utc_today\b", "default=utc_today()"),
    Mutation("notes/schemas.py", r"default_factory=uuid4\b", "default=uuid4()"),
    Mutation("notes/models.py", r"(noted_at: .*default=utc_now)\b", r"\1()"),
    Mutation("notes/models.py", r"(noted_on: .*default=utc_today)\b", r"\1()"),
    Mutation("notes/models.py", r"(mark: .*default=uuid4)\b", r"\1()"),
    # Filters, sorting, search, pages.
    Mutation("tickets/repository.py", r"\*conditions\(Ticket, filters\), ", ""),
    Mutation("tickets/repository.py", r", \*search\(filters.q, \[Ticket.title\]\)", ""),
    Mutation("tickets/repository.py", r'"number": Ticket.number', '"number": Ticket.title'),
    Mutation("tickets/repository.py", r"            sorts=.*\n", ""),
    Mutation("tickets/schemas.py", r"default=10, ge=1, le=50", "default=10, ge=1, le=5000"),
    Mutation("tickets/schemas.py", r"default=10, ge=1, le=50", "default=11, ge=1, le=50"),
    Mutation("tickets/schemas.py", r"    status: TicketStatus \| None = None\n", ""),
    Mutation("tickets/schemas.py", r"    estimate__gte: .*\n", ""),
    Mutation("tags/repository.py", r"list_cursor\(filters, codec\)", "list_cursor(filters.model_copy(update={'cursor': None}), codec)"),
    # Transactions, references, links, secrets.
    Mutation("tickets/service.py", r'await self._tags.require_all\(payload.tag_ids, "tags"\)', "pass"),
    Mutation("tickets/service.py", r'await self._tags.require_all\(payload.tag_ids or \(\), "tags"\)', "pass"),
    Mutation("tickets/service.py", r"(created.append.*\n)", r"\1                await self._repository.session.commit()\n"),
    Mutation("tickets/service.py", r"return await self._repository.add\(await self._new\(payload\)\)", "ticket = await self._repository.add(await self._new(payload))\n        await self._repository.session.rollback()\n        return ticket"),
    Mutation("tickets/service.py", r"payload.changes\(\)", "payload.model_dump()"),
    Mutation("tickets/service.py", r"sorted\(\[\*ticket.tag_ids, tag_id\]\)", "[tag_id]"),
    Mutation("tickets/service.py", r"if key != tag_id\]", "if key == tag_id]"),
    Mutation("tickets/service.py", r"if len\(ticket.tag_ids\) >= MAX_LINKS:", "if False:"),
    Mutation("tickets/service.py", r"return await self._passwords.hashed\(values\)", "return dict(values)"),
    # Versions and deleted rows.
    Mutation("tickets/service.py", r"(changes = .*\n.* self\.)_get_locked\(ticket_id, preconditions\)", r"\1get(ticket_id)"),
    Mutation("tickets/service.py", r"(delete\(await self\.)_get_locked\(ticket_id, preconditions\)", r"\1get(ticket_id)"),
    Mutation("tickets/service.py", r"        preconditions.require\(ticket.version\)\n", ""),
    Mutation("tickets/router.py", r"    if preconditions.knows\(ticket.version\):\n.*\n", ""),
    Mutation("tickets/router.py", r"response.headers\[ETAG\] = etag\(ticket.version\)\n    return ticket\n\n\n@router.delete", "return ticket\n\n\n@router.delete"),
    Mutation("tickets/repository.py", r"SoftDeleteRepository", "Repository"),
    Mutation("tickets/service.py", r"return ticket\n\n    async def add_tag", "return Ticket()\n\n    async def add_tag"),
    # What is kept.
    Mutation("tickets/router.py", r"PAGES, filters.model_dump_json\(\), load", 'PAGES, "all", load'),
    Mutation("tickets/router.py", r"(PAGES, filters.model_dump_json)\(\)", r"\1(include={'page', 'page_size'})"),
    Mutation("tags/router.py", r"(return await cache.get_or_load\(RESPONSES), tag_id", r"\1, 1"),
]  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A project with the features."""
    project = projects.new(
        tmp_path_factory.mktemp("mutants"), profile="minimal", with_capabilities=("auth", "cache")
    )
    assert projects.add(project, SPEC).status == "ok"
    return project


def is_found(base: Path, mutation: Mutation, number: int) -> bool:
    """Whether the tests of the feature, or the attacks, fail where a line is wrong."""
    project = projects.copied(base, base.parent / f"mutant-{number}")
    if mutation.path == "migrations":
        [file] = (project / "migrations/versions").glob("0002_*.py")
        tests = ["tickets", "teams"]
    else:
        file = project / FEATURES / mutation.path
        tests = [mutation.path.partition("/")[0]]
    text = file.read_text()
    broken, count = re.subn(mutation.right, mutation.wrong, text, count=1)
    assert count, mutation
    file.write_text(broken)
    folders = [
        str(path.relative_to(project)) for name in tests for path in project.glob(f"tests/*/{name}")
    ]
    try:
        Tools(project).test("-x", *folders)
        Tools(project).test("-x", "tests/security")
    except AssertionError:
        return True
    return False


def test_nearly_all_that_is_broken_is_found(base):
    Tools(base).test()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda item: is_found(base, item[1], item[0]), enumerate(MUTATIONS)))

    left = [mutation for mutation, done in zip(MUTATIONS, found, strict=True) if not done]
    assert len(MUTATIONS) >= 30
    assert 1 - len(left) / len(MUTATIONS) >= FOUND, left
