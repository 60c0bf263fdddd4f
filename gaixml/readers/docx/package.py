"""The package of a docx (ECMA-376 Part 2): its parts, and the relationships through which they are found."""

from __future__ import annotations

import mimetypes
import posixpath
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from gaixml.errors import InputError
from gaixml.readers.container import Container
from gaixml.readers.docx.names import make_transitional

if TYPE_CHECKING:
    from lxml import etree

_TYPES: Final = "[Content_Types].xml"
_USUAL: Final = "word/document.xml"
"""Where the main part stands when no relationship says so."""
_WORD: Final = "application/vnd.ms-word"
_OPEN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MEDIA_TYPES: Final = {
    f"{_WORD}.document.macroEnabled.main+xml": f"{_WORD}.document.macroEnabled.12",
    f"{_WORD}.template.macroEnabledTemplate.main+xml": f"{_WORD}.template.macroEnabled.12",
    f"{_OPEN}.template.main+xml": f"{_OPEN}.template",
}


class Relationship(NamedTuple):
    """A relationship of a part: its id, the last word of its type, a member of the container or an address outside."""

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """An opened docx."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the bytes of file ``name``. Raises InputError like Container."""
        self._name = name
        self.container = Container(data, name)
        self._relations: dict[str, list[Relationship]] = {}
        self._members = {member.casefold(): member for member in self.container.names}

    @cached_property
    def main(self) -> str:
        """Return the main part's name."""
        return self.related("", "officeDocument") or _USUAL

    @property
    def media_type(self) -> str:
        """Return the media type of the file: that of a docx, docm, dotx or dotm."""
        return _MEDIA_TYPES.get(self.type_of(self.main), f"{_OPEN}.document")

    def xml(self, part: str) -> etree._Element:
        """Return the root of a part in the transitional namespaces. Raises InputError like Container.xml."""
        root = self.container.xml(part)
        make_transitional(root)
        return root

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part of a kind that ``part`` is related to, if it is there; '' stands for the package."""
        targets = (one.target for one in self.relations(part) if one.kind == kind and not one.is_external)
        return next((target for target in targets if target in self.container), None)

    def relations(self, part: str) -> list[Relationship]:
        """Return the relationships of a part, in order; '' stands for the package."""
        if part not in self._relations:
            folder, file = posixpath.split(part)
            member = posixpath.join(folder, "_rels", f"{file}.rels")
            member = self._members.get(member.casefold(), "")
            self._relations[part] = self._read_relations(member, folder) if member else []
        return self._relations[part]

    def parts_with_relations(self) -> list[str]:
        """Return the parts that have relationships; the package itself is ''."""
        split = (posixpath.split(member) for member in self.container.names if member.endswith(".rels"))
        found = [(posixpath.split(folder), file.removesuffix(".rels")) for folder, file in split]
        return [posixpath.join(folder, file) for (folder, name), file in found if name == "_rels"]

    def _read_relations(self, member: str, folder: str) -> list[Relationship]:
        relations = []
        for element in self.container.xml(member).iterchildren("{*}Relationship"):
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            target = element.get("Target", "")
            is_external = element.get("TargetMode") == "External"
            resolved = target if is_external else self._resolve(target, folder)
            relations.append(Relationship(element.get("Id", ""), kind, resolved, is_external))
        return relations

    def _resolve(self, target: str, folder: str) -> str:
        """Return the member that a target means (Part 2, 6.5): a name to look up, never opened as a path."""
        path = posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0]))).lstrip("/")
        return self._members.get(path.casefold(), path)

    def type_of(self, member: str) -> str:
        """Return the media type of a member, as the package declares it."""
        extension = posixpath.splitext(member)[1].lower()
        declared = self._types.get(f"/{member}".casefold()) or self._types.get(extension[1:])
        return declared or mimetypes.types_map.get(extension, "application/octet-stream")

    @cached_property
    def _types(self) -> dict[str, str]:
        """Return the declared media types, by the name of a part or an extension."""
        if _TYPES not in self.container:
            return {}
        try:
            root = self.container.xml(_TYPES)
        except InputError:  # every part is found without it
            return {}
        return {
            (element.get("PartName") or element.get("Extension") or "").casefold(): element.get("ContentType", "")
            for element in root.iterchildren("*")
        }
