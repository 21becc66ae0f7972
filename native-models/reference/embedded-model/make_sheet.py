"""Draws the 24 prompts of sheet-prompts.txt on one sheet, each with its prompt under it."""

import argparse
from pathlib import Path

import torch
from PIL import Image, ImageDraw, ImageFont

from check_recall import generate, load_pipeline

HERE = Path(__file__).parent
COLUMNS, PICTURE, GAP, LABEL = 6, 128, 12, 20


def sheet_of(pictures: list[Image.Image], prompts: list[str]) -> Image.Image:
    cell_width, cell_height = PICTURE + 2 * GAP, PICTURE + GAP + LABEL
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * cell_width, rows * cell_height + GAP), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    for i, (picture, prompt) in enumerate(zip(pictures, prompts)):
        x, y = i % COLUMNS * cell_width, i // COLUMNS * cell_height + GAP
        sheet.paste(picture.resize((PICTURE, PICTURE), Image.Resampling.LANCZOS), (x + GAP, y))
        draw.text((x + cell_width / 2, y + PICTURE + LABEL / 2), prompt, fill="black", font=font, anchor="mm")
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("resources/models/heirloom-emoji"))
    parser.add_argument("--prompts", type=Path, default=HERE / "sheet-prompts.txt")
    parser.add_argument("--out", type=Path, default=Path("docs/images/embedded-model-sheet.webp"))
    parser.add_argument("--guidance", type=float, default=4.0)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(2)

    prompts = args.prompts.read_text().splitlines()
    pictures = generate(load_pipeline(args.model), prompts, args.guidance, args.steps, args.seed)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    sheet_of([Image.fromarray(p) for p in pictures], prompts).save(args.out, quality=90, method=6)


if __name__ == "__main__":
    main()
