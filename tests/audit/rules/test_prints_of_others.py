"""Prints in folders that are none of the application: plugins of other programs, evaluations."""

from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.logs_structured import RULE

APP = "import structlog\nfrom fastapi import FastAPI\nstructlog.configure()\napp = FastAPI()\n"
RUN = "if __name__ == '__main__':\n    main()\n"
FILES = {
    "app/main.py": APP,
    "plugins/viewer/panel.py": "from plugins.viewer.image import f\n",
    "plugins/viewer/image.py": "def f():\n    print(1)\n",
    "plugins/client.py": f"import app.main\ndef main(): ...\n{RUN}",
}


def _found(files: dict[str, str]) -> list[str]:
    return [each.path for each in findings(RULE, files)]


def test_a_folder_that_nothing_links_with_the_application_is_none_of_it():
    assert _found(FILES) == []


@pytest.mark.parametrize(
    "more",
    [
        {"app/loaded.py": "from plugins.viewer import image\n"},
        {"app/loaded.py": "module = importlib.import_module(f'plugins.{name}.image')\n"},
        {"plugins/viewer/panel.py": "from app.main import app\n"},
        {"plugins/viewer/client.py": f"def main():\n    while True:\n        work()\n{RUN}"},
        {"plugins/client.py": ""},
        {"Dockerfile": "FROM python\nCOPY . .\nCMD python plugins/client.py\n"},
        {"Dockerfile": "FROM python\nCOPY . .\nCMD cd plugins && python client.py\n"},
        {"compose.yaml": "services: {a: {command: celery -A plugins worker}}\n"},
    ],
)
def test_what_is_linked_with_it_may_be_served(more):
    assert _found({**FILES, **more}) == ["plugins/viewer/image.py"]


def test_an_application_beside_its_folders_has_such_folders_too():
    files = {"main.py" if path == "app/main.py" else path: text for path, text in FILES.items()}
    files["plugins/client.py"] = f"def main(): ...\n{RUN}"
    assert _found(files) == []
    assert _found({**files, "plugins/client.py": ""}) == ["plugins/viewer/image.py"]


def test_folders_of_samples_are_none_of_it():
    files = {"app/main.py": APP, "sample-apps/flowers/lib/read.py": "def f():\n    print(1)\n"}
    assert _found(files) == []
