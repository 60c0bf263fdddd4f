"""What is laid over the pages of a PDF or packed into it: notes, forms, links, attached files, signatures."""

from __future__ import annotations

import ctypes
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gaixml.document import Omission, Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST: Final = 5_000
"""So many annotations of a page, and attached files, are looked at."""
_LONGEST: Final = 1 << 20
_LINK, _FREE_TEXT, _STAMP, _POPUP, _WIDGET = 2, 3, 13, 16, 20
"""Kinds of annotations (fpdf_annot.h); free text, stamps and the fields of forms are printed, a popup shows a note."""
_PRINTED: Final = {_FREE_TEXT, _STAMP, _WIDGET}


def list_annotations(raw: Any, document: Any, page: Any, number: int) -> list[Omission]:  # noqa: ANN401 - handles
    """Return the notes on a page, which are not printed, and where its links lead."""
    omissions: list[Omission] = []
    for annotation in _annotations(raw, page):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == _LINK:
            text = _address(raw, document, annotation)
            omissions += [Omission("external", len(text), Spot(page=number), text)] if text else []
        elif kind not in _PRINTED and kind != _POPUP:
            text = _utf16(partial(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"))
            omissions += [Omission("annotation", len(text), Spot(page=number), text)] if text else []
        raw.FPDFPage_CloseAnnot(annotation)
    return omissions


def flatten(raw: Any, page: Any) -> bool:  # noqa: ANN401
    """Print what is filled into the forms of a page, and its stamps, onto the page; tell whether there is any."""
    printed = False
    for annotation in _annotations(raw, page):
        printed = printed or raw.FPDFAnnot_GetSubtype(annotation) in _PRINTED
        raw.FPDFPage_CloseAnnot(annotation)
    return printed and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS


def list_files(raw: Any, document: Any) -> list[Omission]:  # noqa: ANN401
    """Return the files that are attached to a document, and its signatures, which are not judged."""
    omissions: list[Omission] = []
    for number in range(min(max(raw.FPDFDoc_GetAttachmentCount(document), 0), _MOST)):
        file = raw.FPDFDoc_GetAttachment(document, number)
        name = _utf16(partial(raw.FPDFAttachment_GetName, file))
        length = ctypes.c_ulong()
        raw.FPDFAttachment_GetFile(file, None, 0, length)
        omissions.append(Omission("attachment", length.value, name=name, is_binary=True))
    for number in range(min(max(raw.FPDF_GetSignatureCount(document), 0), _MOST)):
        signature = raw.FPDF_GetSignatureObject(document, number)
        size = raw.FPDFSignatureObj_GetContents(signature, None, 0)
        omissions.append(Omission("signature", size, is_binary=True))
    return omissions


def _annotations(raw: Any, page: Any) -> Iterator[Any]:  # noqa: ANN401
    for number in range(min(max(raw.FPDFPage_GetAnnotCount(page), 0), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if annotation:
            yield annotation


def _address(raw: Any, document: Any, annotation: Any) -> str:  # noqa: ANN401
    """Return the address that a link leads to, '' for one inside of the document."""
    link = raw.FPDFAnnot_GetLink(annotation)
    action = raw.FPDFLink_GetAction(link) if link else None
    size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    if not 1 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _utf16(read: Callable[[Any, int], int]) -> str:
    """Return a string that PDFium writes into a buffer, in UTF-16 with a NUL at the end."""
    size = read(None, 0)
    if not 2 < size <= _LONGEST:  # noqa: PLR2004 - nothing but the NUL
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
