"""Says of a finding whom to blame: the source, the extraction or neither, from how its figures were read (rule P02)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gaixml.checks.model import Blame, Mark, Outcome, State

if TYPE_CHECKING:
    from gaixml.checks.figures import Figure
    from gaixml.checks.subject import Subject

_OWN_CELL: Final = "相关数字均按原文单元格读取，未作修复"
_OWN_CELL_EN: Final = "all figures concerned were read from the cells that print them, without repair"
_PRINTED: Final = "原文如此"
_PRINTED_EN: Final = "the source prints it so"


def blamed(outcome: Outcome, subject: Subject) -> Outcome:
    """Return an outcome with its evidence; one that has none is judged by how the figures at its places were read."""
    if outcome.state != State.FAIL or outcome.evidence:
        return outcome
    if outcome.blame != Blame.SOURCE:
        raise ValueError(f"an outcome that blames {outcome.blame} has to say why: {outcome.message_en}")
    figures = _figures(outcome, subject)
    repaired = [figure for figure in figures if figure.repairs]
    if repaired:
        return _not_certain(outcome, repaired)
    if any(mark.spot.get("read") for mark in _marks(outcome)):
        return replace(
            outcome,
            blame=Blame.NEITHER,
            evidence="文字由图片识别，请先对照原件",
            evidence_en="the text was recognised in a picture: compare it with the original first",
        )
    words = (_OWN_CELL, _OWN_CELL_EN) if figures else (_PRINTED, _PRINTED_EN)
    return replace(outcome, evidence=words[0], evidence_en=words[1])


def _not_certain(outcome: Outcome, repaired: list[Figure]) -> Outcome:
    """Return an outcome that rests on figures which took a repair to read: they may have been read wrongly."""
    names = sorted({repair for figure in repaired for repair in figure.repairs})
    cells = "、".join(dict.fromkeys(figure.cell for figure in repaired))
    return replace(
        outcome,
        blame=Blame.NEITHER,
        evidence=f"{len(repaired)} 个相关数字经修复后读出（{'、'.join(names)}；{cells}），原文或提取均可能有误",
        evidence_en=f"{len(repaired)} of the figures took a repair to read ({', '.join(names)}; {cells}): "
        "the source may be wrong, or the extraction",
    )


def _marks(outcome: Outcome) -> tuple[Mark, ...]:
    return (*((outcome.at,) if outcome.at else ()), *outcome.related)


def _figures(outcome: Outcome, subject: Subject) -> list[Figure]:
    """Return the figures that stand at the places of an outcome."""
    places = {(mark.about, mark.start) for mark in _marks(outcome) if not mark.file}
    return [figure for figure in subject.figures if (figure.cell, figure.mark.start) in places]
