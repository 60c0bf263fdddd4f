"""How one figure can be printed in its cell."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from printing_model import Figure

if TYPE_CHECKING:
    from random import Random

    from printing_figures import Entry

WIDE = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")
CHINESE = "零一二三四五六七八九十"
DASHES = ("—", "/", "无", "——", "-", "／")
DASHES_GLUED = ("/", "无")
"""— and - would run into a neighbour: two cells of — are one cell of ——, 0 and - and 3 are 0 and -3."""
GLUED = "glued"
"""The style of text that is printed without separators: no blank cell beside others, no numerals of characters."""


def print_figure(value: Decimal, entry: Entry, style: str, rng: Random) -> Figure:
    """Print a figure: ``plain`` as digits, ``styled`` as offices do, ``glued`` in the ways that survive gluing."""
    plain = Figure(value, "reported", str(value), (entry.unit,) if entry.unit else ("", ""), entry.table)
    if entry.kind == "change":
        return change(plain, rng)
    if style == "plain" or rng.random() < 0.5:
        return plain
    return rng.choice(ways(plain, entry, style))


def ways(plain: Figure, entry: Entry, style: str) -> list[Figure]:
    """Return every way the figure can be printed in that style."""
    value, digits = plain.value, plain.printed
    assert value is not None
    found = [printed(plain, digits.translate(WIDE))]
    if value == 0:
        found += [
            Figure(None, "dash", dash, plain.units, plain.table)
            for dash in (DASHES_GLUED if style == GLUED else DASHES)
        ]
    if value >= 1000:
        found.append(printed(plain, f"{value:,}"))
    if entry.indicator.startswith("normative_documents.") and value >= 2:
        found += [printed(plain, f"{digits}（其中修订 1 件）"), printed(plain, f"{digits}(含废止1件)")]
    if entry.kind == "amount" and value:
        yuan = Decimal(int(value * 100))
        found.append(Figure(yuan, "reported", f"{yuan}元", ("元", *plain.units[1:]), plain.table))
        found.append(Figure(value, "reported", f"{digits}万元", ("万元", *plain.units[1:]), plain.table))
    return found if style == GLUED else found + separate(plain, value)


def separate(plain: Figure, value: Decimal) -> list[Figure]:
    """Return the ways that need borders around the cell."""
    found = [Figure(None, "text", "未统计", plain.units, plain.table)] if value == 0 else []
    if value == 0:
        found += [Figure(None, "blank", "", plain.units, plain.table)] * 3
    if value == int(value) and 0 <= value <= 10 and plain.table != "review":  # where it could be a row's number
        found.append(printed(plain, CHINESE[int(value)]))
    return found


def change(plain: Figure, rng: Random) -> Figure:
    """Print 本年增/减 with the sign that it needs, or may have."""
    assert plain.value is not None
    if plain.value <= 0:
        return printed(plain, plain.printed.replace("-", rng.choice("--－")))
    return printed(plain, rng.choice(("", "+", "＋")) + plain.printed)


def printed(plain: Figure, text: str) -> Figure:
    return Figure(plain.value, plain.status, text, plain.units, plain.table)
