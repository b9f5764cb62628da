"""What a resource has to say: what to run beside the application, and whether it can be used."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

Lifespan = Callable[[], AbstractAsyncContextManager[None]]
Probe = Callable[[], Awaitable[bool]]


@dataclass(slots=True)
class Resources:
    """What the resources of an application have registered.

    Attributes:
        lifespans: entered in this order when the application starts, left in the opposite one.
        probes: by name; each tells whether requests that need the resource can be served.
        missed: names of those that do not answer, where requests are served without them.
        body_limits: the largest body of a path that takes a larger one than others.
    """

    lifespans: list[Lifespan] = field(default_factory=list[Lifespan])
    probes: dict[str, Probe] = field(default_factory=dict[str, Probe])
    missed: set[str] = field(default_factory=set[str])
    body_limits: dict[str, int] = field(default_factory=dict[str, int])
