"""The import rule and its kin, read from the source: what may import what, and who may do what."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = "fastscaffold"
SOURCE = Path(__file__).parent.parent / "src" / PACKAGE

# From the top to the bottom. A layer may import those below it, itself, and those beside it.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"pipeline", "queries"},
    {"finish"},
    {"dirty"},
    {"generators"},
    {
        "audit",
        "capabilities",
        "edits",
        "intents",
        "migrations",
        "project",
        "reference",
        "render",
        "tasks",
        "verify",
    },
    {"fields", "model"},
    {"spec"},
    {"requests", "resources", "ruff", "scratch", "yaml_loader"},
    {"tree"},
    {"errors", "interrupts"},
    {"__init__"},
)
# These know nothing of the rest: plain mechanisms that could be taken out and used elsewhere.
MAY_IMPORT_ONLY = {
    "errors": set(),
    "interrupts": set(),
    "tree": {"errors", "interrupts", "tree"},
    "audit": {"__init__", "audit", "edits", "errors", "yaml_loader"},
    "edits": {"edits", "errors"},
    "resources": set(),
    "ruff": set(),
    "scratch": set(),
    "intents": {"intents", "model", "spec"},
    "requests": {"errors", "tree"},
    "yaml_loader": set(),
}
# Libraries, and who may import them, inside functions too.
OWNERS = {
    "libcst": {"audit", "edits"},
    "tomlkit": {"edits"},
    "jinja2": {"render"},
    "copier": {"render"},
    "typer": {"cli"},
    "questionary": {"cli"},
    "prompt_toolkit": {"cli"},
    "rich": {"cli"},
    "subprocess": {"ruff", "verify", "tasks"},
}
# Modules outside `tree` that write to disk, and why that changes no project behind its back.
MAY_WRITE = {
    "cli.audit": "a report or a baseline, where its user asks for the file",
    "__main__": "opens the null device for streams that are closed",
    "cli.failures": "the report of an internal error, in the temporary directory",
    "edits.child": "opens the null device, to be silent",
    "cli.terminal": "opens the null device where the reader of a pipe has gone",
    "scratch": "makes the temporary directories",
    "render": "copier and ruff work in a temporary directory, templates are kept compiled",
    "verify": "ruff, byte code and the tests of a project go to a temporary directory",
}
# Starts a copy of this process, and why.
MAY_FORK = {
    "audit.sharing": "looks at half of the rules of a large project on another core",
    "edits.child": "loads the parser on another core",
}
WRITING_METHODS = {
    "chmod",
    "copyfile",
    "copytree",
    "hardlink_to",
    "link",
    "makedirs",
    "mkdir",
    "mkdtemp",
    "mkstemp",
    "move",
    "removedirs",
    "rename",
    "renames",
    "rmdir",
    "rmtree",
    "symlink",
    "symlink_to",
    "touch",
    "truncate",
    "unlink",
    "write_bytes",
    "write_text",
    "NamedTemporaryFile",
    "TemporaryDirectory",
}
# Too common as names of other methods to count on any object but these modules.
WRITING_FUNCTIONS = {
    "os": {"open", "replace", "remove", "write", "mkfifo", "mknod"},
    "shutil": {"copy", "copy2"},
}


@dataclass(frozen=True)
class Module:
    """One module of the package, and its syntax tree."""

    name: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The first part of its name within the package: the layer that it belongs to."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Imported:
    """A module that is imported somewhere, and whether only type checkers see that."""

    name: str
    line: int
    typing_only: bool


def _modules() -> list[Module]:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        found.append(Module(name, ast.parse(path.read_bytes(), str(path))))
    return found


MODULES = _modules()
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


def imports(tree: ast.AST, *, typing_only: bool = False) -> list[Imported]:
    """All imports, those inside functions included; a relative one keeps its dots."""
    found: list[Imported] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found += [Imported(alias.name, node.lineno, typing_only) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            names = [f"{base}.{alias.name}" for alias in node.names] if base == PACKAGE else [base]
            found += [Imported(name, node.lineno, typing_only) for name in names]
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for child in node.body:
                found += imports(ast.Module([child], []), typing_only=True)
            for child in node.orelse:
                found += imports(ast.Module([child], []), typing_only=typing_only)
        else:
            found += imports(node, typing_only=typing_only)
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith(("import_module", "__import__"))
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.append(Imported(str(node.args[0].value), node.lineno, typing_only))
    return found


def own(imported: Imported) -> str | None:
    """The part of our package that is imported; None for anything else."""
    if imported.name == PACKAGE:
        return "__init__"
    if not imported.name.startswith(f"{PACKAGE}."):
        return None
    part = imported.name.split(".")[1]
    known = (SOURCE / part).is_dir() or (SOURCE / f"{part}.py").is_file()
    return part if known else "__init__"


def level(part: str) -> int:
    """The place of a part among the layers; the smaller, the higher."""
    for number, layer in enumerate(LAYERS):
        if part in layer:
            return number
    raise AssertionError(f"{part} has no place among the layers yet: give it one")


def writes(tree: ast.AST) -> list[str]:
    """Calls that write to disk, or might."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if (
            name in WRITING_METHODS
            or name in WRITING_FUNCTIONS.get(owner, ())
            or (name == "open" and owner != "os" and _opens_for_writing(node, method=bool(owner)))
        ):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def _opens_for_writing(call: ast.Call, *, method: bool) -> bool:
    place = 0 if method else 1
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes += call.args[place : place + 1]
    if not modes:
        return False
    return not isinstance(modes[0], ast.Constant) or bool(set(str(modes[0].value)) & set("wax+"))


