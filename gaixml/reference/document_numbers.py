"""Reads document numbers: 国办发〔2014〕32号, 国务院令第711号 (GB/T 9704-2012, 7.2.5)."""

from __future__ import annotations

from typing import Final

from gaixml.numerals import parse_numeral
from gaixml.reference.model import Reference
from gaixml.reference.numbers import figures
from gaixml.scanners import scanner

_CODE: Final = 12
"""So many characters has the code of an issuer at most; the name in front of 令, and 中华人民共和国 before it:"""
_NAME: Final = 24


def read_document_number(kind: str, text: str, start: int, end: int, floor: int) -> Reference | None:
    """Return the document number that ends with ``text[start:end]``; its issuer begins at ``floor`` or behind it."""
    named = kind in {"ORDER_NUMBER", "NUMBERED_ORDER"}
    first = max(start - (_NAME if named else _CODE), floor)
    issuer = scanner("reference_lexemes", "issuer").fullmatch(text, first, start)
    parts = scanner("reference_lexemes", "number_parts").fullmatch("".join(text[start:end].replace("*", "").split()))
    numeral = parse_numeral(figures_or_words(parts["number"])) if parts else None
    if parts is None or numeral is None or not numeral.value:
        return None
    if issuer is None and not (kind == "ORDER_NUMBER" and parts["year"]):
        return None
    name = issuer["issuer"] if issuer else ""
    year = figures(parts["year"] or "")
    target = {"value": _value(kind, name, parts["word"], year, parts["number"]), "issuer": name}
    if year:
        target["year"] = year
    target["number"] = str(numeral.value)
    return Reference("documentNumber", issuer.start("issuer") if issuer else start, end, target)


def figures_or_words(number: str) -> str:
    """Return a numeral with ASCII figures, words as they are."""
    return figures(number) if number[0] in "0123456789０１２３４５６７８９" else number


def _value(kind: str, issuer: str, word: str, year: str, number: str) -> str:
    """Return the normal form."""
    number = figures_or_words(number)
    if kind == "NUMBERED_ORDER":
        return f"{issuer}令第{number}号"
    if kind == "ORDER_NUMBER":
        return f"{issuer}{word.rstrip('第')}{f'{year}年' if year else ''}第{number}号"
    return f"{issuer}〔{year}〕{number.lstrip('0')}号"
