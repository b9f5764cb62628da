"""What joins and opens paths, and puts into stores by keys, as libraries call it."""

from __future__ import annotations

JOINS = frozenset({"os.path.join", "posixpath.join"})
OPENERS = frozenset(
    {"FileResponse", "copy", "copy2", "copyfile", "makedirs", "mkdir", "move", "open", "open_file"}
    | {"remove", "rename", "replace", "unlink", "write_bytes", "write_text"}
    | {"imwrite", "savefig", "to_csv", "to_excel", "to_parquet"}
)
KEYS = frozenset(
    {"Key", "key", "object_name", "blob_name", "Filename", "path", "public_id", "blob"}
)
STORES = frozenset(
    {"blob", "generate_presigned_url", "put", "put_object", "upload_file", "upload_fileobj"}
    | {"fput_object", "get_blob_client", "save", "upload", "upload_blob"}
    | {"Object", "generate_presigned_post", "presigned_put_object"}
)
# Of these, other stores say what a file is shown as.
NAMED = frozenset({"blob", "upload_blob"})
