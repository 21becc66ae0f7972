"""Rasterises the chosen icons to 64x64 on white and trains the tokenizer on their captions.

Writes WORK/data/pictures.npz (pictures, concept and style of each), WORK/data/contact-sheet.png and WORK/tokenizer/.
"""

import argparse
import io
import json
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image

from captions import STYLES, all_captions, read_concepts
from tokenizer import train_tokenizer

HERE = Path(__file__).parent
ICON_SETS = {"noto": "@iconify-json/noto", "fluent": "@iconify-json/fluent-emoji-flat"}
SIZE = 64
DRAWN_SIZE = 512


def svg_of(icon_set: dict, icon: str) -> str:
    """The SVG document of an icon of an Iconify set."""
    icon = icon_set.get("aliases", {}).get(icon, {}).get("parent", icon)
    entry = icon_set["icons"][icon]
    width, height = (entry.get(k, icon_set.get(k, 16)) for k in ("width", "height"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">{entry["body"]}</svg>'
    )


def rasterise(svg: str) -> np.ndarray:
    """Draws large, then reduces: 64x64x3 bytes on white."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=DRAWN_SIZE, height=DRAWN_SIZE)
    drawn = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    picture = Image.alpha_composite(white, drawn).convert("RGB")
    return np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BOX))


def contact_sheet(pictures: np.ndarray, columns: int = 24) -> Image.Image:
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * SIZE, rows * SIZE), "white")
    for i, picture in enumerate(pictures):
        sheet.paste(Image.fromarray(picture), (i % columns * SIZE, i // columns * SIZE))
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--icons", type=Path, default=Path("node_modules"), help="folder in which npm installed the icon sets")
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    args = parser.parse_args()

    concepts = read_concepts(HERE / "concepts.txt")
    pictures, concept_of, style_of = [], [], []
    for style, package in ICON_SETS.items():
        icon_set = json.loads((args.icons / package / "icons.json").read_text())
        for icon in concepts:
            pictures.append(rasterise(svg_of(icon_set, icon)))
            concept_of.append(icon)
            style_of.append(style)

    data = args.work / "data"
    data.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(data / "pictures.npz", pictures=np.stack(pictures), concept=concept_of, style=style_of)
    contact_sheet(np.stack(pictures)).save(data / "contact-sheet.png")
    captions = [c for names in concepts.values() for style in STYLES for c in all_captions(names, style)]
    tokenizer = train_tokenizer(captions, args.work / "tokenizer")
    print(f"{len(pictures)} pictures of {len(concepts)} concepts, {len(captions)} captions, {len(tokenizer)} tokens")


if __name__ == "__main__":
    main()
