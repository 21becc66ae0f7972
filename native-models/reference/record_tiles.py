"""sd1's autoencoder tile by tile: diffusers' own decoder, encoder and blending (blend_h, blend_v), at the places of vae/tiles.ts."""

import torch

from record_families import generator
from recording import record_tensors
from tiny_models import load_pipeline

SCALE = 8
# Latents of 10 x 9, tiles of at most 8 that share at least 2: two of 6 each way.
LENGTH = 6
ACROSS = [0, 4]
DOWN = [0, 3]


def joined(tiles, starts, blend, dim):
    """Tiles along one side: each takes over from the one before it, and ends where the next one begins."""
    scale = tiles[0].shape[dim] // LENGTH
    parts = []
    for i, tile in enumerate(tiles):
        if i > 0:
            shared = (starts[i - 1] + LENGTH - starts[i]) * scale
            tile = blend(tiles[i - 1], tile.clone(), shared)
        end = starts[i + 1] - starts[i] if i + 1 < len(starts) else LENGTH
        parts.append(tile.narrow(dim, 0, end * scale))
    return torch.cat(parts, dim)


def tiled(vae, whole, scale, run):
    def tile(top, left):
        side = LENGTH * scale
        return run(whole[:, :, top * scale : top * scale + side, left * scale : left * scale + side])

    rows = [joined([tile(top, left) for left in ACROSS], ACROSS, vae.blend_h, 3) for top in DOWN]
    return joined(rows, DOWN, vae.blend_v, 2)


def record():
    vae = load_pipeline("sd1").vae
    latents = torch.randn(1, 4, 9, 10, generator=generator()) / vae.config.scaling_factor
    decoded = tiled(vae, latents, 1, lambda tile: vae.decode(tile).sample)
    moments = tiled(vae, decoded, SCALE, lambda tile: vae.encode(tile).latent_dist.parameters)
    record_tensors("sd1/tiles.safetensors", {"latents": latents, "decoded": decoded, "moments": moments})


if __name__ == "__main__":
    record()
