from __future__ import annotations

from fastscaffold.verify.checks.lint import CHECK

PACKAGE = {"src/app/__init__.py": "", "src/app/features/__init__.py": "import   os\n"}


def codes(messages):
    return {(message.code, message.path) for message in messages}


def test_clean_files(check):
    after = {
        "src/app/features/orders/__init__.py": "",
        "src/app/features/orders/router.py": "x = 1\n",
    }
    assert check(CHECK.run, after, PACKAGE) == ()


def test_a_finding_names_rule_and_place(check):
    messages = check(CHECK.run, {"src/app/a.py": "import os\n"}, PACKAGE)
    (message,) = messages
    assert (message.code, message.path, message.line) == ("verify.lint", "src/app/a.py", 1)
    assert message.message.startswith("F401: ")
    assert "--verify none" in (message.hint or "")


def test_an_unformatted_file(check):
    messages = check(CHECK.run, {"src/app/a.py": "x  =  1\n"}, PACKAGE)
    assert codes(messages) == {("verify.format", "src/app/a.py")}


def test_the_configuration_of_the_project_counts(check):
    line = f"x = '{'a' * 80}'\n".replace("'", '"')
    assert check(CHECK.run, {"src/app/a.py": line}, PACKAGE) == ()
    own = 'line-length = 60\n[lint]\nselect = ["E"]\n'
    messages = check(CHECK.run, {"src/app/a.py": line}, {**PACKAGE, "ruff.toml": own})
    assert codes(messages) == {("verify.lint", "src/app/a.py")}


def test_a_planned_configuration_counts(check):
    after = {"src/app/a.py": "import os\n", "pyproject.toml": '[tool.ruff.lint]\nselect = ["E"]\n'}
    assert check(CHECK.run, after, PACKAGE) == ()


def test_paths_count_for_rules(check):
    text = "x = 1\n"
    assert check(CHECK.run, {"migrations/versions/0001_a.py": text}) == ()
    messages = check(CHECK.run, {"src/app/features/orders/router.py": text})
    assert codes(messages) == {("verify.lint", "src/app/features/orders/router.py")}
    assert "INP001" in messages[0].message


def test_imports_are_sorted_by_what_is_in_the_project(check):
    sorted_ = "import pytest\n\nfrom app.main import x\nfrom tests.factories import y\n\nz = (x, y, pytest)\n"
    before = {
        **PACKAGE,
        "src/app/main.py": "x = 1\n",
        "tests/__init__.py": "",
        "tests/factories.py": "y = 1\n",
    }
    assert check(CHECK.run, {"tests/test_a.py": sorted_}, before) == ()


def test_edited_files_are_the_users(check):
    after = {"src/app/main.py": "import   os, sys\n"}
    assert check(CHECK.run, after, {**PACKAGE, "src/app/main.py": "import   os\n"}) == ()


def test_files_that_do_not_parse_are_left_to_the_other_check(check):
    assert check(CHECK.run, {"src/app/a.py": "x = (\n"}, PACKAGE) == ()


def test_a_configuration_that_ruff_refuses_is_said_to_be_one(check):
    before = {**PACKAGE, "ruff.toml": "no-such-key = 1\n"}
    (message,) = check(CHECK.run, {"src/app/a.py": "x = 1\n"}, before)
    assert message.code == "verify.lint-config"
    assert "no-such-key" in message.message


def test_nothing_planned_starts_nothing(check, monkeypatch):
    monkeypatch.setattr("fastscaffold.ruff.start", None)
    assert check(CHECK.run, {"README.md": "x\n"}) == ()
