"""What a person at a terminal is asked, in a real pseudo-terminal."""

from __future__ import annotations

import shlex
import sys

import pytest
from cli.pseudo_terminal import CLEAR, CONTROL_C, DOWN, ENTER, SPACE, Terminal

from fastscaffold.cli.fieldtypes import kinds, relation_kinds
from fastscaffold.spec.loader import load_inline
from fastscaffold.spec.vocabulary import RELATION_KEYS, canonical_kind

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty"),
]

BEYOND = "What does it do beyond its fields?"


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log"


class TestNew:
    def test_asks_for_everything_that_was_left_out(self, log):
        with Terminal(["new"], log) as terminal:
            terminal.answer("Name of the project:", "api")
            terminal.answer("What does it start with?")
            terminal.see("Which capabilities does it have?")
            terminal.see("limits")
            terminal.press(SPACE, DOWN, SPACE, ENTER)
            terminal.answer("Which database", DOWN)
            terminal.answer("Name of the import package:", CLEAR, "shop")
            terminal.answer("Lowest version of Python:")
            terminal.see("create  src/  ")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert terminal.text.count("create  src/  ") == 1
        told = log.read_text()
        assert "name='api'" in told
        assert "profile='production'" in told
        assert "with_capabilities=('limits',)" in told
        assert "without_capabilities=('cors',)" in told
        assert "database='postgres'" in told
        assert "package='shop'" in told
        assert "confirmed: True" in told

    def test_a_choice_that_cannot_be_is_asked_for_again(self, log):
        with Terminal(["new", "api", "--profile", "production"], log) as terminal:
            terminal.see("Which capabilities does it have?")
            terminal.see("limits")
            # The reason stands in the last line, which needs a terminal that tells its height.
            terminal.press(SPACE, ENTER)
            terminal.press(SPACE, ENTER)
            for question in ("Which database", "package:", "Python:"):
                terminal.answer(question)
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "with_capabilities=(), without_capabilities=()" in log.read_text()

    def test_defaults_by_pressing_enter(self, log):
        with Terminal(["new", "api"], log) as terminal:
            for question in ("start with?", "Which capab", "Which database", "package:", "Python:"):
                terminal.answer(question)
            terminal.answer("Go on?")
            assert terminal.end() == 0
        told = log.read_text()
        assert "with_capabilities=(), without_capabilities=(), database='sqlite'" in told
        assert "package='app'" in told
        assert f"python='3.{sys.version_info.minor}'" in told

    def test_asks_for_nothing_that_was_given(self, log):
        flags = "new api --profile minimal --with cors --database sqlite --package app"
        with Terminal([*flags.split(), "--python", "3.12"], log) as terminal:
            terminal.see("Go on?")
            terminal.press("n")
            assert terminal.end() == 0
        assert "?" not in terminal.text.partition("Go on?")[0].replace("? ", "", 1)
        assert "note: Nothing was changed." in terminal.text
        assert "confirmed: False" in log.read_text()

    @pytest.mark.parametrize("flag", ["--yes", "--no-input", "--json"])
    def test_asks_for_nothing_at_all(self, log, flag):
        with Terminal(["new", "api", flag], log) as terminal:
            assert terminal.end() == 0
        assert "Go on?" not in terminal.text
        assert "confirmed: True" in log.read_text()

    def test_control_c(self, log):
        with Terminal(["new"], log) as terminal:
            terminal.see("Name of the project:")
            terminal.press(CONTROL_C)
            assert terminal.end() == 130
        assert "aborted; nothing was changed" in terminal.text
        assert not log.exists()


