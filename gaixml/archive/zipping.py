"""Puts a folder into a ZIP file that depends on nothing but the files and the date: same content, same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_LATEST: Final = (2107, 12, 31, 23, 59, 58)
"""What the format can say (APPNOTE 4.4.6)."""
_MODE: Final = 0o100644 << 16
_FOLDER_MODE: Final = (0o040755 << 16) | 0x10
_UNIX: Final = 3


def zipped(folder: Path, root: str, moment: dt.datetime) -> bytes:
    """Return a ZIP file with all that is below a folder, in the order of the names, below ``root``; dates are UTC."""
    date = min(max(moment.timetuple()[:6], _EARLIEST), _LATEST)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            name = f"{root}/{path.relative_to(folder).as_posix()}"
            info = zipfile.ZipInfo(f"{name}/" if path.is_dir() else name, date)
            info.create_system = _UNIX
            info.external_attr = _FOLDER_MODE if path.is_dir() else _MODE
            info.compress_type = zipfile.ZIP_STORED if path.is_dir() else zipfile.ZIP_DEFLATED
            file.writestr(info, b"" if path.is_dir() else path.read_bytes())
    return buffer.getvalue()
