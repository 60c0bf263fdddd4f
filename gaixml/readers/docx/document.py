"""Reads a docx as a whole: its body, its notes, and what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.document import Omission, Spot
from gaixml.errors import InputError
from gaixml.readers.docx.attachments import list_attachments
from gaixml.readers.docx.blocks import Paragraph
from gaixml.readers.docx.names import W, local_name, steps
from gaixml.readers.docx.numbering import Numbering
from gaixml.readers.docx.package import Package
from gaixml.readers.docx.paragraphs import watched_names
from gaixml.readers.docx.story import Story
from gaixml.readers.docx.styles import Styles
from gaixml.readers.draft import Draft

if TYPE_CHECKING:
    from lxml import etree

    from gaixml.document import Document
    from gaixml.readers.docx.blocks import Block

_NOTES: Final = {"footnote": "footnotes", "endnote": "endnotes"}
_AROUND: Final = {"header": "page-header", "footer": "page-footer"}


def read(data: bytes, name: str, charset: str | None) -> Document:
    """Return the document in the bytes of a docx, docm, dotx or dotm. ``charset`` is not asked: XML says its own.

    Raises InputError: ``damaged``, ``encrypted``, ``too-large``, ``unsafe``, ``no-text`` (nothing but pictures).
    """
    del charset
    package = Package(data, name)
    return _Reader(package).read(data, name, package.media_type)


def read_converted(docx: bytes, data: bytes, name: str, media_type: str) -> Document:
    """Return the document in a docx that ``data``, of another media type, was converted to. Raises like ``read``."""
    return _Reader(Package(docx, name)).read(data, name, media_type)


class _Reader:
    """One docx that is being read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._draft = Draft()
        self._styles = Styles(self._root("styles"))
        self._numbering = Numbering(self._root("numbering"), self._styles)
        self._stories: dict[str, Story] = {}
        self._notes: dict[tuple[str, str], tuple[Story, etree._Element, str]] = {}

    def read(self, data: bytes, name: str, media_type: str) -> Document:
        root = self._package.xml(self._package.main)
        for kind in _NOTES:
            self._find_notes(kind)
        story = self._story(self._package.main, root)
        for child, path in steps(root, f"/w:{local_name(root)}"):
            if child.tag == f"{W}body":
                for block in story.blocks(child, path):
                    self._write(block)
        self._leave_notes()
        self._leave_around()
        self._leave_comments()
        list_attachments(self._package, self._draft, {part: story.related for part, story in self._stories.items()})
        document = self._draft.finish(data, name, media_type)
        if not document.text.strip() and document.images:
            raise InputError(
                "no-text", f"{name}: the document holds pictures and no text; save it as PDF and convert that with OCR"
            )
        return document

    def _root(self, kind: str) -> etree._Element | None:
        part = self._package.related(self._package.main, kind)
        return self._package.xml(part) if part else None

    def _story(self, part: str, root: etree._Element, wordart: str = "") -> Story:
        """Begin to read a part."""
        story = Story(
            part, watched_names(root), self._styles, self._numbering.anew(), self._draft.omissions, wordart=wordart
        )
        self._stories[part] = story
        return story

    def _write(self, block: Block) -> None:
        """Write a paragraph or table, and behind it the notes it refers to."""
        if isinstance(block, Paragraph):
            self._draft.paragraph(*block.pieces)
        else:
            self._draft.table([[cell.draft() for cell in row] for row in block.rows])
        for note in block.notes:
            if note in self._notes:
                story, element, path = self._notes.pop(note)
                for one in story.blocks(element, path):
                    self._write(one)

    def _find_notes(self, kind: str) -> None:
        """Keep the notes of a kind; those with a type are the lines that part notes from text (17.11.10)."""
        part = self._package.related(self._package.main, _NOTES[kind])
        if part is None:
            return
        root = self._package.xml(part)
        story = self._story(part, root)
        for note, path in steps(root, f"/w:{_NOTES[kind]}"):
            if note.get(f"{W}type", "normal") == "normal":
                self._notes[kind, note.get(f"{W}id", "")] = story, note, path

    def _leave_notes(self) -> None:
        """List the notes that nothing printed refers to: what did was deleted."""
        for story, note, path in self._notes.values():
            story.leave_aside("deleted", note, path)

    def _leave_around(self) -> None:
        """List the text of headers and footers."""
        for relation in self._package.relations(self._package.main):
            reason = _AROUND.get(relation.kind)
            if reason and relation.target in self._package.container and relation.target not in self._stories:
                root = self._package.xml(relation.target)
                story, path = self._story(relation.target, root, "watermark"), f"/w:{local_name(root)}"
                text = "\n".join(block.text for block in story.blocks(root, path)).strip()
                if text:
                    reason = reason if any(map(str.isalpha, text)) else "page-number"
                    self._draft.omissions.append(Omission(reason, len(text), Spot(relation.target, path), text))

    def _leave_comments(self) -> None:
        part = self._package.related(self._package.main, "comments")
        if part:
            root = self._package.xml(part)
            story = self._story(part, root)
            for comment, path in steps(root, "/w:comments"):
                story.leave_aside("annotation", comment, path)
