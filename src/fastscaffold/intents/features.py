"""Sentences that ask for a feature."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.fields import fields_of, said_of_fields
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.naming import (
    is_plural,
    name_of,
    plural_name,
    runs,
    written,
)
from fastscaffold.intents.reading import CONTEXT, OBJECT, UNKNOWN, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, API_KEYS, WANTS
from fastscaffold.intents.words import phrase, phrases_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.surroundings import Surroundings
    from fastscaffold.intents.words import Token

_ADJECTIVES = "new,simple,basic,nice,full,complete,another,standard,usual"
_NAMING = "for,of,called,named,which is called,by the name of"
_BREAKS = "to,in,on,from,and,about,with,that,which,where,so,when,using"


def base_lexicon(surroundings: Surroundings) -> Lexicon:
    """What stands beside the names of features, whatever is to be done with them."""
    del surroundings
    lexicon = Lexicon()
    # An API is the project elsewhere.
    lexicon.put(UNKNOWN, "", phrases_in(API_KEYS))
    # These part names from each other, so they are not fillers here.
    for mark in (",", ":"):
        lexicon.put_word(CONTEXT, mark)
    lexicon.put(CONTEXT, "break", phrases_in(_BREAKS))
    lexicon.put(CONTEXT, "naming", phrases_in(_NAMING))
    lexicon.put(
        CONTEXT,
        "place",
        [
            f"{where} {whose} {what}"
            for where in ("to", "in", "into", "for", "of")
            for whose in ("my", "the", "our", "this")
            for what in ("api", "project", "app", "application", "service", "backend",
                         "fastapi project", "fastapi app", "fastapi application", "rest api")
        ],
    )  # fmt: skip
    lexicon.put(CONTEXT, "adjective", phrases_in(_ADJECTIVES))
    return lexicon


SURE = (
    "crud,crud feature,crud features,crud api,crud apis,crud endpoint,crud endpoints,crud route,"
    "crud routes,crud resource,crud module,crud operations,crud functionality,crud rest api,"
    "crud entity,crud router,resource,rest resource,api resource,entity"
)
_DOES = "adds a feature: API, table, migration, tests"
_WITH = frozenset({"with", "having", "has", "have", "containing", "fields", "columns"})
# A table is added with its feature, but not taken out with it: its rows may be meant.
_TABLES = "table,tables,database table,database tables,db table,sql table"
LOOSE = "feature,features,endpoints,rest endpoints,api endpoints,feature module"


def _add_lexicon(surroundings: Surroundings) -> Lexicon:
    lexicon = base_lexicon(surroundings)
    lexicon.put(OBJECT, "crud", phrases_in(SURE))
    lexicon.put(OBJECT, "feature", phrases_in(LOOSE))
    lexicon.put(OBJECT, "table", phrases_in(_TABLES))
    lexicon.put_all(VERB, {"add": f"{ADD},scaffold,define,model,start", "want": WANTS})
    return with_fillers(lexicon)


def _add(heard: Heard) -> Proposal | None:
    terms = heard.reading.terms
    cut = _begin_of_fields(terms)
    found = runs(terms[:cut])
    markers = {term.value for term in terms[:cut] if term.role == OBJECT}
    if not found and markers:
        return Proposal(
            (Command(("add-feature", "NAME"), _DOES),), "", "It does not name a feature."
        )
    if len(found) != 1 or not (heard.reading.of(VERB) or (markers and _begins_new(terms))):
        return None
    name = plural_name(tokens_of(found[0]))
    if name is None:
        return None
    fields = fields_of(said_of_fields(heard.said, terms[cut:]))
    if not markers and not (is_plural(written(found[0])) and written(found[0]).islower()):
        return None
    doubt = _doubt_of_adding(heard, found[0], markers, typed=bool(fields.typed)) or fields.doubt
    flags = ("--fields", fields.typed) if fields.typed else ()
    asked = _asked(fields.names) if fields.names else ""
    return Proposal(
        (Command(("add-feature", name, *flags), _DOES),),
        f"`{written(found[0])}` is what the feature is about{_there(name, heard)}.{asked}",
        doubt,
    )


def _begins_new(terms: tuple[Term, ...]) -> bool:
    """Whether something is called for as new, without a verb: ``new feature: products``."""
    return terms[0].role == CONTEXT and terms[0].text.casefold() == "new"


def _there(name: str, heard: Heard) -> str:
    """That the project has a feature of this name."""
    brought = dict(heard.surroundings.brought)
    if name in brought:
        return f"; the capability {brought[name]} has brought {name} already"
    return f"; the project has {name} already" if name in present(heard) else ""


def _asked(names: tuple[str, ...]) -> str:
    """Say what is asked for, and what to type where nobody is there to be asked."""
    line = " ".join(f"{name}:TYPE" for name in names)
    return f" The fields are asked for: {listed(names)}; or give their types: --fields '{line}'."


def _begin_of_fields(terms: tuple[Term, ...]) -> int:
    """Where the fields begin; a colon parts them from a name, and before one it parts nothing."""
    named = False
    for at, term in enumerate(terms):
        if _begins_fields(term) or (named and term.tokens[0].kind == "colon"):
            return at
        named = named or term.role == UNKNOWN
    return len(terms)


def _is_no_mark(term: Term) -> bool:
    return term.tokens[0].kind not in {"comma", "colon"}


def _begins_fields(term: Term) -> bool:
    return term.tokens[0].kind == "field" or (
        term.role in {CONTEXT, UNKNOWN} and term.text.casefold() in _WITH
    )


def tokens_of(terms: tuple[Term, ...]) -> list[Token]:
    """The words of terms, one by one."""
    return [token for term in terms for token in term.tokens]


def _doubt_of_adding(heard: Heard, run: tuple[Term, ...], markers: set[str], *, typed: bool) -> str:
    name = name_of([token for term in run for token in term.tokens]) or ""
    said = written(run)
    head = heard.reading.terms[: _begin_of_fields(heard.reading.terms)]
    if not markers and not (typed and _is_added(head, run) and name not in present(heard)):
        return f"Whether `{said}` is to be a feature is not said."
    # A table for something may be one of several of a feature.
    part = "table" in markers and any(term.value == "naming" for term in head)
    if part or (markers and not _is_named(tuple(filter(_is_no_mark, head)), run, name)):
        return f"Whether `{said}` is the name of a feature is not certain."
    if "crud" in markers:
        return ""
    words = tuple(word for term in run for token in term.tokens for word in (token.word,))
    for ability in heard.surroundings.abilities:
        if words in {phrase(text) for text in (ability.name, *ability.names, *ability.wishes)}:
            return f"`{said}` is the capability {ability.name}."
    # Fields with types are those of a table, in whichever number it is named.
    if not typed and (not is_plural(name) or name.partition("_")[0].endswith("ing")):
        return f"Whether rows of a table are meant by `{said}` is not said."
    return ""


def present(heard: Heard) -> tuple[str, ...]:
    """The features of the project, generated and written by hand."""
    return (*heard.surroundings.features, *heard.surroundings.written)


def _is_added(head: tuple[Term, ...], run: tuple[Term, ...]) -> bool:
    """Whether a name is all that is to be added, as fields with types make a feature of it."""
    others = [term for term in head if term not in run and _is_no_mark(term)]
    return head[-1] is run[-1] and all(
        term.role == VERB or term.value == "adjective" for term in others
    )


def _is_named(terms: tuple[Term, ...], run: tuple[Term, ...], name: str) -> bool:
    """Whether words name a feature: ``for invoices``, ``invoice resource``, ``CRUD invoices``."""
    start, end = terms.index(run[0]), terms.index(run[-1]) + 1
    before = terms[start - 1] if start else None
    after = terms[end] if end < len(terms) else None
    if before is not None and before.value == "naming":
        return after is None or after.role != OBJECT
    if after is not None and after.role == OBJECT:
        return before is None or before.value != "break"
    return before is not None and before.role == OBJECT and is_plural(name)


def named(found: Sequence[tuple[Term, ...]]) -> str:
    """What was named, with its verb."""
    names = listed(tuple(f"`{written(run)}`" for run in found))
    return f"{names} {'is' if len(found) == 1 else 'are'}"


def guessed(run: tuple[Term, ...], features: tuple[str, ...], *, inside: bool) -> str | None:
    """The feature that may be meant: one that is spelt alike, or where none are known, any."""
    name = plural_name(tokens_of(run))
    if name is None or not inside:
        return name
    return next(iter(get_close_matches(name, features, n=1)), None)


INTENTS = (Intent("add a feature", _add_lexicon, _add, names=True),)
