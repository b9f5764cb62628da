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


def test_here_documents_belong_to_the_instruction_that_takes_them():
    text = """FROM almalinux AS build
RUN <<EOT
  set -e
  FROM=nothing

  pip3 install -r requirements.txt
EOT
RUN <<-'END' bash
\tUSER=me
\tEND
COPY <<one <<two /etc/app/
USER root
one
HEALTHCHECK NONE
two
FROM python
RUN cat <<< "$word" && test $((1<<n)) = 2
USER 1000
"""
    (image,) = facts({"Dockerfile": text}).configuration.dockerfiles
    assert [[each.name for each in stage] for stage in image.stages] == [
        ["FROM", "RUN", "RUN", "COPY"],
        ["FROM", "RUN", "USER"],
    ]
    first, second, _ = image.all("RUN")
    assert first.value.splitlines()[-1].strip() == "pip3 install -r requirements.txt"
    assert second.value.splitlines()[-1].strip() == "USER=me"
    assert image.all("COPY")[0].value == "<<one <<two /etc/app/"
    assert image.all("USER")[0].line == 18
