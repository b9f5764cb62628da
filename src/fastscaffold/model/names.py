"""Derives every name of a feature, and keeps clear of names that would break its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fastscaffold.model import reserved
from fastscaffold.model.plurals import plural, singular
from fastscaffold.model.resource import Names
from fastscaffold.spec.identifiers import MAX_LENGTH, is_name, name_problem, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.spec.models import NamingSpec

ConstraintKind = Literal["ix", "uq", "ck", "fk", "pk"]

CLASS_NAME = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
PATH = re.compile(r"/[a-z][a-z0-9-]{0,62}")
COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
# What an import of a class by its module's name has room for, in a line of 100 characters.
FEATURE_LENGTH = 40
# What a line of prose has room for beside the rest of its sentence.
LABEL_LENGTH = 24
_PARTICLES = frozenset({"down", "in", "off", "on", "out", "over", "through", "up"})


@dataclass(frozen=True, slots=True)
class NameProblem:
    """Why a name is refused; ``key`` is the key of the spec it is about, empty for the name."""

    code: str
    message: str
    hint: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class FieldName:
    """What a field is called in Python, in the table and on the wire."""

    python: str
    column: str
    wire: str


def check_name(text: str) -> str | NameProblem:
    """Give the snake_case form of a name, or say why it is none."""
    name = normalise(text)
    if name is None:
        message, hint = name_problem(text)
        return NameProblem("spec.name", message, hint)
    return name


def feature_problem(name: str) -> NameProblem | None:
    """Say why a feature may not have a name that is well formed; None where it may."""
    if len(name) > FEATURE_LENGTH:
        message = f"The name of a feature has at most {FEATURE_LENGTH} characters."
        hint = "Its modules and classes are called after it, and lines with them have to fit."
        return NameProblem("spec.name", message, hint)
    if name in reserved.ROUTES:
        return _refused(name, "a path of the project itself", f"{name}_entries")
    if name in reserved.HARD_KEYWORDS:
        return _refused(name, "a keyword of Python", _other_number(name))
    if name in reserved.STDLIB:
        return _refused(name, "a module of Python's standard library", _other_number(name))
    if name in reserved.MODULES:
        return _refused(name, "a module that the project uses", _other_number(name))
    return None


def _other_number(name: str) -> str:
    other = plural(name)
    clashes = reserved.STDLIB | reserved.MODULES | reserved.ROUTES | reserved.HARD_KEYWORDS
    return other if other not in clashes else f"{name}_entries"


def _refused(name: str, what: str, proposal: str) -> NameProblem:
    message = f"A feature cannot be called `{name}`: that is {what}."
    return NameProblem("spec.reserved-name", message, f"Call it `{proposal}`, for instance.")


def field_name(
    name: str, *, timestamps: bool, column: str | None = None, alias: str | None = None
) -> FieldName | NameProblem:
    """Give the names of a field, or say why it may not be called so.

    A name that would break Python code gets a trailing underscore there and nowhere else.

    Args:
        name: in the spec.
        timestamps: whether there are columns of that behaviour.
        column: what it is called in the table, where that is said.
        alias: what it is called on the wire, where that is said.
    """
    taken = (reserved.KEY_COLUMN, *(reserved.TIMESTAMP_COLUMNS if timestamps else ()))
    if name in taken:
        hint = "It is there already; leave it out, or choose another name."
        if name != reserved.KEY_COLUMN:
            hint += " With `behaviours: {timestamps: false}` the name is free."
        message = f"Each resource has a column `{name}` of its own."
        return NameProblem("spec.reserved-name", message, hint)
    if name in reserved.REFUSED_FIELDS or name.startswith(reserved.REFUSED_FIELD_PREFIXES):
        message = f"A field cannot be called `{name}`: pydantic keeps that name for itself."
        hint = f"Call it `{name.removeprefix('model_')}_value`, for instance."
        return NameProblem("spec.reserved-name", message, hint)
    if "__" in name:
        message = f"A field cannot be called `{name}`: `__` separates a field from a comparison."
        hint = f"Call it `{re.sub('_+', '_', name)}`."
        return NameProblem("spec.reserved-name", message, hint)
    wanted = name if column is None else column
    problem = _column_problem(wanted, "" if column is None else "column")
    if problem is None and alias is not None:
        problem = _alias_problem(alias)
    if problem is not None:
        return problem
    python = f"{name}_" if name in reserved.RENAMED_FIELDS else name
    return FieldName(python, wanted, name if alias is None else alias)


def _column_problem(column: str, key: str) -> NameProblem | None:
    if not COLUMN.fullmatch(column):
        message = f"{_shown(column)} is not a name of a column."
        hint = f"It begins with a letter and has letters, digits and _, {MAX_LENGTH} at most."
        return NameProblem("spec.name", message, hint, key)
    if column.lower() in reserved.SYSTEM_COLUMNS:
        message = f"A column cannot be called `{column}`: PostgreSQL has one in every table."
        hint = f"Write `column: {column.lower()}_value`, for instance."
        return NameProblem("spec.reserved-name", message, hint, key)
    return None


def _alias_problem(alias: str) -> NameProblem | None:
    if ALIAS.fullmatch(alias) and "__" not in alias:
        return None
    message = f"{_shown(alias)} is not a name in JSON."
    hint = "It begins with a letter and has letters, digits, - and single _."
    return NameProblem("spec.name", message, hint, "alias")


def derive_names(feature: str, naming: NamingSpec) -> Names:
    """Derive the names of a feature; what ``naming`` says wins, valid or not."""
    one = naming.singular or singular(feature)
    label, label_plural = _labels(one, plural(feature))
    class_name = naming.class_ or camel_case(one)
    if naming.singular is None and _clashes(one, camel_case(one)):
        one = f"{one}_record"
        class_name = naming.class_ or camel_case(one)
    return Names(
        feature=feature,
        singular=one,
        class_name=class_name,
        table=naming.table or feature,
        path=naming.path or "/" + feature.replace("_", "-").strip("-"),
        label=label,
        label_plural=label_plural,
    )


def _labels(one: str, many: str) -> tuple[str, str]:
    """What prose calls one and several: the words of the names, the last if they are many."""
    words, plurals = one.split("_"), many.split("_")
    while words and max(len(" ".join(words)), len(" ".join(plurals))) > LABEL_LENGTH:
        words, plurals = words[1:], plurals[1:]
    return _in_prose(words) or "row", _in_prose(plurals) or "rows"


def _in_prose(words: Sequence[str]) -> str:
    """The words, and a noun of a verb and its particle as one: ``check_ins`` → ``check-ins``."""
    *others, last = words or [""]
    joint = "-" if singular(last) in _PARTICLES else " "
    return joint.join([" ".join(others), last]) if others else last


def _clashes(one: str, class_name: str) -> bool:
    return one in reserved.RESERVED_SINGULARS or class_name in reserved.RESERVED_CLASSES


def naming_problems(naming: NamingSpec) -> Iterator[NameProblem]:
    """Say what is wrong with the names that the user chose."""
    if naming.singular is not None:
        if not is_name(naming.singular):
            message, hint = name_problem(naming.singular)
            yield NameProblem("spec.name", message, hint, "singular")
        elif naming.singular in reserved.RESERVED_SINGULARS:
            message = f"`{naming.singular}` is a name that the generated code needs."
            hint = f"Choose another, such as `{naming.singular}_record`."
            yield NameProblem("spec.reserved-name", message, hint, "singular")
    if naming.table is not None and not is_name(naming.table):
        message, hint = name_problem(naming.table)
        yield NameProblem("spec.name", message, hint, "table")
    if naming.class_ is not None:
        if not CLASS_NAME.fullmatch(naming.class_):
            message = f"{_shown(naming.class_)} is not a name of a class."
            yield NameProblem("spec.name", message, "A class is called `OrderLine`.", "class")
        elif naming.class_ in reserved.RESERVED_CLASSES:
            message = f"`{naming.class_}` is a class that the generated code imports."
            hint = f"Choose another, such as `{naming.class_}Record`."
            yield NameProblem("spec.reserved-name", message, hint, "class")
    if naming.path is not None and not PATH.fullmatch(naming.path):
        message = f"{_shown(naming.path)} is not a path of a feature."
        hint = "A path is one slash and a word of a-z, 0-9 and dashes: `/sales-orders`."
        yield NameProblem("spec.path", message, hint, "path")
    elif naming.path is not None and naming.path[1:] in reserved.ROUTES:
        message = f"`{naming.path}` is a path of the project itself."
        yield NameProblem("spec.reserved-name", message, "Choose another path.", "path")


def _shown(text: str) -> str:
    return "`" + (text if text.isascii() and text.isprintable() else ascii(text))[:60] + "`"


def camel_case(name: str) -> str:
    """``order_line`` → ``OrderLine``."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def enum_class(class_name: str, field: str, taken: Sequence[str]) -> str:
    """Name the enum of a field, clear of the feature's other classes and of ``taken``."""
    tail = camel_case(field)
    name = f"{class_name}{tail}"
    if tail in reserved.CLASS_TAILS or name in taken or name in reserved.RESERVED_CLASSES:
        return f"{name}Choice"
    return name


