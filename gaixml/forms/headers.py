"""Compares the header that a document prints with the columns of a form."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

from gaixml.forms.labels import fold, without_remark
from gaixml.scanners import scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaixml.forms.printed import Header
    from gaixml.sheets import FormColumn, Wordings


def match_columns(header: Header, columns: Sequence[FormColumn], context: str) -> dict[str, int]:
    """Return which printed columns, by their id, are which columns of the form.

    A label that the form prints over several columns (总计 of 行政复议, of 行政诉讼) counts with what stands above it
    in the header or, where nothing does, with the ``context`` of the table. A column is left out where that leaves a
    doubt. What is returned is shared with all rows under this header.
    """
    return _match(header, tuple(columns), context)


@functools.lru_cache(maxsize=1 << 10)
def _match(header: Header, columns: tuple[FormColumn, ...], context: str) -> dict[str, int]:
    leaves = _leaves(columns)
    named = [column for column in header.columns if column.labels and not leaves.isdisjoint(_names(column.labels[-1]))]
    if _same_sequence([column.labels for column in named], columns):
        return {column.id: at for at, column in enumerate(named)}
    places = ((column.id, _places(column.labels, columns, context)) for column in named)
    found = [(column, place[0]) for column, place in places if len(place) == 1]
    taken = Counter(place for _, place in found)
    return {column: place for column, place in found if taken[place] == 1}


def _same_sequence(header: Sequence[tuple[str, ...]], columns: Sequence[FormColumn]) -> bool:
    """Tell whether the labels right above the figures are those of all the form's columns, in the form's order."""
    return len(header) == len(columns) and all(
        _is(labels[-1], column.leaf) for labels, column in zip(header, columns, strict=True)
    )


def _places(labels: tuple[str, ...], columns: Sequence[FormColumn], context: str) -> list[int]:
    leaves = [at for at, column in enumerate(columns) if _is(labels[-1], column.leaf)]
    if len(leaves) <= 1:
        return leaves
    above = fold("".join(labels[:-1]) or context)
    return [at for at in leaves if all(_stands_in(label, above) for label in columns[at].labels[:-1])]


def _stands_in(wordings: Wordings, printed: str) -> bool:
    return any(fold(text) in printed for text in wordings)


@functools.lru_cache(maxsize=1 << 13)
def _is(printed: str, wordings: Wordings) -> bool:
    """Tell whether a printed label is one of these, remarks in brackets apart: 采购总金额（万元）."""
    return not _folded(wordings).isdisjoint(_names(printed))


@functools.lru_cache(maxsize=1 << 13)
def _names(printed: str) -> tuple[str, str]:
    return fold(printed), fold(without_remark(printed))


@functools.cache
def _folded(wordings: Wordings) -> frozenset[str]:
    return frozenset(map(fold, wordings))


@functools.cache
def _leaves(columns: tuple[FormColumn, ...]) -> frozenset[str]:
    return frozenset(text for column in columns for text in _folded(column.leaf))


def keeps_order(header: Header, columns: Sequence[FormColumn]) -> bool:
    """Tell whether the labels of a header that was read cell by cell stand in the form's order, level by level.

    Read so, a label that stands over several columns comes before all of them, and nothing tells which figure stands
    under which label: only that the columns were not put in another order.
    """
    return _keeps_order(header, tuple(columns))


@functools.lru_cache(maxsize=1 << 10)
def _keeps_order(header: Header, columns: tuple[FormColumn, ...]) -> bool:
    printed = header.labels
    leaves = [column.leaf for column in columns]
    if len(set(leaves)) < len(leaves):  # 总计 stands under each group: only all of them together show their order
        named = _heads(header, leaves)
        return len(named) < len(leaves) or all(map(_is, named, leaves))
    depth = max(len(column.labels) for column in columns)
    for level in range(depth):
        siblings: dict[tuple[Wordings, ...], list[int]] = {}
        for path in dict.fromkeys(column.labels[: level + 1] for column in columns if len(column.labels) > level):
            place = _first_place(printed, path, columns)
            if place is not None:
                siblings.setdefault(path[:-1], []).append(place)
        if any(places != sorted(places) for places in siblings.values()):
            return False
    return True


def _first_place(printed: Sequence[str], path: tuple[Wordings, ...], columns: Sequence[FormColumn]) -> int | None:
    """Return where a label is printed or, when it is not, the first label below it."""
    place = next((at for at, label in enumerate(printed) if _is(label, path[-1])), None)
    if place is not None:
        return place
    below = _leaves(tuple(column for column in columns if column.labels[: len(path)] == path))
    return next((at for at, label in enumerate(printed) if not below.isdisjoint(_names(label))), None)


def _heads(header: Header, leaves: Sequence[Wordings]) -> list[str]:
    """Return the labels of a header that stand right above figures in the form, as they are printed."""
    return [label for label in header.labels if any(_is(label, leaf) for leaf in set(leaves))]


def names_in_order(header: Header, columns: Sequence[FormColumn]) -> bool:
    """Tell whether a header names all columns of the form, one after another as the form has them."""
    return _names_in_order(header, tuple(columns))


@functools.lru_cache(maxsize=1 << 10)
def _names_in_order(header: Header, columns: tuple[FormColumn, ...]) -> bool:
    leaves = [column.leaf for column in columns]
    named = _heads(header, leaves)
    return len(named) == len(leaves) and all(map(_is, named, leaves))


def is_explained(header: Header, columns: Sequence[FormColumn]) -> bool:
    """Tell whether a header names no column but those of the form, damaged or not: so order may stand for labels.

    A label that names something else (上年总计, 县级) speaks against reading figures in the form's order. What heads
    the labels of rows, a made-up name (数据1) and a piece of a label that a line end tore do not.
    """
    return _all_explained(header, tuple(columns))


@functools.lru_cache(maxsize=1 << 10)
def _all_explained(header: Header, columns: tuple[FormColumn, ...]) -> bool:
    own = tuple(dict.fromkeys(wordings for column in columns for wordings in column.labels))
    first = header.columns[0].labels if header.columns else ()
    return all(label in first or _is_explained(label, own) for label in header.labels)


@functools.lru_cache(maxsize=1 << 12)
def _is_explained(printed: str, own: tuple[Wordings, ...]) -> bool:
    if scanner("cells", "placeholder", after=r"\Z").match(printed) or scanner("cells", "column_name").match(printed):
        return True
    return any(
        _is(printed, wordings) or _is_damaged(fold(printed), fold(text)) or _is_damaged(printed, text)
        for wordings in own
        for text in wordings
    )


def _is_damaged(words: str, label: str) -> bool:
    """Tell whether a label is a piece of the form's, or has one character wrong that does not change its meaning."""
    if not words or words in label:
        return True
    wrong = [(one, two) for one, two in zip(words, label, strict=False) if one != two]
    telling = scanner("cells", "telling")
    return len(words) == len(label) and len(wrong) == 1 and not all(map(telling.match, wrong[0]))
