"""Sentences that ask for one weakness by the name that it is known by, such as SQL injection."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Proposal
from fastscaffold.intents.audits import FIX, LOOKS, audit_command
from fastscaffold.intents.helps import Help
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.reading import CONTEXT, FILLER, OBJECT, UNKNOWN, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD
from fastscaffold.intents.weakness_names import SECRETS, WEAKNESSES, WITHOUT_RULE, Weakness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.intents.surroundings import Surroundings
    from fastscaffold.intents.words import Token

_FLAW, _GUARD, _THING = "flaw", "guard", "thing"
_NO_RULE = "no rule"
_UNSAID = "It does not say what is to be done about it."
_LOOKING = frozenset({"ask", "audit", "find", "fix"})
_ASK = (
    "make sure,tell me if,tell me whether,see if,see whether,find out if,find out whether,"
    "let me know if,let me know whether"
)
_PREVENT = (
    "prevent,preventing,avoid,stop,block,mitigate,defend,guard,harden,protect,protect from,"
    "protect against,defend against,guard against,secure against,harden against"
)
_STATE, _SOURCE, _WHETHER = "state", "source", "whether"
# What is said of a weakness, or of what protects from it, whichever it is.
_CONTEXT = {
    # How something is handled: whoever says so speaks of no feature.
    _STATE: "vulnerable,vulnerability,attack,problem,hole,flaw,risk,at risk,bug,weakness,"
    "protected,prone,exposed,safe,secure,unsafe,insecure,configured,enforced,implemented,done,"
    "correctly,hash,hashed,salted,encrypt,encrypted,store,stored,safely,securely,strong,weak,leak,"
    "leaked,leaking,validated,verified,handled,prevented,plain text,plaintext,in plain text,"
    "in plaintext,long,too long,short,too short,strong enough,long enough,short enough,"
    + ",".join(
        f"{done} {how}"
        for done in ("set up", "setup", "implemented", "used")
        for how in ("safely", "securely", "correctly", "properly", "right", "well")
    ),
    _SOURCE: ",".join(
        f"{where} {whose}{what}"
        for where in ("in", "inside", "within", "from")
        for whose in ("", "the ", "my ", "our ", "this ")
        for what in ("code", "source", "source code", "codebase", "repo", "repository", "git")
    )
    + ",hard coded,hardcoded,commit,committed",
    _WHETHER: "if,whether",
    "": "potential,possible,open,issue,correct,against,right,set up,about,setting,login,missing,"
    "absent,with,anything wrong,something wrong",
}


def _lexicon(_: Surroundings) -> Lexicon:
    return _words()


@cache
def _words() -> Lexicon:
    lexicon = Lexicon()
    lexicon.put(OBJECT, _NO_RULE, WITHOUT_RULE)
    for at, weakness in enumerate(WEAKNESSES):
        lexicon.put(OBJECT, f"{_FLAW} {at}", weakness.flaws)
        lexicon.put(OBJECT, f"{_GUARD} {at}", weakness.guards)
        lexicon.put(OBJECT, f"{_THING} {at}", weakness.things)
    lexicon.put_all(VERB, {**LOOKS, "find": f"{LOOKS['find']},test", "fix": FIX})
    lexicon.put_all(VERB, {"ask": _ASK, "show": "show,list,display"})
    lexicon.put_all(VERB, {"prevent": _PREVENT, "add": ADD})
    lexicon.put_all(CONTEXT, _CONTEXT)
    lexicon.put(FILLER, "", ("or",))
    return with_fillers(lexicon, questions=True)


def _propose(heard: Heard) -> Proposal | None:
    named = [_named(value) for value in heard.reading.values(OBJECT) if value != _NO_RULE]
    verbs, context = set(heard.reading.values(VERB)), set(heard.reading.values(CONTEXT))
    kinds = {kind for kind, _ in named}
    if not named or (kinds == {_THING} and _is_of_feature(heard, verbs, context)):
        return None
    # A password that is to be found stands in the code.
    in_code = _STATE not in context and bool(verbs & {"find"} or _SOURCE in context)
    found = [SECRETS if kind == _THING and in_code else each for kind, each in named]
    if _NO_RULE in heard.reading.values(OBJECT):
        doubt = "No rule is about a part of it."
    elif kinds == {_THING}:
        doubt = _doubt_of_things(heard, [each for _, each in named])
    else:
        doubt = _doubt(heard, kinds)
    rules = tuple(dict.fromkeys(rule for weakness in found for rule in weakness.only))
    said = listed(tuple(f"`{term.text}`" for term in heard.reading.of(OBJECT)))
    noun = "rule" if len(rules) == 1 else "rules"
    return Proposal(
        # What is correct is asked, what is to be corrected is not.
        (audit_command(rules, fix="fix" in verbs and not heard.question),),
        f"The audit looks at {said} by the {noun} {listed(rules)}.",
        doubt,
    )


def _is_of_feature(heard: Heard, verbs: set[str], context: set[str]) -> bool:
    """Whether what is spoken of may be a part of a feature: ``add a token``, ``show tokens``."""
    if verbs & _LOOKING:
        return False
    if verbs & {"add", "want", "show"}:
        return True
    told = context & {_STATE, _SOURCE}
    return not told and (heard.loose or ("run" in verbs and not heard.question))


def _named(value: str) -> tuple[str, Weakness]:
    kind, _, at = value.partition(" ")
    return kind, WEAKNESSES[int(at)]


def _doubt(heard: Heard, kinds: set[str]) -> str:
    """Why it is not certain that a weakness, or what protects from it, is to be looked for."""
    verbs = set(heard.reading.values(VERB))
    if "prevent" in verbs:
        # Whoever stops what protects, or stops looking, wants no audit.
        asks_how = heard.question and not heard.asks_whether
        only = verbs <= {"prevent", "run"} and kinds == {_FLAW}
        return "" if only and not asks_how else _UNSAID
    # Whether something is needed is no question to an audit.
    looks = verbs & _LOOKING or (_asks_how_it_is(heard) and "want" not in verbs)
    looks = looks or ("show" in verbs and kinds == {_FLAW})
    return "" if looks and ("add" not in verbs or heard.loose) else _UNSAID


def _doubt_of_things(heard: Heard, named: Sequence[Weakness]) -> str:
    """The same of what features have, too."""
    verbs, context = set(heard.reading.values(VERB)), set(heard.reading.values(CONTEXT))
    if verbs & {"add", "prevent"} or ("want" in verbs and not verbs & {"audit", "fix"}):
        return _UNSAID
    told = bool(context & {_STATE, _SOURCE})
    found = "find" in verbs and (told or all(each is SECRETS for each in named))
    # Whether there is one may be asked of a feature.
    plain = not heard.question and _WHETHER not in context
    audited = (verbs & {"audit", "fix"} and plain) or (verbs & {"audit", "fix", "ask"} and told)
    if audited or found or (told and _asks_how_it_is(heard)):
        return ""
    return "Whether those in the code are meant is not said." if "find" in verbs else _UNSAID


def _asks_how_it_is(heard: Heard) -> bool:
    return heard.asks_whether or (
        heard.question
        and heard.said[0].word == "how"
        and _STATE in heard.reading.values(CONTEXT)
        and not heard.reading.of(VERB)
    )


def without_rule(said: Sequence[Token]) -> Help | None:
    """What is said to a sentence about a weakness that nothing is there for; None otherwise."""
    reading = _words().read(said, mend=True)
    names = tuple(f"`{term.text}`" for term in reading.of(OBJECT) if term.value == _NO_RULE)
    if reading.of(UNKNOWN) or not names:
        return None
    others = [_named(value)[1] for value in reading.values(OBJECT) if value != _NO_RULE]
    rules = tuple(dict.fromkeys(rule for weakness in others for rule in weakness.only))
    reason = f"No rule of the audit and no capability is about {listed(names)}."
    return Help(reason, (audit_command(rules or ("security",)),))


INTENTS = (Intent("look for a weakness", _lexicon, _propose, denies=True),)