def constraint_name(kind: ConstraintKind, table: str, columns: Sequence[str]) -> str:
    """Give the name of a constraint or index as the project's naming convention makes it.

    Args:
        kind: ``ix``, ``uq``, ``ck``, ``fk`` or ``pk``.
        table: the table that has it.
        columns: its columns; for ``fk`` followed by the referred table; for ``ck`` the name of
            the check; for ``pk`` nothing counts.

    Returns:
        The whole name. PostgreSQL takes 63 bytes: SQLAlchemy and Alembic shorten a longer name of
        the convention in the same way, by a hash, as long as a migration passes it through
        ``op.f``; ``stored_name`` tells the result.
    """
    return "_".join((kind, table) if kind == "pk" else (kind, table, *columns))


def stored_name(name: str) -> str:
    """Give the name that a constraint of the convention has in PostgreSQL."""
    if len(name) <= MAX_LENGTH:
        return name
    import hashlib  # noqa: PLC0415

    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return f"{name[: MAX_LENGTH - 8]}_{digest[-4:]}"


def wire_name(python: str) -> str:
    """What a member is called by clients, from its name in Python."""
    bare = python.removesuffix("_")
    return bare if bare in reserved.RENAMED_FIELDS else python


def normal(name: str) -> str:
    """Give the snake_case form of a name, or the text itself where it has none."""
    return normalise(name) or name