class TestWizard:
    def test_a_feature_field_by_field(self, log):
        with Terminal(["add-feature"], log) as terminal:
            terminal.answer("Name of the feature", "orders")
            terminal.answer("Field 1", "number")
            terminal.answer("Type:")
            terminal.answer("Longest length", "40")
            terminal.answer("Is it required?")
            terminal.answer("Default")
            terminal.answer("What else?", SPACE)
            terminal.answer("Constraints", "min_length=3")
            terminal.answer("Field 2", "customer")
            self._choose(terminal, "ref")
            terminal.see("Of which feature?")
            terminal.see("products")
            terminal.press(ENTER)
            terminal.see("Is it required?")
            terminal.press("n")
            terminal.answer("What else?")
            terminal.answer("is deleted:", DOWN, DOWN)
            terminal.answer("Field 3", "total:decimal(12,2):ge=0 paid:bool=false")
            terminal.answer("Field 5")
            terminal.answer(BEYOND)
            terminal.see("orders")
            terminal.see("total: {type: decimal")
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        told = log.read_text()
        assert (
            "AddFeature(name='orders', fields=('number:str(40):unique:min_length=3', "
            "'customer:ref(customers)?:on_delete=set_null', 'total:decimal(12,2):ge=0', "
            "'paid:bool=false')" in told
        )

    def test_a_relation_with_all_its_options(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "payer")
            self._choose(terminal, "ref")
            terminal.answer("Of which feature?", DOWN)
            terminal.answer("Is it required?")
            self._tick(terminal, "ref", "unique", "index=false", "filter=false", "description=")
            terminal.answer("description (", "Who pays: all of it")
            terminal.answer("is deleted:", DOWN)
            terminal.answer("Field 2")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            terminal.see("The same without questions:")
            terminal.see("fastscaffold add-feature orders --fields '")
            assert terminal.end() == 0
        field = (
            "payer:ref(products):unique:index=false:filter=false"
            ":description='Who pays: all of it':on_delete=cascade"
        )
        assert repr(field) in log.read_text()

    def test_texts_of_a_field(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "code")
            self._choose(terminal, "str")
            terminal.answer("Longest length")
            terminal.answer("Is it required?")
            terminal.answer("Default")
            self._tick(terminal, "str", "unique", "description=", "examples=")
            terminal.answer("description (", "As printed")
            terminal.answer("examples (", "A-1, B 2")
            terminal.answer("Constraints")
            terminal.answer("Field 2")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        field = "code:str:unique:description='As printed':examples='[\"A-1\", \"B 2\"]'"
        assert repr(field) in log.read_text()

    def test_the_command_that_is_shown_does_the_same(self, log):
        with Terminal(["add-feature", "orders", "--project", "a b"], log) as terminal:
            terminal.answer("Field 1", "a:str='it''s':unique=false c:belongs_to(customers)?")
            terminal.answer("Field 3")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        shown = terminal.text.partition("The same without questions:")[2].split("\n")[1]
        words = shlex.split(shown.replace("\r", ""))
        assert words[:6] == [
            "fastscaffold",
            "add-feature",
            "orders",
            "--project",
            "a b",
            "--fields",
        ]
        assert words[6:] == ["a:str='it''s':unique=false c:belongs_to(customers)?"]

    @pytest.mark.parametrize(
        ("entry", "problem"),
        [
            ("a:ref(nowhere)", "There is no feature `nowhere` to refer to."),
            ("a:ref(customers):on_delete=set_null", "needs a relation that is nullable"),
            ("a:ref(orders)", "refers to its own feature"),
        ],
    )
    def test_what_is_wrong_with_a_relation_is_said_at_once(self, log, entry, problem):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", entry)
            terminal.see(problem)
            terminal.press(CONTROL_C)
            assert terminal.end() == 130

    def test_enum_list_and_decimal(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "status:enum(a,b)")
            terminal.answer("Field 2", "state")
            self._choose(terminal, "enum")
            terminal.answer("Values", "draft, in transit")
            terminal.answer("Is it required?")
            terminal.answer("Default:", DOWN, DOWN)
            terminal.answer("What else?")
            terminal.answer("Field 3", "tags")
            self._choose(terminal, "list")
            terminal.answer("Type of its items:", DOWN)
            terminal.answer("Is it required?")
            terminal.answer("Default")
            terminal.answer("What else?")
            terminal.answer("Constraints", "max_length=5")
            terminal.answer("Field 4", "price")
            self._choose(terminal, "decimal")
            terminal.answer("Digits in all:", CLEAR, "10")
            terminal.answer("Digits after the point:")
            terminal.answer("Is it required?")
            terminal.answer("Default", "0")
            terminal.answer("What else?")
            terminal.answer("Constraints")
            terminal.answer("Field 5")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        told = log.read_text()
        assert "state:enum(draft,'in transit')='in transit'" in told
        assert "tags:list(int):max_length=5" in told
        assert "price:decimal(10,2)=0" in told

    @pytest.mark.parametrize(
        ("name", "problem"),
        [
            ("../x", "`../x` is not a name."),
            ("users", "The capability `auth` has it already."),
            ("products", "The project has this feature already."),
        ],
    )
    def test_bad_name(self, log, name, problem):
        with Terminal(["add-feature"], log) as terminal:
            terminal.answer("Name of the feature", name)
            terminal.see(problem)
            terminal.press(CONTROL_C)
            assert terminal.end() == 130
        assert not log.exists()

    @pytest.mark.parametrize(
        ("entry", "problem"),
        [
            ("", "A feature has at least one field."),
            ("a:nope", "`nope` is not a field type."),
            ("a:bool:search", "a: A field of type bool cannot have `search`."),
            ("a:decimal(12,2)=x", "a: The default is not valid"),
            ("a b", "The field `a` has no type."),
        ],
    )
    def test_what_is_wrong_is_said_at_once(self, log, entry, problem):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", entry)
            terminal.see(problem)
            terminal.press(CONTROL_C)
            assert terminal.end() == 130
        assert not log.exists()

    def test_a_field_that_does_not_fit_together_is_mended_as_text(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "size")
            self._choose(terminal, "int")
            terminal.answer("Is it required?")
            terminal.answer("Default", "x")
            terminal.answer("What else?")
            terminal.answer("Constraints")
            terminal.see("size: The default is not valid")
            terminal.answer("Mend it:", CLEAR, "size:int=3")
            terminal.answer("Field 2")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "fields=('size:int=3',)" in log.read_text()

    def test_edit_add_remove_and_abort(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "a:str b:int")
            terminal.answer("Field 3")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?", DOWN)
            terminal.answer("Field 3", "c:date")
            terminal.answer("Field 4")
            terminal.answer("Is this right?", DOWN, DOWN)
            terminal.answer("Which one?", DOWN)
            terminal.answer("Change it:", CLEAR, "b:bigint")
            terminal.answer("Is this right?", DOWN, DOWN, DOWN)
            terminal.answer("Which one is to go?")
            terminal.see("b:")
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "fields=('b:bigint', 'c:date')" in log.read_text()

    def test_behaviours_give_the_spec_that_a_file_would(self, log):
        with Terminal(["add-feature", "orders"], log, FAKE_AUTH="1") as terminal:
            terminal.answer("Field 1", "a:str")
            terminal.answer("Field 2")
            terminal.see(BEYOND)
            terminal.see("● timestamps")
            for name in ("soft_delete", "ownership", "optimistic_lock", "bulk_create"):
                terminal.see(f"○ {name}")
            terminal.press(SPACE, *[DOWN, SPACE] * 4, ENTER)
            terminal.see("soft_delete: true")
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        spec = (
            "version: 1\nfeature: orders\nfields:\n  a: {type: str}\n"
            "behaviours:\n  timestamps: false\n  soft_delete: true\n"
            "  ownership: true\n  optimistic_lock: true\n"
            "api:\n  operations: [list, get, create, update, delete, bulk_create]\n"
        )
        assert f"spec_text={spec.encode()!r}" in log.read_text()
        shown = terminal.text.replace("\r", "").partition("The same without questions:\n")[2]
        assert shown == f"fastscaffold add-feature orders --spec - <<'SPEC'\n{spec}SPEC\n"

    def test_rows_belong_to_nobody_where_there_are_no_users(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "a:str")
            terminal.answer("Field 2")
            terminal.see(BEYOND)
            terminal.see("bulk_create")
            terminal.press(CONTROL_C)
            assert terminal.end() == 130
        assert "ownership" not in terminal.text

    def test_behaviours_are_changed_from_the_menu(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "a:str")
            terminal.answer("Field 2")
            terminal.answer(BEYOND, DOWN, SPACE)
            terminal.answer("Is this right?", *[DOWN] * 4)
            terminal.see("● soft_delete")
            terminal.press(DOWN, SPACE, ENTER)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "fields=('a:str',), spec_text=None" in log.read_text()

    def test_a_behaviour_that_cannot_be_is_asked_for_again(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "version:int")
            terminal.answer("Field 2")
            terminal.see("bulk_create")
            # The reason stands in the last line, which needs a terminal that tells its height.
            terminal.press(DOWN, DOWN, SPACE, ENTER)
            terminal.press(SPACE, ENTER)
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "fields=('version:int',), spec_text=None" in log.read_text()

    def test_abort_from_the_menu(self, log):
        with Terminal(["add-feature", "orders"], log) as terminal:
            terminal.answer("Field 1", "a:str")
            terminal.answer("Field 2")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?", *[DOWN] * 5)
            assert terminal.end() == 130
        assert not log.exists()

    def test_a_refused_spec_can_be_mended(self, log):
        with Terminal(["add-feature", "orders"], log, FAKE_REFUSE="1") as terminal:
            terminal.answer("Field 1", "a:str")
            terminal.answer("Field 2")
            terminal.answer(BEYOND)
            terminal.answer("Is this right?")
            terminal.see("error: The name is reserved.")
            terminal.answer("Is this right?", DOWN, DOWN)
            terminal.answer("Which one?")
            terminal.answer("Change it:", CLEAR, "b:str")
            terminal.answer("Is this right?")
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "fields=('b:str',)" in log.read_text()

    def test_without_terminal_input_nothing_is_asked(self, log):
        with Terminal(["add-feature", "orders", "--no-input"], log) as terminal:
            assert terminal.end() == 2
        assert "give --fields or --spec" in terminal.text

    @staticmethod
    def _choose(terminal: Terminal, kind: str) -> None:
        terminal.answer("Type:", *[DOWN] * [each.name for each in kinds()].index(kind))

    @staticmethod
    def _tick(terminal: Terminal, kind: str, *options: str) -> None:
        """Choose some of what else can be said, in the order in which it is offered."""
        (known,) = [each for each in kinds() if each.name == kind]
        terminal.see("What else?")
        for option in known.options:
            terminal.press(*([SPACE] if option.text in options else []), DOWN)
        terminal.press(ENTER)


