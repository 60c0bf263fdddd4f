"""What the words at the top of a page say of the cell that they stand in: a new label, or the rest of one."""

from __future__ import annotations

from gaixml.cells import label_level
from gaixml.lexing.headings import RANK
from gaixml.lexing.lines import scan_lines
from gaixml.lexing.rows import form_label


def is_marked(text: str) -> bool:
    """Tell whether a text begins with a marker of the numbering."""
    return bool(text) and (label_level(text) != "LABEL" or scan_lines(text, "prose")[0].kind in RANK)


def goes_on(before: str, behind: str) -> bool:
    """Tell whether a text may be the rest of a label: it begins none, or both together are one of the forms'."""
    return bool(form_label(before + behind)) or not (is_marked(behind) or form_label(behind))
