from __future__ import annotations

import pytest

from fastscaffold.tree import Tree
from fastscaffold.verify import Context

CONFIGURATION = """\
[project]
name = "demo"
requires-python = ">=3.11"

[tool.ruff]
line-length = 100

[tool.ruff.lint]
select = ["E", "F", "I", "N", "INP"]
per-file-ignores = {"migrations/**" = ["INP001"]}
"""


@pytest.fixture
def check(tmp_path):
    """Run one check on a plan: files that were there, and files to be (None: removed)."""

    def run(a_check, after, before=None):
        for path, text in {"pyproject.toml": CONFIGURATION, **(before or {})}.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        return a_check(context_for(tmp_path, after))

    return run


def context_for(root, after):
    tree = Tree(root)
    for path, text in after.items():
        if text is None:
            tree.delete(path)
        else:
            tree.write(path, text if isinstance(text, bytes) else text.encode())
    return Context(tree=tree, package="app", actions=tree.actions())
