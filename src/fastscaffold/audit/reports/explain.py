"""The documentation of rules, made from the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.rules import Rule

_LANGUAGES = {
    ".py": "python",
    ".toml": "toml",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".ini": "ini",
    ".sh": "sh",
}


def explain(rule: Rule, heading: str = "#") -> str:
    """The page of a rule, as Markdown."""
    return "\n".join(_lines(rule, heading)) + "\n"


def reference() -> str:
    """The pages of all rules, with a table in front."""
    rules = all_rules()
    rows = "".join(
        f"| [`{each.id}`](#{each.id.lower()}-{each.name}) | {each.name} | {each.severity.value}"
        f" | {each.topic} | {'yes' if each.on else 'when named'}"
        f" | {'yes' if each.cure is not None else ''} |\n"
        for each in rules
    )
    pages = "\n".join(explain(each, "##") for each in rules)
    return (
        "# The rules of `fastscaffold audit`\n\n"
        "Made from the rules themselves by `fastscaffold audit --explain all`.\n\n"
        "| rule | name | severity | topic | checked | `--fix` |\n|---|---|---|---|---|---|\n"
        f"{rows}\n{pages}"
    )


def _lines(rule: Rule, heading: str) -> Iterator[str]:
    yield f"{heading} {rule.id} {rule.name}"
    yield ""
    yield f"{rule.severity.value}, {rule.topic}. Source: {rule.seed}."
    for title, text in (("What", rule.what), ("Why", rule.why)):
        yield from ("", f"**{title}.** {text}")
    command = f" Or: `{rule.command}`." if rule.command is not None else ""
    yield from ("", f"**Fix.** {rule.fix}{command}")
    done = "Leaves it to you." if rule.cure is None else rule.cure.what
    yield from ("", f"**`--fix`.** {done}")
    yield from ("", "Found:")
    yield from _files(rule.bad)
    yield from ("", "Right:")
    yield from _files(rule.good)


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        suffix = path[path.rfind(".") :] if "." in path else ""
        yield from ("", f"`{path}`", "", f"```{_LANGUAGES.get(suffix, '')}")
        yield text.rstrip("\n")
        yield "```"
