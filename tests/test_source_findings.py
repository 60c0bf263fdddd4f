"""What the archive says of its source."""

from __future__ import annotations

import pytest

from gaixml.document import Omission, Spot
from gaixml.readers.draft import Draft
from gaixml.source_findings import about_source


def found(*omissions: Omission, spot: Spot = Spot(page=1)) -> dict[str, str]:  # noqa: B008 - a constant
    draft = Draft()
    draft.paragraph(("一、概述", spot))
    draft.omissions += omissions
    document = draft.finish(b"", "a.docx", "application/octet-stream")
    return {one.rule: one.message_en for one in about_source(document)}


def test_nothing_to_say() -> None:
    assert found(Omission("navigation", 3, text="首页")) == {}


def test_what_ocr_read_is_said() -> None:
    assert list(found(spot=Spot(page=1, ocr=True))) == ["DOC04"]


def test_what_could_not_be_read_is_named() -> None:
    lost = [Omission("unsupported", 0, Spot(page=page)) for page in range(2, 7)]
    assert found(*lost)["DOC05"] == "5 parts of the source could not be read: page 2、page 3、page 4 …"


@pytest.mark.parametrize("reason", ["deleted", "moved", "annotation", "macro"])
def test_what_an_office_hardly_means_to_publish(reason: str) -> None:
    assert "(2)" in found(Omission(reason, 3), Omission(reason, 4))["DOC06"]


def test_signatures_are_listed_not_verified() -> None:
    assert "1 electronic signatures" in found(Omission("signature", 0, name="Signs/Sign_0/Signature.xml"))["DOC07"]
