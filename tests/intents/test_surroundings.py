"""What of a project sentences are about."""

from __future__ import annotations

import pytest
from support import projects

from fastscaffold import queries
from fastscaffold.generators.spoken import surroundings
from fastscaffold.generators.workspace import catalogue


def test_outside_of_projects_there_are_capabilities_only(tmp_path):
    where = surroundings(tmp_path)

    assert not where.inside
    assert where.features == where.written == ()
    assert tuple(each.name for each in where.abilities) == catalogue().names()
    assert not any(each.installed for each in where.abilities)


@pytest.mark.slow
@pytest.mark.any_python
def test_a_project_has_capabilities_features_and_what_was_written_by_hand(tmp_path):
    root = projects.new(tmp_path / "a", profile="minimal", with_capabilities=("cors", "uploads"))
    (root / "src/app/features/invoices").mkdir(parents=True)
    own = root / ".fastscaffold/capabilities-local/billing"
    own.mkdir(parents=True)
    (own / "capability.yaml").write_text(
        "version: 1\nname: billing\nsummary: Sends invoices\nspoken: {names: [stripe payments]}\n"
    )

    where = surroundings(root / "src")

    assert where.inside
    assert where.written == ("invoices",)
    assert dict(where.brought) == {"auth": "auth", "uploads": "uploads", "users": "auth"}
    assert [each.name for each in where.abilities if each.installed] == [
        "auth",
        "cors",
        "rate-limit",
        "redis",
        "uploads",
    ]
    assert next(each for each in where.abilities if each.name == "billing").names == (
        "stripe payments",
    )


ROUTES = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef read(): ...\n"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("write tests for chat", ("add", "tests", "chat")),
        ("write tests for the chats", ("add", "tests", "chat")),
        ("add tests for registration and chat", ("add", "tests", "registration", "chat")),
        ("write tests for every feature", ("add", "tests", "chat", "registration")),
        ("write tests for orders", None),
    ],
)
def test_features_of_others_are_named_as_they_have_them(tmp_path, sentence, words):
    # Nothing above belongs to it.
    (tmp_path / ".git").mkdir()
    for name in ("chat", "registration"):
        (tmp_path / "src" / name).mkdir(parents=True)
        (tmp_path / "src" / name / "router.py").write_text(ROUTES)

    answer = queries.find_command(tmp_path, sentence)

    if words is None:
        assert answer.proposal is None
    else:
        assert answer.proposal is not None
        assert [each.words for each in answer.proposal.commands] == [words]
