"""The parts of an OFD file (GB/T 33190-2016, 7.3): how they name one another, how their XML is read.

Elements are known by their local names: there are files in the standard's namespace, in others and in none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaixml.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from gaixml.readers.container import Container

_PASSING: Final = "damaged"
"""The code of what is wrong with a part alone: the others are read all the same."""


class Package:
    """The parts of an OFD file."""

    def __init__(self, container: Container) -> None:
        """Take a container; its members are found whatever the case in which they are named."""
        self._container = container
        self._names = {name.casefold(): name for name in container.names}

    def find(self, location: str, part: str = "") -> str:
        """Return the member at a location that ``part`` names, '' where there is none.

        A location begins at the root (/Doc_0/Document.xml) or in the folder of the part (7.3, ST_Loc). Some producers
        write backslashes, or leave out the first stroke. None leaves the container.
        """
        location = location.strip().replace("\\", "/")
        folder = "" if location.startswith("/") else part.rpartition("/")[0]
        for base in (folder, ""):
            found = self._names.get(_normal(f"{base}/{location}").casefold())
            if found:
                return found
        return ""

    def xml(self, member: str) -> etree._Element | None:
        """Return the root of a part; None where it is missing or damaged. Raises InputError for what is unsafe."""
        try:
            return self._container.xml(member) if member else None
        except InputError as error:
            if error.code == _PASSING:
                return None
            raise

    def read(self, member: str) -> bytes | None:
        """Return the bytes of a part; None where it is missing or damaged. Raises InputError for what is unsafe."""
        try:
            return self._container.read(member) if member else None
        except InputError as error:
            if error.code == _PASSING:
                return None
            raise

    def size(self, member: str) -> int:
        """Return how many bytes a part has."""
        return self._container.size(member)


def _normal(path: str) -> str:
    """Return a path without empty steps and those that lead upwards."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; '' for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of these names."""
    yield from (child for child in element if local_name(child) in names) if element is not None else ()


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first child of a name, the first of the next name in it and so on; None where there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None) -> str:
    """Return what an element says."""
    return "".join(element.itertext()).strip() if element is not None else ""