def test_every_kind_of_relation_that_can_be_generated_is_offered():
    offered = [kind.name for kind in relation_kinds()]
    assert offered[0] == "ref"
    for kind, keys in RELATION_KEYS.items():
        texts = [f"a:{kind}(others)"]
        errors = load_inline("things", texts).errors
        if any(error.code == "spec.unsupported" for error in errors):
            assert kind not in offered
            continue
        (known,) = [each for each in relation_kinds() if canonical_kind(each.name) == kind]
        asked = {option.key for option in known.options}
        asked |= {"nullable"} if known.nullable else set()
        asked |= {"on_delete"} if known.on_delete else set()
        assert asked <= set(keys)


class TestConflict:
    @pytest.mark.parametrize(("downs", "policy"), [(0, "ours"), (1, "theirs"), (2, "markers")])
    def test_choices(self, log, downs, policy):
        with Terminal(["add", "cors"], log, FAKE_CONFLICT="1") as terminal:
            terminal.see("-old")
            terminal.see("+new")
            terminal.answer("main.py was changed by hand.", *[DOWN] * downs)
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert f"\n{policy}\n" in log.read_text()

    def test_diff_again_and_abort(self, log):
        with Terminal(["add", "cors"], log, FAKE_CONFLICT="1") as terminal:
            terminal.answer("was changed by hand.", DOWN, DOWN, DOWN)
            terminal.see("+new")
            terminal.answer("was changed by hand.", DOWN, DOWN, DOWN, DOWN)
            assert terminal.end() == 130
        assert "aborted; nothing was changed" in terminal.text


