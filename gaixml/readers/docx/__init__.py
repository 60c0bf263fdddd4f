"""Reads Word's and WPS's docx (ECMA-376 Part 1, WordprocessingML; ISO/IEC 29500, transitional and strict)."""

from __future__ import annotations

from gaixml.readers.docx.document import read, read_converted

__all__ = ["read", "read_converted"]
