"""Make the typeface files that ship with the product, from the published Inter package.

    .maturity/venv/bin/python .ci/fonts.py

Needs npm, for the download alone. The weight axis stays in the file for pages and PDF; optical size is fixed at text
size. Matplotlib reads no variable fonts, so each weight that charts use is also written as a plain TrueType file.
The same package gives the same bytes.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PACKAGE = "inter-ui@4.1.1"
SHIPPED = Path(__file__).resolve().parent.parent / "maturity" / "static" / "maturity" / "fonts"
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x1E9E]
SPACES = [0x2002, 0x2003, 0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x2011, 0x202F]
SIGNS = [ord(sign) for sign in "–—‘’‚“”„†‡•…‰′″‹›⁄⁰¹⁴⁵⁶⁷⁸⁹₀₁₂₃₄€№™Δ∑√∞∫≈≠≤≥−←↑→↓↔↗↘■□▲△▶▼◀●○◆◇★☆✓✗"]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "case", "tnum", "frac", "sups", "zero"]
WEIGHTS = {"Regular": 400, "SemiBold": 600}


def main() -> None:
    SHIPPED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = fetch(Path(folder))
        (SHIPPED / "LICENSE-Inter.txt").write_bytes((package / "LICENSE.txt").read_bytes())
        source = package / "variable" / "InterVariable.woff2"
        variable = instancer.instantiateVariableFont(reduced(source), {"opsz": 14, "wght": (400, 700)})
        save(variable, "InterVariable.woff2", flavor="woff2")
        for name, weight in WEIGHTS.items():
            static = instancer.instantiateVariableFont(reduced(source), {"opsz": 14, "wght": weight})
            save(renamed(static, name, weight), f"Inter-{name}.ttf", flavor=None)


def fetch(folder: Path) -> Path:
    """Download the package; npm checks the registry's checksum before it writes the file."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def reduced(source: Path) -> TTFont:
    """Keep what Danish, Swedish and English need, the signs of tables and charts, and tabular figures."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*LETTERS, *SPACES, *SIGNS])
    subsetter.subset(font)
    return font


def renamed(font: TTFont, style: str, weight: int) -> TTFont:
    """Name a static instance as matplotlib looks it up: family "Inter" and the weight."""
    names = {1: "Inter", 2: style, 4: f"Inter {style}", 6: f"Inter-{style}", 16: "Inter", 17: style}
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    return font


def save(font: TTFont, filename: str, *, flavor: str | None) -> None:
    font.flavor = flavor
    font.save(SHIPPED / filename, reorderTables=False)
    print(f"{filename}: {(SHIPPED / filename).stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
