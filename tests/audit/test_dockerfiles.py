"""How images are built."""

from __future__ import annotations

from support.audited import facts


def test_instructions_of_an_image_are_joined_and_told_apart():
    found = facts(
        {
            "docker/Dockerfile.prod": "FROM python AS build\nRUN a && \\\n    b\n# c\n"
            "FROM python\nUSER 1000\n"
        }
    )

    (image,) = found.configuration.dockerfiles
    assert [[each.name for each in stage] for stage in image.stages] == [
        ["FROM", "RUN"],
        ["FROM", "USER"],
    ]
    assert image.all("RUN")[0].line == 2
    assert image.stages[-1][-1].value == "1000"
