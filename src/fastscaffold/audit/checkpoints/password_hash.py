"""Whether passwords are kept as hashes of bcrypt or argon2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.passwords.compared import compared_too
from fastscaffold.audit.facts.passwords.copied import copied
from fastscaffold.audit.facts.passwords.hashers import CHECKED
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.verdicts import met, not_applicable, not_met, partial, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement


def judge(facts: Facts) -> Judgement:
    """Met if they are; not applicable where the project keeps none."""
    passwords = facts.passwords
    # One that the source gives an account is none of those that come from outside.
    came = [each for each in passwords.stored_plain if not each.is_written or not passwords.strong]
    if came:
        return not_met(
            *some(replace(each.place, note=f"{each.column} is stored as it came") for each in came)
        )
    if passwords.stored_weak:
        return not_met(*some(passwords.stored_weak))
    # Some paths hash, and one that copies whole requests forgets to.
    forgotten = [
        replace(place, note=f"{column} is stored as it came") for place, column, _ in copied(facts)
    ]
    if forgotten:
        return partial(*some(forgotten)) if passwords.strong else not_met(*some(forgotten))
    if passwords.strong:
        # A hash is verified where there is one, and the password itself taken where there is none.
        plain = list(compared_too(facts))
        return partial(*some(plain)) if plain else met(*some(passwords.strong))
    if passwords.weak:
        return not_met(*some(passwords.weak))
    if passwords.untold:
        return unknown(*some(passwords.untold))
    # What somebody else has hashed.
    checked = [at_call(each, "checked as a hash of it") for each in facts.calls(*CHECKED)]
    if checked:
        return met(*some(checked))
    kept = passwords.columns.values()
    if kept and passwords.taken:
        return not_met(*some(replace(each, note="no password is hashed") for each in kept))
    return not_applicable()
