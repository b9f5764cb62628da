"""The documentation of rules and of what else reports name, made from what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold import __version__
from fastscaffold.audit.points import points
from fastscaffold.audit.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.points import Named, Point
    from fastscaffold.audit.rules import Rule

_LANGUAGES = {
    ".py": "python",
    ".toml": "toml",
    ".yml": "yaml",
    ".yaml": "yaml",
    ".ini": "ini",
    ".sh": "sh",
}


def explained(named: Named) -> str:
    """What stands under a name, as Markdown: a point with its rules, pages of rules, or both."""
    if named.rules == all_rules():
        return reference()
    pages = "\n".join(map(explain, named.rules))
    if named.point is None:
        return pages
    page = "\n".join(_point(named.point)) + "\n"
    if not named.topic:
        return page
    also = f"`{named.topic}` is a topic, too: `--only {named.topic}` checks the rules that follow."
    return f"{page}\n{also}\n\n{pages}"


def explained_document(named: Named) -> dict[str, object]:
    """The same for programs; its form is part of the command contract."""
    about = named.point
    return {
        "tool": {"name": "fastscaffold", "version": __version__},
        "point": None
        if about is None
        else {
            "name": about.name,
            "title": about.title,
            "of": about.of,
            "what": about.what,
            "verdict": about.verdict,
            "rules": [each.id for each in about.rules],
        },
        "topic": named.topic or None,
        "rules": [_document(each) for each in named.rules],
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
        f"{rows}\n{_points()}\n{pages}"
    )


def _points() -> str:
    rows = "".join(
        f"| {each.title} | {each.of} | `{each.name}` | {each.what} | {_links(each)} |\n"
        for each in points()
    )
    return (
        "## Health check and security checklist\n\n"
        "What each of their points asks for, and the rules that are about the same."
        " `--explain NAME` says when it is met.\n\n"
        "| point | of | name | asks | rules |\n|---|---|---|---|---|\n"
        f"{rows}"
    )


def _links(point: Point) -> str:
    return ", ".join(f"[`{each.id}`](#{each.id.lower()}-{each.name})" for each in point.rules)


def _point(point: Point) -> Iterator[str]:
    yield f"# {point.title}"
    yield ""
    yield f"A point of the {point.of}, `{point.name}` in JSON."
    for title, text in (("What", point.what), ("Verdict", point.verdict)):
        yield from ("", f"**{title}.** {text}")
    yield from ("", "**Rules** about the same, each with its page under `--explain`:", "")
    for each in point.rules:
        yield f"- `{each.id}` {each.name}, {each.severity.value}: {each.fix}"


def _document(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "topic": rule.topic,
        "source": rule.seed,
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "command": rule.command,
        "cure": None if rule.cure is None else rule.cure.what,
        "on": rule.on,
        "found": dict(rule.bad),
        "right": dict(rule.good),
    }


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