@every_module
def test_imports_run_one_way(module):
    wrong = [
        f"line {imported.line}: {imported.name}"
        for imported in imports(module.tree)
        if (part := own(imported)) is not None and level(part) < level(module.part)
    ]
    assert wrong == []


@pytest.mark.parametrize("part", MAY_IMPORT_ONLY)
def test_mechanisms_know_nothing_of_the_rest(part):
    wrong = [
        f"{module.name} line {imported.line}: {imported.name}"
        for module in MODULES
        if module.part == part
        for imported in imports(module.tree)
        if own(imported) not in {None, *MAY_IMPORT_ONLY[part]}
    ]
    assert wrong == []


@every_module
def test_imports_are_absolute(module):
    assert [each for each in imports(module.tree) if each.name.startswith(".")] == []


@every_module
def test_each_library_stays_in_its_place(module):
    wrong = [
        f"line {imported.line}: {imported.name}"
        for imported in imports(module.tree)
        if not imported.typing_only
        and module.part not in OWNERS.get(imported.name.partition(".")[0], {module.part})
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "module",
    [each for each in MODULES if not {each.name, each.part} & {"tree", *MAY_WRITE}],
    ids=lambda module: module.name,
)
def test_only_the_sinks_write(module):
    assert writes(module.tree) == []


@pytest.mark.parametrize("name", MAY_WRITE)
def test_every_exception_is_still_needed(name):
    ours = [module for module in MODULES if name in {module.name, module.part}]
    assert any(writes(module.tree) for module in ours)


def test_no_process_is_started_otherwise():
    calls = {"system", "popen", "execv", "execve", "execvp", "spawnv", "fork", "eval", "exec"}
    wrong = [
        f"{module.name} line {node.lineno}: {ast.unparse(node)}"
        for module in MODULES
        if module.name not in MAY_FORK
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"})
            or (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in calls
                and ast.unparse(node.func.value) == "os"
            )
        )
    ]
    assert wrong == []


def test_every_fact_has_a_subject():
    facts = SOURCE / "audit" / "facts"
    on_top = {path.stem for path in facts.glob("*.py")}
    folders = [path.name for path in facts.iterdir() if any(path.glob("*.py"))]
    told = {each.name: ast.get_docstring(each.tree) for each in MODULES}

    # Where what is found stands in a project: every subject cites it.
    assert on_top == {"__init__", "classes", "places", "walking"}
    assert [name for name in folders if not told[f"audit.facts.{name}"]] == []


class TestTheReader:
    """The rules above are worth as much as what reads the source."""

    @pytest.mark.parametrize(
        "source",
        [
            "import libcst",
            "import libcst.helpers as h",
            "from libcst import parse_module",
            "def f():\n    from libcst.metadata import x",
            "class A:\n    def f(self):\n        try:\n            import libcst\n        except E: pass",
            "import importlib\nimportlib.import_module('libcst')",
            "__import__('libcst')",
        ],
    )
    def test_finds_every_import(self, source):
        found = imports(ast.parse(source))
        assert "libcst" in {each.name.partition(".")[0] for each in found if not each.typing_only}

    def test_tells_imports_for_type_checkers_apart(self):
        source = "if TYPE_CHECKING:\n    import a\nelse:\n    import b\n"
        found = {each.name: each.typing_only for each in imports(ast.parse(source))}
        assert found == {"a": True, "b": False}

    @pytest.mark.parametrize(
        ("name", "part"),
        [
            ("fastscaffold", "__init__"),
            ("fastscaffold.__version__", "__init__"),
            ("fastscaffold.pipeline", "pipeline"),
            ("fastscaffold.tree.plan", "tree"),
            ("fastscaffolding.tree", None),
            ("os", None),
        ],
    )
    def test_knows_our_own(self, name, part):
        assert own(Imported(name, 1, typing_only=False)) == part

    @pytest.mark.parametrize(
        "call",
        [
            "open('a', 'w')",
            "open('a', mode='ab')",
            "open('a', mode)",
            "path.open('x')",
            "path.open('r+')",
            "path.write_text('')",
            "(a / b).mkdir()",
            "os.replace(a, b)",
            "os.open(a, flags)",
            "shutil.rmtree(a)",
            "shutil.copy(a, b)",
            "tempfile.mkdtemp()",
        ],
    )
    def test_finds_writes(self, call):
        assert writes(ast.parse(call)) != []

    @pytest.mark.parametrize(
        "call",
        [
            "open('a')",
            "open('a', 'rb')",
            "path.open('rb')",
            "path.read_text()",
            "text.replace('w', 'a')",
            "values.copy()",
            "items.remove(1)",
            "stream.write('')",
            "tree.write('a', b'')",
        ],
    )
    def test_finds_no_others(self, call):
        assert writes(ast.parse(call)) == []
