"""What values are instances of."""

from __future__ import annotations

from support.audited import facts


def test_an_annotation_says_what_its_value_does_not():
    project = facts(
        "class Config:\n    key = 'x'\n"
        "def make():\n    return {}['x']\n"
        "config: Config = make()\n"
        "held = config\n"
    )
    main = project.index.modules["app.main"]
    assert project.index.kind(main.assigned["held"][0], main) == "app.main.Config"
