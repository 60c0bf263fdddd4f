"""The references of a text: what is printed, where, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

KINDS: Final = {
    "act": "act",
    "provision": "article",
    "documentNumber": "document_number",
    "date": "date",
    "period": "period",
    "amount": "amount",
    "formItem": "form_item",
    "contact": "contact",
}
"""What people and programs are told for the element of each kind."""


class Step(NamedTuple):
    """One step of a path through an instrument: 第二十条, 第（一）项, 前款, 本条.

    ``unit`` is the prefix of ids: book (编), sub (分编), part (部分, 篇), ch (章), sec (节), art (条), p (款),
    i (项), s (目). ``insertion`` is the 1 of 第一百二十条之一. ``anchor`` says from where it counts: '' (as
    numbered), ``here`` (本条; ordinal 0), ``before`` (前款: ordinal 1; 前两款: ordinal 2, all of them), ``same``
    (同款, 该条: the one cited last).
    """

    unit: str
    ordinal: int
    insertion: int = 0
    anchor: str = ""


Path = tuple[Step, ...]
"""From the outermost step that is printed to the innermost."""


@dataclass(slots=True, eq=False)
class Reference:
    """Something that a text refers to; ``text[start:end]`` prints it.

    ``kind`` is the XML element: act, provision, documentNumber, date, period, amount, formItem, contact. ``target``
    holds that element's attributes. A provision has ``paths``: one, or a path for each member of a list that shares its
    unit (第一、三、五项); ``to`` is where a range ends. ``act`` is what the same citation names: the instrument of a
    provision or document number, the instrument that an alias (以下简称《条例》) stands for.
    """

    kind: str
    start: int
    end: int
    target: dict[str, str] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    to: Path = ()
    act: Reference | None = None
