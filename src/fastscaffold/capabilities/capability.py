"""A capability as its ``capability.yaml`` declares it. Untrusted: anybody may bring one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=63)]
DottedName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]
OneLine = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*$", max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ImportedName(_Part):
    """``from module import name``; ``app`` at the start of a module stands for the package."""

    module: DottedName
    name: Identifier


class Setting(_Part):
    """A group of fields of the ``Settings`` class.

    Attributes:
        lines: annotated assignments, as they stand in the class.
        imports: what the lines need.
    """

    lines: tuple[OneLine, ...] = Field(min_length=1)
    imports: tuple[ImportedName, ...] = ()


class EnvironmentVariable(_Part):
    """A line of ``.env.example`` and ``.env``, with its comment."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=63)]
    value: OneLine = ""
    comment: OneLine


class Middleware(_Part):
    """A middleware class and its place: the smaller the position, the nearer to the endpoint.

    Attributes:
        arguments: keyword to Python expression; ``settings`` is at hand.
    """

    module: DottedName
    name: Identifier
    position: int = Field(ge=0, le=1000)
    arguments: dict[Identifier, OneLine] = Field(default_factory=dict)


class Capability(_Part):
    """Something that a project can have: data only, carried out by named edits.

    Attributes:
        name: equals the folder's name.
        summary: one line for people.
        profiles: profiles of ``new`` that include it.
        requires: capabilities that are added with it.
        excludes: capabilities that cannot be in the same project.
        dependencies: requirements (PEP 508) of the running application.
        dev_dependencies: requirements of its tests and tools.
    """

    version: Literal[1]
    name: Name
    summary: OneLine
    profiles: tuple[Literal["production"], ...] = ()
    requires: tuple[Name, ...] = ()
    excludes: tuple[Name, ...] = ()
    dependencies: tuple[OneLine, ...] = ()
    dev_dependencies: tuple[OneLine, ...] = ()
    settings: Setting | None = None
    environment: tuple[EnvironmentVariable, ...] = ()
    middleware: tuple[Middleware, ...] = ()
