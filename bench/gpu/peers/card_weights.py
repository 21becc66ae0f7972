"""Weights and inputs for a card: `python card_weights.py <folder> <tokenizer folder> <sd15|tiny> <device>`.

Stable Diffusion 1.5's shapes with the made-up values of bench/sd15/peers/make_weights.py, made on the device itself, which takes
seconds: `<folder>/float32`, `<folder>/float16` and `<folder>/inputs`. `tiny` only tries the bench.
"""

import sys
from pathlib import Path

import make_weights
import torch

SEED = 51
TOKENS = 77
TINY_CHANNELS = (32, 32, 32, 32)
TINY_WIDTH = 64


def make_tiny() -> None:
    make_weights.UNET.update(
        sample_size=8, block_out_channels=TINY_CHANNELS, attention_head_dim=4, cross_attention_dim=TINY_WIDTH
    )
    make_weights.VAE.update(sample_size=64, block_out_channels=(32, 32, 32, 32))
    make_weights.TEXT_ENCODER.update(
        hidden_size=TINY_WIDTH, intermediate_size=TINY_WIDTH, num_hidden_layers=1, num_attention_heads=4, projection_dim=TINY_WIDTH
    )


def write_inputs(folder: Path) -> None:
    """Bare float32: latents of one picture, and text embeddings of both guidance halves."""
    folder.mkdir()
    side, channels = make_weights.UNET["sample_size"], make_weights.UNET["in_channels"]
    values = torch.Generator().manual_seed(SEED)
    for name, shape in {
        "latents": (1, channels, side, side),
        "context": (2, TOKENS, make_weights.UNET["cross_attention_dim"]),
    }.items():
        torch.randn(shape, generator=values, device="cpu").numpy().tofile(folder / f"{name}.f32")


def main(folder: Path, tokenizer: Path, shape: str, device: str) -> None:
    if shape == "tiny":
        make_tiny()
    folder.mkdir(parents=True)
    write_inputs(folder / "inputs")
    torch.set_default_device(device)
    for name in ("float32", "float16"):
        make_weights.main(folder / name, tokenizer, getattr(torch, name))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
