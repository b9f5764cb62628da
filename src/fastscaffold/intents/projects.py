"""Sentences about whole projects: start one, make one ready for production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.audits import audit_command
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, OBJECT, UNKNOWN, VERB, Lexicon
from fastscaffold.intents.vocabulary import API_KEYS, WANTS
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.reading import Term
    from fastscaffold.intents.surroundings import Ability, Surroundings

# -- new -------------------------------------------------------------------------------------------

_CALLED = "called,named,name it,call it,with the name,by the name of,with name"
_PROJECTS = phrases_in("project,app,application,api,microservice")
# Are projects of their own, or parts of one.
_PARTS = phrases_in("service,backend,back end")
# Are in no need of a framework for APIs.
_OTHERS = phrases_in(
    f"code,code base,codebase,server,repo,repository,software,program,it,{API_KEYS}"
)
_CHOICES = {
    "--database postgres": "postgres,postgresql,postgres database,postgresql database",
    "--database sqlite": "sqlite,sqlite database",
    "--profile minimal": "minimal,minimal profile,bare,small,lean",
    "--profile production": "production,production profile,production ready,production grade",
}


def _new_lexicon(surroundings: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put(CONTEXT, "called", phrases_in(_CALLED))
    lexicon.put(
        CONTEXT, "without", phrases_in("without,with no,no,except,except for,but without,but no")
    )
    lexicon.put(CONTEXT, "with", ("with", "using", "on", "including", "plus"))
    lexicon.put(CONTEXT, "new", ("new", "brand new", "fresh", "from scratch", "another"))
    lexicon.put(CONTEXT, "mine", ("my", "our", "existing", "this"))
    lexicon.put_all(
        VERB,
        {
            "create": "create,start,set up,setup,bootstrap,generate,scaffold,build,initialize,"
            "init,make,begin,spin up,start off,kick off,new up,give",
            "want": WANTS,
        },
    )
    lexicon.put_all(CONTEXT, _CHOICES)
    for ability in surroundings.abilities:
        lexicon.put("ability", ability.name, (ability.name, *ability.names))
    lexicon.put(OBJECT, "project", _PROJECTS)
    lexicon.put(OBJECT, "part", _PARTS)
    lexicon.put(UNKNOWN, "", _OTHERS)
    return with_fillers(lexicon)


def _new(heard: Heard) -> Proposal | None:
    terms = heard.reading.terms
    contexts = heard.reading.values(CONTEXT)
    objects = heard.reading.values(OBJECT)
    if not objects or "mine" in contexts:
        return None
    name, places = _called(heard)
    bare = name is None
    if bare:
        name, places = _named_after(heard)
    terms = tuple(term for term in terms if term.at not in places)
    if any(term.role == UNKNOWN for term in terms) or not (
        heard.reading.of(VERB) or "new" in contexts
    ):
        return None
    chosen = _chosen(terms)
    if chosen is None:
        return None
    doubt = ""
    vague = "new" not in contexts or "project" not in objects
    if vague and name is None and not _says_fastapi(heard):
        doubt = "Whether a new project is meant is not said."
    if bare and name is not None and not chosen:
        doubt = f"Whether `{name}` is the name of a project is not said; `called {name}` says it."
    words = ("new", *([name] if name else []), *chosen)
    asks = "" if name else " Its name is asked for."
    command = Command(words, "creates a project", placed=False)
    return Proposal((command,), f"A new project is asked for.{asks}", doubt)


def _says_fastapi(heard: Heard) -> bool:
    return any(token.word == "fastapi" for token in heard.said)


def _called(heard: Heard) -> tuple[str | None, range]:
    """The name behind ``called``, hyphens included, and the places of its words."""
    for term in heard.reading.of(CONTEXT):
        start = term.at + len(term.tokens)
        if term.value != "called":
            continue
        if heard.said[start : start + 1] and heard.said[start].kind == "colon":
            start += 1
        name, places = _word_at(start, heard)
        if name is not None:
            return name, places
    return None, range(0)


def _named_after(heard: Heard) -> tuple[str | None, range]:
    """A name right behind ``project``, and nothing else that is not understood."""
    unknown = [term.at for term in heard.reading.of(UNKNOWN)]
    for term in heard.reading.of(OBJECT):
        name, places = _word_at(term.at + len(term.tokens), heard)
        if unknown and set(unknown) <= set(places):
            return name, places
    return None, range(0)


def _word_at(start: int, heard: Heard) -> tuple[str | None, range]:
    """The name that begins at a word, with what hyphens join to it, and the places of its words."""
    end = start
    if start >= len(heard.said):
        return None, range(0)
    while heard.said[end].joined and end + 1 < len(heard.said):
        end += 1
    name = heard.said[start : end + 1]
    if any(token.kind != "word" for token in name):
        return None, range(0)
    return "-".join(token.text for token in name), range(start, end + 1)


def _chosen(terms: Sequence[Term]) -> list[str] | None:
    """Flags for what a project is to have and not to have; None where that is not said."""
    flags: list[str] = []
    lists: dict[str, list[str]] = {"with": [], "without": []}
    mode = ""
    for term in terms:
        if term.value in _CHOICES:
            flags += term.value.split()
        elif term.value in lists and term.role == CONTEXT:
            mode = term.value
        elif term.role == "ability":
            if not mode:
                return None
            lists[mode].append(term.value)
    for mode, names in lists.items():
        if names:
            flags += [f"--{mode}", ",".join(dict.fromkeys(names))]
    return flags


# -- production ------------------------------------------------------------------------------------


def _production_lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put_all(
        OBJECT,
        {
            "ready": "ready for production,ready for deployment,ready to deploy,ready for prod,"
            "ready to go live,ready for release,ready for launch,production ready,prod ready,"
            "production grade,production quality,ready for production deployment,deployable,"
            "deployment ready,ready to be deployed,ready to ship,ready for the production,"
            "ready for production use,ready for going live,production readiness",
            "production": "production,prod,production deployment,deployment,"
            "deployment to production,"
            "production use,release,launch,going live,go live,production environment,deploying,"
            "deployment in production,production deploy,a deployment,production release",
        },
    )
    lexicon.put_all(
        VERB,
        {
            "prepare": "prepare,harden,prep,preparing,get ready,make ready,ready",
            "make": "make,get,bring,turn,set up",
            "want": WANTS,
        },
    )
    lexicon.put(CONTEXT, "", ("up", "state", "fully"))
    return with_fillers(lexicon, questions=True)


def _production(heard: Heard) -> Proposal | None:
    objects, verbs = heard.reading.values(OBJECT), heard.reading.values(VERB)
    if not objects:
        return None
    sure = "prepare" in verbs or ("ready" in objects and (verbs or heard.question))
    missing = _missing(heard.surroundings)
    audit = audit_command()
    doubt = "" if sure else "fastscaffold prepares a project for deployment; it does not deploy it."
    if not missing:
        have = (
            "The project has every capability of a deployment; the audit finds what else there is."
        )
        foreign = "The audit finds what is missing, and names the commands that add it."
        return Proposal((audit,), have if heard.surroundings.inside else foreign, doubt)
    names = tuple(ability.name for ability in missing)
    add = Command(("add", *names), f"adds {listed(names)}")
    reason = "The audit finds what has to be changed by hand; the rest is capabilities to be added."
    return Proposal((audit, add), reason, doubt)


def _missing(surroundings: Surroundings) -> list[Ability]:
    """What a deployment wants and the project does not have, of its own kind or another."""
    if not surroundings.inside:
        return []
    there = {each.deployment for each in surroundings.abilities if each.installed}
    return [
        each
        for each in surroundings.abilities
        if each.deployment and each.usual and each.deployment not in there
    ]


INTENTS = (
    Intent("new project", _new_lexicon, _new, names=True, denies=True),
    Intent("prepare for production", _production_lexicon, _production),
)
