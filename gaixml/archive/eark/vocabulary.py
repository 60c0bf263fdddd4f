"""The terms that PREMIS 3 takes from the preservation vocabularies of the Library of Congress (id.loc.gov)."""

from __future__ import annotations

from typing import Final, NamedTuple

_VOCABULARIES: Final = "http://id.loc.gov/vocabulary/preservation"


class Term(NamedTuple):
    """A term: its label, the vocabulary it is of, its code there; without a vocabulary it is a word of our own."""

    label: str
    vocabulary: str = ""
    code: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes that PREMIS names a vocabulary by."""
        if not self.vocabulary:
            return {}
        uri = f"{_VOCABULARIES}/{self.vocabulary}"
        return {"authority": self.vocabulary, "authorityURI": uri, "valueURI": f"{uri}/{self.code}"}


CREATION: Final = Term("creation", "eventType", "cre")
VALIDATION: Final = Term("validation", "eventType", "val")
DIGESTING: Final = Term("message digest calculation", "eventType", "mes")
PACKAGING: Final = Term("information package creation", "eventType", "ipc")

SUCCESS: Final = Term("success", "eventOutcome", "suc")
OUTCOMES: Final = {
    "success": SUCCESS,
    "warning": Term("warning", "eventOutcome", "war"),
    "fail": Term("fail", "eventOutcome", "fai"),
}

DERIVATION: Final = Term("derivation", "relationshipType", "der")
STRUCTURAL: Final = Term("structural", "relationshipType", "str")
HAS_SOURCE: Final = Term("has source", "relationshipSubType", "hss")
IS_SOURCE_OF: Final = Term("is source of", "relationshipSubType", "iso")
REPRESENTS: Final = Term("represents", "relationshipSubType", "rep")
IS_REPRESENTED_BY: Final = Term("is represented by", "relationshipSubType", "isr")
INCLUDES: Final = Term("includes", "relationshipSubType", "inc")
IS_INCLUDED_IN: Final = Term("is included in", "relationshipSubType", "isi")

SOFTWARE: Final = Term("software", "agentType", "sof")
ORGANIZATION: Final = Term("organization", "agentType", "org")
EXECUTING_PROGRAM: Final = Term("executing program", "eventRelatedAgentRole", "exe")
IMPLEMENTER: Final = Term("implementer", "eventRelatedAgentRole", "imp")
SOURCE: Final = Term("source", "eventRelatedObjectRole", "sou")
OUTCOME: Final = Term("outcome", "eventRelatedObjectRole", "out")

SHA256: Final = Term("SHA-256", "cryptographicHashFunctions", "sha256")
SM3: Final = Term("SM3")
"""GB/T 32905-2016; the vocabulary has no term for it."""
