"""Resolves the years that a text does not print: 本年度 by the reporting year, 同年 by the year named last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gaixml.reference.model import Reference

_YEAR: Final = re.compile(r"\d{4}")


class Years:
    """The years to count from at a point of a text."""

    def __init__(self, reporting: int | None, writing: int | None) -> None:
        """Take the years that the document reports on and was written in, None for what it does not say."""
        self._anchors = {"reporting": reporting, "writing": writing, "mentioned": None}
        self._near: int | None = None  # the year named last in the same paragraph

    def enter(self) -> None:
        """Go on to another paragraph."""
        self._near = None

    def resolve(self, time: Reference) -> None:
        """Set the value of a date or period and the basis of that, or the reason why none is known."""
        anchor = time.target.pop("anchor", "")
        years, rest = int(time.target.pop("years", "0")), time.target.pop("rest", "")
        if anchor:
            known = self._anchors[anchor] or self._near
            if known is None:
                time.target.update(basis="unresolved", reason="no-year")
                return
            basis = anchor if self._anchors[anchor] else "mentioned"
            time.target.update(value=f"{known + years:04d}{rest}", basis=basis)
            return
        time.target["basis"] = "printed"
        if match := _YEAR.match(time.target["value"]):
            self._anchors["mentioned"] = self._near = int(match[0])
