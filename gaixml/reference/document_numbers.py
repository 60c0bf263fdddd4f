"""Reads document numbers: 国办发〔2014〕32号, 国务院令第711号 (GB/T 9704-2012, 7.2.5)."""

from __future__ import annotations

from typing import Final

from gaixml.numerals import parse_numeral
from gaixml.reference.model import Reference
from gaixml.reference.numbers import figures, is_figure
from gaixml.scanners import scanner

_CODE: Final = 12
"""So many characters has the code of an issuer at most; the name in front of 令, and 中华人民共和国 before it:"""
_NAME: Final = 24
_FIGURES: Final = "0123456789零〇○一二三四五六七八九十百千两"


def read_document_number(
    kind: str, text: str, span: tuple[int, int], floor: int, last: Reference | None = None
) -> Reference | None:
    """Return the document number that ends with the lexeme at ``span``; its issuer begins at ``floor`` or behind it.

    ``last``: the document number right before it, whose issuer it has if it prints none (国办发〔2019〕14号、15号).
    """
    start, end = span
    parts = scanner("reference_lexemes", "number_parts").match("".join(text[start:end].replace("*", "").split()))
    numeral = parse_numeral(figures_or_words(parts["number"])) if parts else None
    if parts is None or numeral is None or not numeral.value:
        return None
    begin, name = _issuer(kind, text, start, end, floor)
    year = figures(parts["year"] or "")
    if kind == "NEXT_NUMBER" or (not name and kind == "BRACKET_NUMBER"):
        target = _next(last, year, parts["number"]) if last else {}
    elif name or (kind == "ORDER_NUMBER" and year):
        target = {"value": _value(kind, name, parts["word"], year, parts["number"]), "issuer": name}
        target |= {"year": year} if year else {}
    else:
        target = {}
    if not target:
        return None
    basis = "inherited" if begin == start and kind != "ORDER_BEHIND" else _edge(text, floor, begin)
    return Reference("documentNumber", begin, end, target | {"number": str(numeral.value), "basis": basis})


def _edge(text: str, floor: int, begin: int) -> str:
    """Return whether the print shows where a number begins, or words before it had to be cut off."""
    glued = begin > floor and scanner("reference_lexemes", "glued").match(text, begin - 1)
    return "cut" if glued else "printed"


def _issuer(kind: str, text: str, start: int, end: int, floor: int) -> tuple[int, str]:
    """Return where a document number begins, and who issued it, "" if nobody is named."""
    if kind == "NEXT_NUMBER":
        return start, ""
    if kind == "ORDER_BEHIND":
        return start, text[text.rindex("号", start, end) + 1 : end - 1]
    named = kind in {"ORDER_NUMBER", "NUMBERED_ORDER"}
    first = max(start - (_NAME if named else _CODE), floor)
    match = scanner("reference_lexemes", "order_issuer" if named else "issuer").fullmatch(text, first, start)
    return (match.start("issuer"), match["issuer"]) if match else (start, "")


def _next(last: Reference, year: str, number: str) -> dict[str, str]:
    """Return what a number without an issuer has from the one before it."""
    if year:
        issuer = last.target["issuer"]
        return {"value": f"{issuer}〔{year}〕{number.lstrip('0')}号", "issuer": issuer, "year": year}
    head = last.target["value"].removesuffix("号").rstrip(_FIGURES)
    return last.target | {"value": f"{head}{figures_or_words(number)}号"}


def figures_or_words(number: str) -> str:
    """Return a numeral with ASCII figures, words as they are."""
    return figures(number) if is_figure(number[0]) else number


def _value(kind: str, issuer: str, word: str, year: str, number: str) -> str:
    """Return the normal form."""
    number = figures_or_words(number)
    if kind in {"NUMBERED_ORDER", "ORDER_BEHIND"}:
        return f"{issuer}令第{number}号"
    if kind == "ORDER_NUMBER":
        return f"{issuer}{word.rstrip('第')}{f'{year}年' if year else ''}第{number}号"
    return f"{issuer}〔{year}〕{number.lstrip('0')}号"
