from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import gaixml

PACKAGE = Path(gaixml.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LARGEST = 250
LAYERS = (
    (
        "version",
        "errors",
        "failures",
        "whole",
        "locations",
        "webdav",
        "uploads",
        "storage",
        "files",
        "cache",
        "grammars",
        "model",
    ),
    ("document", "xml_text", "numeral_styles", "languages"),
    ("json_lines", "spots", "terminal_text"),
    ("numerals", "sheets", "indicators", "finding"),
    ("form_words", "code_lists", "crosswalk"),
    ("scanners",),
    ("cells",),
    ("readers", "lexing"),
    ("parsing",),
    ("forms", "reference"),
    ("kinds", "bodies"),
    ("metadata", "form_findings", "source_findings"),
    ("findings",),
    ("report",),
    ("elements",),
    ("running_text",),
    ("writer",),
    ("schema", "schematron", "source_text", "outlines", "fact_rows", "fact_tables"),
    ("reference_rows",),
    ("reference_tables", "library"),
    ("checks",),
    ("conversion",),
    ("fact_files",),
    ("spool", "grouping"),
    ("checking",),
    ("diagnostics",),
    ("archive",),
    ("batches",),
    ("deposit", "oai"),
    ("gaixml",),  # the package's own functions, one for each command
    ("cli",),
    ("__main__",),
)
"""The direction of DESIGN.md: a module imports what stands in an earlier layer, or in its own."""
LAYER = {name: number for number, layer in enumerate(LAYERS) for name in layer}


def layer_name(module: str) -> str:
    """Return what stands for a module in LAYERS: gaixml.lexing.flat is in ``lexing``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = set(map(module_name, MODULES))


def imports(path: Path) -> set[str]:
    """Return the modules of gaixml that a module imports anywhere, in functions and for type checks too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = names & NAMES  # `from package import module` is no import of the package's own names
            found |= names if node.module == "gaixml" else modules | ({node.module or ""} if names - modules else set())
    return {name for name in found if name.split(".")[0] == "gaixml"}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_what_stands_left_of_it(path: Path) -> None:
    own = layer_name(module_name(path))
    assert own in LAYER, f"{own} has no place in LAYERS"
    assert [name for name in imports(path) if LAYER[layer_name(name)] > LAYER[own]] == []


def test_no_two_modules_import_one_another() -> None:
    edges = {module_name(path): imports(path) & set(map(module_name, MODULES)) for path in MODULES}
    while leaves := {name for name, targets in edges.items() if not targets & edges.keys()}:
        edges = {name: targets for name, targets in edges.items() if name not in leaves}
    assert edges == {}, "these import one another in a circle"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LARGEST


@pytest.mark.parametrize("module", ["gaixml", "gaixml.cli"])
def test_importing_the_command_line_loads_no_parser(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{'lark', 'lxml', 'rich.progress'}} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own
    assert run.stdout.split() == []
