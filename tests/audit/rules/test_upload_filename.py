from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.upload_filename import RULE

START = "import os, shutil\nfrom pathlib import Path\nfrom fastapi import UploadFile, File\n"


@pytest.mark.parametrize(
    "source",
    [
        "def f(file: UploadFile):\n    open(f'uploads/{file.filename}', 'wb')",
        "def f(file: UploadFile = File(...)):\n    os.path.join('uploads', file.filename)",
        "def f(file: UploadFile | None):\n    path = FOLDER / file.filename",
        "def f(file: UploadFile):\n    with FOLDER.joinpath(file.filename).open('wb') as b: pass",
        "async def f(file: UploadFile):\n    async with aiofiles.open('a/' + file.filename): pass",
        "def f(file: UploadFile):\n    Path('uploads', file.filename).write_bytes(b'')",
        "def f(file: UploadFile):\n    s3.upload_fileobj(file.file, BUCKET, file.filename)",
        "def f(file: UploadFile):\n    s3.put_object(Bucket=B, Key=f'in/{file.filename}')",
        "def f(file: UploadFile):\n    open(file.filename.lower().replace(' ', '_'), 'wb')",
        "def f(file: UploadFile):\n    cloudinary.uploader.upload(file.file, public_id=file.filename)",
        "def f(file: UploadFile):\n    azure.get_blob_client('files', blob='a/' + file.filename)",
        "def f(file: UploadFile):\n    azure.upload_blob(name=file.filename, data=file.file)",
        "def f(file: UploadFile):\n    s3.Object(BUCKET, file.filename).put(Body=file.file)",
        "def f(file: UploadFile):\n    Image.open(file.file).save(f'static/{file.filename}')",
        "def f(file: UploadFile):\n    cv2.imwrite('static/' + file.filename, frame)",
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [5]


@pytest.mark.parametrize(
    ("signature", "body", "found"),
    [
        ("", "store.put_object(Key=file.filename)", [7]),
        ("", "store.put_object(Key=key)", [7]),
        ("key", "store.put_object(Key=key)", []),
        ("", "key = uuid4().hex\n        store.put_object(Key=key)", []),
    ],
)
def test_it_finds_what_a_function_in_it_does_in_a_thread(signature, body, found):
    source = (
        f"{START}def f(file: UploadFile):\n    key = 'in/' + file.filename\n"
        f"    def work({signature}):\n        {body}\n    Thread(target=work).start()\n"
    )
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return FOLDER / name", [5]),
        ("path = f'{FOLDER}/{name}'\n    return path", [5]),
        ("return FOLDER / Path(name).name", []),
        ("return FOLDER / str(uuid4())", []),
        ("if '/' in name: raise ValueError\n    return FOLDER / name", []),
    ],
)
def test_a_function_may_make_the_path(body, found):
    helper = f"def place(user, name):\n    {body}\n"
    source = f"{START}def f(file: UploadFile):\n    open(place(1, file.filename), 'wb')\n{helper}"
    assert lines(RULE, source) == found


def test_it_finds_uploads_that_models_hold():
    source = (
        START + "from dataclasses import dataclass\n@dataclass\nclass Form:\n"
        "    picture: UploadFile | None = None\n    picked: str = ''\n"
        "def f(form: Form):\n    store.put_object(object_name=f'1-{form.{}.filename}')"
    )
    assert lines(RULE, source.replace("{}", "picture")) == [10]
    assert lines(RULE, source.replace("{}", "picked")) == []


def test_it_finds_what_goes_through_names_lists_and_functions():
    source = (
        START + "def f(files: list[UploadFile]):\n  for each in files:\n    name = each.filename"
    )
    assert lines(RULE, source + "\n    path = os.path.join(FOLDER, name)") == [7]
    assert lines(RULE, source + "\n    store(name)\ndef store(key): open(key, 'wb')") == [8]
    files = {
        "app/main.py": "from typing import Annotated\nfrom fastapi import File, UploadFile as Up\n"
        "from app.store import keep\nFile_ = Annotated[Up, File()]\n"
        "def f(sent: File_):\n    keep(b'', name=sent.filename)\n",
        "app/store.py": "from pathlib import Path\ndef keep(content, name):\n"
        "    target = Path('x') / name\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/store.py", 3)]


@pytest.mark.parametrize(
    "source",
    [
        "def f(file: UploadFile):\n    name = Path(file.filename).name\n    open(F / name)",
        "def f(file: UploadFile):\n    rows.save(file.filename)",
        "def f(file: UploadFile):\n    model.files.upload(file=file.file, name=file.filename)",
        "def f(file: UploadFile):\n    open(F / os.path.basename(file.filename))",
        "def f(file: UploadFile):\n    ext = os.path.splitext(file.filename)[1]\n    open(F / ext)",
        "def f(file: UploadFile):\n    ext = file.filename.split('.')[-1]\n    open(f'{ID}.{ext}')",
        "def f(file: UploadFile):\n    open(F / secure_filename(file.filename))",
        "def f(file: UploadFile):\n    print(file.filename)\n    open(F / str(uuid4()))",
        (
            "def f(file: UploadFile):\n    p = F / file.filename\n"
            "    if not p.resolve().is_relative_to(F): raise ValueError\n    p.open()"
        ),
        (
            "def f(file: UploadFile):\n    if '/' in file.filename: raise ValueError\n"
            "    open(F / file.filename)"
        ),
        "def f(file: UploadFile):\n    name = file.filename\n    name = clean(name)\n    open(F / name)",
        "def f(file: Stored):\n    open(F / file.filename)",
        "def f(file: UploadFile):\n    return Response(filename=file.filename)",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


CHECKED = """class Store:
    def create(self, file: UploadFile):
        {check}
        self._keep(file)
    def _keep(self, file: UploadFile):
        with open(os.path.join(FOLDER, file.filename), "xb") as kept: ...
def refuse(name):
    \"\"\"Raise for names with a / in them.\"\"\"
    {how}
"""


@pytest.mark.parametrize(
    ("check", "how", "found"),
    [
        ("refuse(file.filename)", "if any(c in name for c in '<>/|'): raise ValueError", []),
        ("refuse(file.filename)", "if not re.fullmatch('[a-z]+', name): raise ValueError", []),
        ("refuse(file.filename)", "if not name.endswith('.md'): raise ValueError", [9]),
        ("refuse(file.filename)", "return '/' in name", [9]),
        ("pass", "if '/' in name: raise ValueError", [9]),
    ],
)
def test_a_name_may_be_refused_before_the_upload_is_handed_on(check, how, found):
    assert lines(RULE, START + CHECKED.format(check=check, how=how)) == found


def test_a_name_has_to_be_refused_by_each_caller():
    source = CHECKED.format(check="refuse(file.filename)", how="if '/' in name: raise ValueError")
    other = "    def replace(self, file: UploadFile):\n        self._keep(file)\n"

    assert lines(RULE, START + source.replace("def refuse", f"{other}def refuse")) == [9]
