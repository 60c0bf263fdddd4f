"""What Chinese archives take over: one folder for all reports of a run (档发〔2012〕7号, DA/T 46, 48 and 70).

Made in two passes: ``describe`` each report, ``number`` all of them, ``write_entry`` each one, ``close`` the package.
"""

from __future__ import annotations

from gaixml.archive.transfer.closing import close
from gaixml.archive.transfer.entries import Described, Entry, describe, number
from gaixml.archive.transfer.keys import require
from gaixml.archive.transfer.points import TransferReport
from gaixml.archive.transfer.verifying import verify
from gaixml.archive.transfer.writing import write_entry

__all__ = [
    "Described",
    "Entry",
    "TransferReport",
    "close",
    "describe",
    "number",
    "require",
    "verify",
    "write_entry",
]
