"""Files that are no spec, given as one by mistake: one error, and not one for each line."""

from __future__ import annotations

import pytest

from fastscaffold.spec.loader import load_text

README = """# Shop

The *shop* sells things: many of them.

[![build](https://example.com/badge.svg)](https://example.com)

- one: [a
- two

```yaml
version: 1
feature: orders
  fields: {a: str}
```

| a | b |
|---|---|
"""
FOREIGN = {
    "readme": README,
    "python": '"""A module."""\n\nfrom shop import a\n\n\ndef total(b: int) -> int:\n'
    "    if b:\n        return {\n            a: b\n        }\n",
    "toml": '[project]\nname = "shop"\n\n[tool.ruff]\nselect = ["ALL"]\n',
    "html": "<!doctype html>\n<style>\nbody { margin: 0; }\n@media: print { a: b }\n</style>\n",
    "makefile": "# Targets.\nrun:\tbuild\n\tuvicorn app\n.PHONY: run\nX := 1\n\t@echo {\n",
    "prose": "Note: this is a text.\nIt goes on: and on.\n\t- and on\n* and: [on\n",
}
OTHER_YAML = "services:\n  a: {image: x}\nvolumes: {}\nnetworks: {}\nconfigs: {}\n"


@pytest.mark.parametrize("name", FOREIGN)
def test_there_is_one_error_and_it_says_that_it_is_no_spec(name: str) -> None:
    (error,) = load_text(FOREIGN[name], "s").errors

    assert (error.code, error.message) == ("spec.yaml", "This is not YAML, and no spec.")
    assert "A spec starts with `version: 1`" in (error.hint or "")


def test_it_stands_at_the_first_line_that_says_something() -> None:
    (error,) = load_text(README, "s").errors
    assert (error.line, error.column) == (3, 1)


def test_yaml_of_another_kind_has_one_error_too() -> None:
    (error,) = load_text(OTHER_YAML, "s").errors
    assert error.code == "spec.no-feature"


@pytest.mark.parametrize(
    "text",
    [
        "feature: orders\nfields:\n  a: [str\n  b: }int\n",
        "# Orders.\n\nversion: 1\nfeature: orders\nfields:\n  a: [str\n  b: }int\n",
        "feture: orders\nfields:\n  a: [str\n  b: }int\n",
        '---\n"feature": orders\nfields:\n  a: [str\n  b: }int\n',
        "title: Orders\nfeature: orders\nfields:\n  a: [str\n  b: }int\n",
        "fields:\n  a: [str\n  b: }int\n",
    ],
)
def test_mistakes_of_a_spec_are_told_one_by_one(text: str) -> None:
    messages = [error.message for error in load_text(text, "s").errors]

    assert "This is not YAML: `[` is never closed." in messages
    assert "This is not YAML, and no spec." not in messages


def test_a_key_without_its_colon_is_one_of_them() -> None:
    (error,) = load_text("features\n  orders:\n    fields: {a: str}\n", "s").errors
    assert error.message == "This is not YAML: a colon makes no key here."


def test_keys_that_are_like_those_of_a_spec_are_told() -> None:
    errors = load_text("featurs: {}\nservices: {}\nvolumes: {}\nconfigs: {}\n", "s").errors
    assert [each.hint for each in errors if each.code == "spec.unknown-key"] == [
        "Did you mean `features`?"
    ]