class TestOtherCommands:
    def test_add_asks_for_capabilities(self, log):
        with Terminal(["add"], log) as terminal:
            terminal.see("Which are to be added?")
            terminal.see("limits")
            terminal.press(SPACE, ENTER)
            terminal.answer("Go on?")
            assert terminal.end() == 0

    @pytest.mark.parametrize(("answer", "expected"), [("y", True), ("n", False), (ENTER, False)])
    def test_add_auth_asks_whom_features_are_for(self, log, answer, expected):
        with Terminal(["add", "auth"], log) as terminal:
            terminal.see("Are customers, products to be for those who are logged in?")
            terminal.press(answer)
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert f"{{'protect': {expected}}}" in log.read_text()

    @pytest.mark.parametrize("flag", ["--protect-features", "--no-protect-features"])
    def test_add_auth_asks_for_nothing_that_was_given(self, log, flag):
        with Terminal(["add", "auth", flag], log) as terminal:
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "logged in" not in terminal.text

    def test_remove_asks_for_the_feature(self, log):
        with Terminal(["remove-feature"], log) as terminal:
            terminal.answer("Which is to go?", DOWN)
            terminal.see("Go on?")
            terminal.press("y")
            assert terminal.end() == 0
        assert "['products']" in log.read_text()
        assert "confirmed: True" in log.read_text()
        assert terminal.text.count("Its rows go with it.") == 1

    def test_return_alone_removes_nothing_and_the_plan_is_shown_once(self, log):
        with Terminal(["remove-feature", "products"], log) as terminal:
            terminal.answer("Go on?")
            assert terminal.end() == 0
        assert "confirmed: False" in log.read_text()
        assert terminal.text.count("remove  src/old.py") == 1
        assert terminal.text.count("Its rows go with it.") == 1
        assert "note: Nothing was changed." in terminal.text

    def test_colours_on_a_terminal(self, log):
        with Terminal(["add", "cors", "--yes"], log, NO_COLOR="") as terminal:
            assert terminal.end() == 0
        assert "\x1b[32m     create\x1b[0m  src/new.py" in terminal.raw
