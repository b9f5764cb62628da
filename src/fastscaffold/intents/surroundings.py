"""What has to be known of a project, and of the tool, to read a sentence about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ability:
    """A capability, as far as sentences are about it.

    Attributes:
        summary: one line for people.
        names: what people call it, besides its name.
        wishes: what people say that asks for it without naming it, such as ``dockerize``.
        requires: capabilities that are added with it.
        deployment: what it does for a deployment; empty where that is nothing.
        usual: whether projects have it unless they are told otherwise.
        installed: whether the project has it.
    """

    name: str
    summary: str
    names: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    deployment: str = ""
    usual: bool = False
    installed: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a sentence is said.

    Attributes:
        abilities: all capabilities that there are.
        features: names of the project's features.
        written: names of those that were written by hand.
        brought: those that came with a capability, with its name.
        inside: whether there is a project that fastscaffold made.
    """

    abilities: tuple[Ability, ...] = ()
    features: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    brought: tuple[tuple[str, str], ...] = ()
    inside: bool = False
