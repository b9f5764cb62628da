"""Deployment: an image without what only building needs, and something that asks for its health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.images import application_images, healthchecks
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.facts.routing.health import health_places
from fastscaffold.audit.verdicts import Judgement, met, not_met, partial, some

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts


def judge(facts: Facts) -> Judgement:
    """Met by an image of several stages, and a health check or a health route."""
    images = application_images(facts)
    staged = [
        Place(image.path, image.shipped[-1][0].line, f"{len(image.stages)} stages")
        for image in images
        if len(image.stages) > 1
    ]
    checked = [*healthchecks(facts), *health_places(facts)]
    if staged and checked:
        return met(staged[0], *some(checked, 2))
    single = [Place(image.path, image.stages[0][0].line, "one stage") for image in images]
    if staged or checked:
        return partial(*some(staged or single, 1), *some(checked, 2))
    place = application(facts)
    return not_met(*some(single, 1), *([place] if place and not single else []))
