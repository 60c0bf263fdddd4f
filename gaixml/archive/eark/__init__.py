"""E-ARK submission packages: a report and its archive XML as two representations (CSIP 2.2.0, SIP 2.2.0)."""

from __future__ import annotations

from gaixml.archive.eark.packing import fill, require, root_of

__all__ = ["fill", "require", "root_of"]
