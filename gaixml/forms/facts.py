"""The class of a fact: a figure with its meaning."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """A figure of an official form.

    ``form``, ``table``, ``indicator`` and ``applicant`` are codes of the vocabulary (applicant '' where the indicator
    has none); ``value`` a decimal ('' for none), ``unit`` as the cell prints it or else as the form prescribes it.
    ``status`` is that of the archive XML; ``printed`` the text of the figure at ``start`` … ``end`` in ``cell``,
    ``label`` what is printed above and beside it. ``rules`` name the repairs it took to read the figure, ``identities``
    what it rests on; ``candidates`` are the values of an ambiguous fact ('' for none).
    """

    form: str
    table: str
    indicator: str
    applicant: str
    value: str
    unit: str
    status: str
    printed: str
    label: str
    cell: str
    start: int
    end: int
    rules: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
