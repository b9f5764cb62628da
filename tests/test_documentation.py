"""What the documentation shows is what the tool accepts and writes."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.main import get_command

from fastscaffold import queries
from fastscaffold.cli.answers import read_answers
from fastscaffold.cli.app import LazyGroup, app
from fastscaffold.cli.catalogue import COMMANDS
from fastscaffold.errors import ExitCode
from fastscaffold.generators.feature import plan_feature_files
from fastscaffold.model.ends import Target
from fastscaffold.model.names import derive_names
from fastscaffold.model.resolve import resolve
from fastscaffold.render.project import render_project
from fastscaffold.render.ruff import format_files
from fastscaffold.spec.loader import load_inline, load_text
from fastscaffold.spec.models import FieldSpec, NamingSpec
from fastscaffold.spec.vocabulary import RELATION_ALIASES, TYPE_ALIASES, TYPE_NAMES

ROOT = Path(__file__).parent.parent
# Made from the rules, whose examples are files of other projects.
RULES = ROOT / "docs" / "audit-rules.md"
PAGES = [ROOT / "README.md", *sorted({*(ROOT / "docs").glob("*.md")} - {RULES})]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.])(/home/|/root/|/tmp|/Users/|/work/|~/|[A-Z]:\\)")
FEATURE_KEY = re.compile(r"^features?:", re.MULTILINE)
KINDS = (*TYPE_NAMES, *TYPE_ALIASES, *RELATION_ALIASES)
INLINE_FIELD = re.compile(rf"[a-z_]+:({'|'.join(KINDS)})\b.*")


class Known(dict[str, Target]):
    """Every feature that an example refers to is there."""

    def __missing__(self, name: str) -> Target:
        return Target(derive_names(name, NamingSpec()), "uuid")

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, key: str, default: object = None) -> Target:  # type: ignore[override]
        return self[key]


class Piece(NamedTuple):
    """A part of a page; it is the name of its test, too."""

    page: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.text[:60]}"


def blocks(*languages: str) -> list[Piece]:
    return [
        Piece(page.name, text)
        for page in PAGES
        for language, text in FENCE.findall(page.read_text())
        if language in languages
    ]


def spans() -> list[Piece]:
    texts = [(page.name, FENCE.sub("", page.read_text())) for page in PAGES]
    return [Piece(name, span) for name, text in texts for span in SPAN.findall(text)]


def typed_commands() -> list[Piece]:
    """What stands behind a prompt, with the lines that a quote goes on over."""
    return [
        Piece(page, command.strip())
        for page, text in blocks("console")
        for command in re.split(r"^\$ ", text, flags=re.MULTILINE)
        if command.startswith("fastscaffold")
    ]


def named_commands() -> list[Piece]:
    # In a table a bar is escaped; alternatives are not a command to type.
    return [span for span in spans() if span.text.startswith("fastscaffold ")]


def flags() -> list[Piece]:
    """Flags that are named alone or with a placeholder, such as ``--dry-run``."""
    return [span for span in spans() if span.text.startswith("--")]


def words_of(command: str) -> list[str]:
    words = shlex.split(command)
    return words[: words.index(">")] if ">" in words else words


def command_named(name: str):
    root = get_command(app)
    assert isinstance(root, LazyGroup)
    return root.get_command(root.make_context("fastscaffold", [name]), name)


def option_names(command) -> set[str]:
    return {
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    } | {"--help"}


@pytest.mark.parametrize("piece", [*typed_commands(), *named_commands()], ids=str)
def test_commands_are_accepted(piece):
    _, name, *arguments = words_of(piece.text)
    if name.startswith("-"):
        assert name in option_names(get_command(app))
        return

    context = command_named(name).make_context(name, arguments)

    if context.params.get("fields"):
        texts = context.params["fields"]
        if texts != ["TEXT"]:
            resolve(load_inline(context.params["name"], texts), Known())


@pytest.mark.parametrize("piece", flags(), ids=str)
def test_flags_exist(piece):
    known = set().union(
        option_names(get_command(app)), *(option_names(command_named(name)) for name in COMMANDS)
    )

    assert set(piece.text.split()[0].split("/")) <= known


@pytest.mark.parametrize("piece", blocks("yaml"), ids=str)
def test_yaml_is_accepted(piece, tmp_path):
    if not FEATURE_KEY.search(piece.text):
        file = tmp_path / "answers.yaml"
        file.write_text(piece.text)
        assert read_answers(file).name
        return
    parsed = load_text(piece.text, piece.page)

    parsed.raise_errors()

    assert resolve(parsed, {}, ("auth",)).resources


@pytest.mark.parametrize(
    "piece", [span for span in spans() if INLINE_FIELD.fullmatch(span.text)], ids=str
)
def test_inline_fields_are_accepted(piece):
    parsed = load_inline("things", [piece.text])

    parsed.raise_errors()

    assert resolve(parsed, Known()).resources


def test_every_field_type_has_an_example():
    page = (ROOT / "docs" / "spec.md").read_text()

    missing = [name for name in TYPE_NAMES if f"`{name}`" not in page]

    assert missing == []


def test_every_field_option_is_described():
    page = (ROOT / "docs" / "spec.md").read_text()

    missing = [name for name in FieldSpec.model_fields if f"`{name}`" not in page]

    assert missing == []


@pytest.mark.parametrize("piece", blocks("json"), ids=str)
def test_json_is_json(piece):
    assert json.loads(piece.text)


def test_code_in_the_readme_is_what_its_spec_generates():
    readme = [piece for piece in blocks("python", "yaml") if piece.page == "README.md"]
    spec, code = (piece.text for piece in readme)
    resources = resolve(load_text(spec, "README.md"), {}, ("auth",)).resources
    orders = next(item for item in resources if item.names.feature == "orders")
    files = plan_feature_files(orders, package="app", python="3.11", has_auth=True)
    answers = {"project_name": "api", "secret_key": "x", "package": "app", "python": "3.11"}
    config = render_project(None, answers)["pyproject.toml"].content.decode()

    formatted = format_files(files, config={"pyproject.toml": config}, package="app")

    assert code in formatted["src/app/features/orders/router.py"].decode()


def test_exit_codes_are_those_of_the_tool():
    for page in (ROOT / "README.md", ROOT / "docs" / "commands.md"):
        codes = [int(code) for code in re.findall(r"^\| (\d+) \|", page.read_text(), re.MULTILINE)]
        assert [code for code in codes if code < 100] == [int(code) for code in ExitCode]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_flag_is_described(name):
    page = (ROOT / "docs" / "commands.md").read_text()

    options = [option.split("/")[0] for option in option_names(command_named(name))]

    assert f"fastscaffold {name}" in page
    assert [option for option in options if option not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for link in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if fragment:
            assert fragment in anchors(target), link


def anchors(page: Path) -> set[str]:
    titles = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "docs" / "terminal.svg"], ids=lambda page: page.name
)
def test_no_path_of_a_machine(page):
    text = page.read_text()
    if page.suffix == ".svg":
        # The prompt of the picture, and nothing else, is below a home directory.
        text = text.replace("~/shop&#160;$", "")

    assert MACHINE_PATH.findall(text) == []


def test_the_picture_needs_nothing_from_elsewhere():
    picture = (ROOT / "docs" / "terminal.svg").read_text()

    assert "@font-face" not in picture
    assert set(re.findall(r"https?://[^\"'\s<]+", picture)) == {"http://www.w3.org/2000/svg"}


def test_the_rules_of_the_audit_are_those_of_the_page():
    page = RULES.read_text()
    assert page == queries.explain("all", "markdown").rstrip("\n") + "\n"
