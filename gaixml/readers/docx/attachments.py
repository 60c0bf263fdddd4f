"""Lists what a docx holds beside its text: pictures, embedded files, macros, signatures, and what stands outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Image, Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.docx.names import text_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaixml.readers.docx.package import Package, Relationship
    from gaixml.readers.draft import Draft

_REASONS: Final = {
    "aFChunk": "embedded",
    "oleObject": "embedded",
    "package": "embedded",
    "chart": "embedded",
    "chartEx": "embedded",
    "diagramData": "embedded",
    "control": "embedded",
    "activeXControlBinary": "embedded",
    "contentPart": "embedded",
    "subDocument": "embedded",
    "video": "embedded",
    "audio": "embedded",
    "media": "embedded",
    "vbaProject": "macro",
    "wordVbaData": "macro",
    "glossaryDocument": "template",
    "signature": "signature",
}
"""Why what a relationship of this kind leads to is left aside."""
_DRAWN: Final = frozenset({"chart", "chartEx", "diagramData"})
"""What prints text that stands in a part of its own."""


def list_attachments(package: Package, draft: Draft, used: Mapping[str, Mapping[str, Spot]]) -> None:
    """Add all that the relationships of a package lead to, each member once, to the draft's images and omissions.

    ``used`` says where in a part each of its relationships is used. What stands outside is listed and never fetched.
    """
    listed: set[str] = set()
    for part in package.parts_with_relations():
        for relation in package.relations(part):
            spot = used.get(part, {}).get(relation.id, Spot(part))
            is_new = relation.target not in listed and relation.target in package.container
            if relation.is_external:
                size = len(relation.target)
                draft.omissions.append(Omission("external", size, spot, relation.target, relation.kind))
            if relation.kind in {"image", "hdphoto"} and (is_new or relation.is_external):
                draft.images.append(_image(package, relation, spot))
            elif relation.kind in _REASONS and is_new and not relation.is_external:
                draft.omissions.append(_omission(package, relation, spot))
            listed.add(relation.target)


def _image(package: Package, relation: Relationship, spot: Spot) -> Image:
    media_type = package.type_of(relation.target)
    if relation.is_external:
        return Image(relation.target, media_type, 0, "", spot)
    try:
        data = package.container.read(relation.target)
    except InputError as error:
        if error.code != "damaged":
            raise
        return Image(relation.target, media_type, 0, "", spot)  # the text can be read without the picture
    return Image.of_file(relation.target, media_type, data, spot)


def _omission(package: Package, relation: Relationship, spot: Spot) -> Omission:
    text = ""
    if relation.kind in _DRAWN:
        try:
            text = text_within(package.xml(relation.target))
        except InputError:
            text = ""
    size = len(text) or package.container.size(relation.target)
    return Omission(_REASONS[relation.kind], size, spot, text, relation.target, is_binary=not text)
