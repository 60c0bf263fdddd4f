"""STR07 and STR08: the rows of the official forms, their labels and their order."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gaixml.checks.model import ERROR, PASSED, WARNING, Blame, fail, rule
from gaixml.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaixml.checks.figures import Figure
    from gaixml.checks.model import Outcome, Why
    from gaixml.checks.subject import Subject


@rule("STR07", WARNING, "行标签依照格式的顺序和文字", "row labels follow the form's sequence, as it words them")
def labels(subject: Subject) -> Iterator[Outcome]:
    """Name each row that was told by something else than its own label, is of another form or out of its place."""
    order = {code: at for at, code in enumerate(indicators(subject.form) if subject.form else ())}
    last: Figure | None = None
    for (_, form, repairs), found in groupby(subject.figures, key=_printed_row):
        row = list(found)
        if repairs:
            yield _mended(subject, row, repairs)
        elif form != subject.form:
            yield _of_another_form(subject, row)
        elif last and order[row[0].indicator] < order[last.indicator] and row[0].mark.start > last.mark.start:
            yield fail(
                f"“{_form_label(row[0])}”应在“{_form_label(last)}”之前",
                f"{_form_label(row[0])} stands behind {_form_label(last)}, not before it as in the form",
                row[0].mark,
                (last.mark,),
            )
        else:
            yield PASSED
        last = row[0] if form == subject.form else last


def _printed_row(figure: Figure) -> tuple[str, str, tuple[str, ...]]:
    """Return what figures have in common whose label was told in the same way: their row, form and repairs."""
    repairs = tuple(repair for repair in figure.repairs if repair.startswith(("label", "row")))
    row = figure.cell.rpartition(".")[0] if "row-by-order" in repairs else figure.indicator
    return row, figure.form, repairs


def _form_label(figure: Figure) -> str:
    return indicators(figure.form)[figure.indicator].label.rpartition("/")[2]


def _mended(subject: Subject, row: list[Figure], repairs: tuple[str, ...]) -> Outcome:
    right = "、".join(dict.fromkeys(map(_form_label, row)))
    called = f"行标签“{row[0].label}”" if row[0].label else "没有标签的行"
    return fail(
        f"{called}按格式是“{right}”（{'、'.join(repairs)}）",
        f"the row labelled “{row[0].label}” is the form's {right} ({', '.join(repairs)})",
        row[0].mark,
        [figure.mark for figure in row[1:]],
        **_why_mended(subject, row[0]),
    )


def _why_mended(subject: Subject, figure: Figure) -> Why:
    source = subject.archive.find("{*}metadata/{*}source")
    if source is not None and source.get("textBasis") == "exact" and "ocr" not in figure.repairs:
        return {"evidence": "原文文字如此", "evidence_en": "the text of the file has it so"}
    return {
        "blame": Blame.NEITHER,
        "evidence": "标签经提取得到，请对照原件",
        "evidence_en": "the label was extracted: compare it with the original",
    }


def _of_another_form(subject: Subject, row: list[Figure]) -> Outcome:
    label, form = _form_label(row[0]), row[0].form
    return fail(
        f"“{label}”是{form}年格式的行，表格是{subject.form}年格式",
        f"{label} is a row of the form of {form}, the tables are those of {subject.form}",
        row[0].mark,
        [figure.mark for figure in row[1:]],
    )


@rule(
    "STR08",
    ERROR,
    "同一行没有两组不同的数",
    "no row key stands twice with different values once split tables are joined",
)
def rows_once(subject: Subject) -> Iterator[Outcome]:
    """Name each row that is printed twice, with other figures."""
    for (_, code), row in groupby(subject.figures, key=lambda figure: (figure.form, figure.indicator)):
        figures = list(row)
        twice = [
            figure
            for figure in figures
            if figure.status == "ambiguous" and len(figure.candidates) > 1 and "split" not in figure.repairs
        ]
        if not twice:
            yield PASSED
            continue
        values = "、".join("/".join("空" if one is None else str(one) for one in figure.candidates) for figure in twice)
        yield fail(
            f"“{twice[0].label}”印了两次，数字不同：{values}",
            f"row {code} is printed twice with different figures: {values}",
            twice[0].mark,
            [figure.mark for figure in twice[1:]],
            evidence="两处数字均读自原文",
            evidence_en="both are read from the source",
        )
