"""What is read out of a project's ``.env``."""

from __future__ import annotations

import pytest

from fastscaffold.project.settings import DEFAULT_URL, database_url
from fastscaffold.tree import Tree

pytestmark = pytest.mark.any_python
SERVER = "postgresql://app:secret@localhost/app"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"DATABASE_URL={SERVER}", SERVER),
        (f"  DATABASE_URL = {SERVER}  ", SERVER),
        (f"export DATABASE_URL={SERVER}", SERVER),
        (f"database_url={SERVER}", SERVER),
        (f'DATABASE_URL="{SERVER}"', SERVER),
        (f"export DATABASE_URL='{SERVER}' # there", SERVER),
        (f'DATABASE_URL="{SERVER}"# there', SERVER),
        ("DATABASE_URL=sqlite:///./app.db # local", "sqlite:///./app.db"),
        ("DATABASE_URL=sqlite:///./app#1.db", "sqlite:///./app#1.db"),
        ('DATABASE_URL="sqlite:///./app #1.db" # local', "sqlite:///./app #1.db"),
        (f"DATABASE_URL=sqlite:///./app.db\nDATABASE_URL={SERVER}", SERVER),
        ("DATABASE_URL=", ""),
        (f"# DATABASE_URL={SERVER}", DEFAULT_URL),
        (f"OTHER_DATABASE_URL={SERVER}", DEFAULT_URL),
        (f"DATABASE_URL_OTHER={SERVER}", DEFAULT_URL),
        ("", DEFAULT_URL),
    ],
)
def test_the_database_is_the_one_that_the_application_uses(tmp_path, monkeypatch, text, expected):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///./of-the-environment.db")
    (tmp_path / ".env").write_text(text + "\n")

    assert database_url(Tree(tmp_path)) == expected


def test_without_the_file_it_is_the_default(tmp_path):
    assert database_url(Tree(tmp_path)) == DEFAULT_URL
