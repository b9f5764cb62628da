"""A capability as its ``capability.yaml`` declares it. Untrusted: anybody may bring one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=63)]
DottedName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]
VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=63)]
# Needs no quotes in YAML, nor in a shell.
Plain = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9/][A-Za-z0-9_./:@=-]*$", max_length=200)
]
Word = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9/-][A-Za-z0-9_./:@=-]*$", max_length=200)
]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.yaml$", max_length=60)]
UrlPath = Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9-]+)*$", max_length=100)]
Phrase = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([ /+-][a-z0-9]+)*$", max_length=60)]
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
    """A line of ``.env.example`` and ``.env``, with its comment.

    Attributes:
        secret: ``.env`` gets a random value, and ``.env.example`` none.
    """

    name: VariableName
    value: OneLine = ""
    comment: OneLine
    secret: bool = False


class Middleware(_Part):
    """A middleware class and its place: the smaller the position, the nearer to the endpoint.

    Attributes:
        arguments: keyword to Python expression; ``settings`` is at hand.
    """

    module: DottedName
    name: Identifier
    position: int = Field(ge=0, le=1000)
    arguments: dict[Identifier, OneLine] = Field(default_factory=dict)


class Resource(_Part):
    """A function that adds something to the application: ``add_redis(app, settings)``.

    Attributes:
        position: the smaller, the earlier it is called.
    """

    module: DottedName
    function: Identifier
    position: int = Field(ge=0, le=1000)


class Router(_Part):
    """A router that ``main.py`` includes.

    Attributes:
        alias: what it is called there.
        prefix: of its paths.
        position: the smaller, the earlier it is included; features come after all of them.
    """

    module: DottedName
    name: Identifier = "router"
    alias: Identifier
    prefix: UrlPath = ""
    position: int = Field(ge=0, le=1000)


class Service(_Part):
    """A service that the application uses where it is configured: in containers, and in CI.

    Attributes:
        name: of the service, and of its host among the containers.
        port: that it listens on.
        user: whom its image can start as, instead of root.
        command: that its container runs, word by word, instead of the image's own.
        data: the directory of its container that a volume keeps.
        health: the command that tells whether it is ready, word by word.
        environment: variables of the application that is to use it.
        test_environment: variables of tests that are to use it on ``localhost``.
    """

    name: Name
    image: Plain
    port: int = Field(ge=1, le=65535)
    user: Plain | None = None
    command: tuple[Word, ...] = ()
    data: Plain | None = None
    health: tuple[Word, ...] = Field(min_length=1)
    environment: dict[VariableName, Plain] = Field(default_factory=dict)
    test_environment: dict[VariableName, Plain] = Field(default_factory=dict)


class Volume(_Part):
    """A directory of files that the application keeps; containers have all of them in one volume.

    Attributes:
        folder: of the volume.
        variable: of the application that says where it is.
    """

    folder: Name
    variable: VariableName


class Process(_Part):
    """A process of the project's image that runs beside the one that serves requests.

    Attributes:
        name: of the process among the containers.
        command: word by word; ``app`` at the start of a word stands for the package.
    """

    name: Name
    command: tuple[Word, ...] = Field(min_length=1)


class Page(_Part):
    """A page of the project's documentation that is to be read before it is deployed.

    Attributes:
        about: what the page says to set or to decide.
    """

    path: Plain
    about: OneLine


class Spoken(_Part):
    """How people ask for a capability in a plain sentence, for ``fastscaffold do``.

    Attributes:
        names: what they call it, besides its name; plurals are understood.
        wishes: what asks for it without naming it, verb included, such as ``dockerize``.
    """

    names: tuple[Phrase, ...] = ()
    wishes: tuple[Phrase, ...] = ()


class Capability(_Part):
    """Something that a project can have: data only, carried out by named edits.

    Attributes:
        name: equals the folder's name.
        summary: one line for people.
        spoken: how people ask for it.
        deployment: what it does for a deployment, such as ``pipeline``; a project that is made
            ready for one wants one capability of each kind.
        deployment_page: what is to be read before a deployment, since no default can be right.
        profiles: profiles of ``new`` that include it.
        requires: capabilities that are added with it.
        excludes: capabilities that cannot be in the same project.
        dependencies: requirements (PEP 508) of the running application.
        dev_dependencies: requirements of its tests and tools.
        manifests: names of the files that it brings for a cluster, in ``deploy/kubernetes``.
    """

    version: Literal[1]
    name: Name
    summary: OneLine
    spoken: Spoken = Spoken()
    deployment: Name | None = None
    deployment_page: Page | None = None
    profiles: tuple[Literal["production"], ...] = ()
    requires: tuple[Name, ...] = ()
    excludes: tuple[Name, ...] = ()
    dependencies: tuple[OneLine, ...] = ()
    dev_dependencies: tuple[OneLine, ...] = ()
    settings: Setting | None = None
    environment: tuple[EnvironmentVariable, ...] = ()
    middleware: tuple[Middleware, ...] = ()
    resources: tuple[Resource, ...] = ()
    routers: tuple[Router, ...] = ()
    services: tuple[Service, ...] = ()
    volumes: tuple[Volume, ...] = ()
    processes: tuple[Process, ...] = ()
    manifests: tuple[FileName, ...] = ()
