"""Writes bags (RFC 8493): bagit.txt, bag-info.txt, the payload, the manifests.

The library ``bagit`` validates what is written here. It does not write it: its make_bag changes the working folder of
the whole process, writes version 0.97, and lists tag files in the order the file system has them.
"""

from __future__ import annotations

import hashlib
import importlib
from typing import TYPE_CHECKING, Any, Final

from gaixml.archive.settings import PackageSettingsError
from gaixml.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The two lines of bagit.txt (section 2.1.1)."""
_ALGORITHMS: Final = ("sha256", "sha512")
"""Section 2.4: SHA-512 by default; SHA-256 is what the archive XML names its source by."""


def load_library() -> Any:  # noqa: ANN401 - a module
    """Return the library ``bagit``. Raises PackageSettingsError ``missing-extra``, which says how to install it."""
    try:
        return importlib.import_module("bagit")
    except ImportError:
        message = "--format bagit needs the extra “bagit”: pip install 'gaixml[bagit]'"
        raise PackageSettingsError("missing-extra", message) from None


def write_bag(folder: Path, payload: Mapping[str, bytes], info: Mapping[str, str]) -> None:
    """Write a bag into an empty folder and validate it; ``payload`` are files by their paths below data/."""
    library = load_library()
    data = {f"data/{path}": payload[path] for path in sorted(payload)}
    oxum = f"{sum(map(len, data.values()))}.{len(data)}"
    tags = {
        "bag-info.txt": _tag_file({**info, "Payload-Oxum": oxum}),
        "bagit.txt": _DECLARATION,
        **{f"manifest-{name}.txt": _manifest(name, data) for name in _ALGORITHMS},
    }
    over_tags = {f"tagmanifest-{name}.txt": _manifest(name, tags) for name in _ALGORITHMS}
    for path, content in {**data, **tags, **over_tags}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    try:
        library.Bag(str(folder)).validate()
    except library.BagError as error:
        name = info.get("Internal-Sender-Identifier", folder.name)
        raise InternalError("bag", f"{name}: a bug of gaixml: the bag that it made is not valid: {error}") from None


def _manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    """Return a manifest: a checksum and a path a line (section 2.1.3).

    Paths have neither line ends nor percent signs, so that none is to be encoded.
    """
    return "".join(f"{hashlib.new(algorithm, files[path]).hexdigest()}  {path}\n" for path in files).encode()


def _tag_file(values: Mapping[str, str]) -> bytes:
    """Return labels and values as bag-info.txt has them (section 2.2.2), a line each."""
    return "".join(f"{label}: {value}\n" for label, value in values.items()).encode()
