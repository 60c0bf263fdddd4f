"""facts.csv and its description: Metadata Vocabulary for Tabular Data (W3C, 2015)."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gaixml.archive.bagit.info import LANGUAGE, identifier, on_one_line
from gaixml.fact_rows import csv_header, csv_rows, facts_of
from gaixml.grammars import resource
from gaixml.version import __version__

if TYPE_CHECKING:
    from gaixml.archive.item import Item
    from gaixml.archive.settings import PackageSettings

FACTS: Final = "facts.csv"
FACTS_METADATA: Final = "facts.csv-metadata.json"
"""Where readers of the CSV look for its description (Model for Tabular Data, section 5.3)."""
VOCABULARY: Final = "vocabulary"
"""The folder of the tables that facts.csv refers to."""


def facts_csv(item: Item) -> bytes:
    """Return the facts in the columns of gaixml.fact_rows; a report without any has the header only."""
    return csv_header() + csv_rows(facts_of(item.root), item.name)


def facts_metadata(item: Item, settings: PackageSettings) -> bytes:
    """Return the description of facts.csv: schemas/facts-1.0.csvw.json, with the report and how the table was made."""
    described = json.loads(_description())
    facts = described["tables"][0]
    described["tables"][0] = {"url": facts.pop("url"), **_about(item), **_made(item, settings), **facts}
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _about(item: Item) -> dict[str, Any]:
    """Return what the report, the source of the figures, says of itself, as properties of Dublin Core."""
    said = item.description
    language = item.root.get(LANGUAGE, "und")
    stated = {
        "dc:title": (on_one_line(said.title), {"@language": language}),
        "dc:creator": (on_one_line(said.agency), {"@language": language}),
        "dc:temporal": (said.period, {"@type": "xsd:string"}),
        "dc:date": (said.signed, {"@type": "xsd:date"}),
    }
    properties = {name: {"@value": value, **kind} for name, (value, kind) in stated.items() if value}
    return {"dc:source": {"@id": identifier(item.sha256), **properties}}


def _made(item: Item, settings: PackageSettings) -> dict[str, Any]:
    """Return where the table comes from (PROV-O): from the archive XML, that from the original."""
    moment = f"{settings.moment.replace(tzinfo=None).isoformat()}Z"
    return {
        "dc:created": {"@value": moment, "@type": "xsd:dateTime"},
        "prov:wasDerivedFrom": [{"@id": f"./{quote(name)}"} for name in (item.archive_name, item.name)],
        "prov:wasGeneratedBy": {"@type": "prov:Activity", "dc:description": f"gaixml {__version__}"},
    }


@cache
def _description() -> str:
    return (resource("schemas") / "facts-1.0.csvw.json").read_text("utf-8")
