"""Sentences that want a part of logins, of which no capability is made: ``add an API key``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.intents.answer import Command, Proposal
from fastscaffold.intents.intent import Heard, Intent, listed, with_fillers
from fastscaffold.intents.lookups import ABILITIES
from fastscaffold.intents.reading import CONTEXT, OBJECT, VERB, Lexicon
from fastscaffold.intents.vocabulary import ADD, PARTS, WANTS
from fastscaffold.intents.words import phrases_in

if TYPE_CHECKING:
    from fastscaffold.intents.surroundings import Surroundings

_NAME = "auth"
_NAMES = phrases_in(
    "api key,api keys,api key authentication,api key auth,credential,password,password reset,"
    "forgotten password,forgot password,password recovery,token,access token,refresh token,"
    "session token,email verification,magic link,two factor,2fa,mfa,totp,one time password"
)


def _lexicon(_: Surroundings) -> Lexicon:
    lexicon = Lexicon()
    lexicon.put(OBJECT, _NAME, _NAMES)
    lexicon.put_all(VERB, {"add": ADD, "want": WANTS})
    lexicon.put(CONTEXT, "part", tuple(PARTS))
    return with_fillers(lexicon)


def _propose(heard: Heard) -> Proposal | None:
    reading = heard.reading
    abilities = {ability.name: ability for ability in heard.surroundings.abilities}
    # A field is of a feature, whatever it is called.
    if not reading.of(OBJECT) or not reading.of(VERB) or "part" in reading.values(CONTEXT):
        return None
    if _NAME not in abilities:
        return None
    said = listed(tuple(f"`{term.text}`" for term in reading.of(OBJECT)))
    doubt = f"No capability is about {said} alone"
    if abilities[_NAME].installed:
        return Proposal((ABILITIES,), "", f"{doubt}, and {_NAME} is in the project already.")
    command = Command(("add", _NAME), f"{_NAME}: {abilities[_NAME].summary}")
    return Proposal((command,), "", f"{doubt}: {_NAME} has logins with passwords and tokens.")


INTENTS = (Intent("add a part of logins", _lexicon, _propose),)
