"""Trains the decoder on, with the encoder held as it is, so that the UNet's latents keep their meaning.

Half of the pictures are changed as in train_vae; every latent gets a little noise, as the UNet's latents are not exact either.
Reads and rewrites WORK/vae/.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

from train_vae import augment, edges, psnr, read_pictures

BATCH = 4
PEAK_RATE = 1e-3
LATENT_NOISE = 0.03
WARM_UP_STEPS = 50


def loss_of(vae: AutoencoderKL, x: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        z = vae.encode(x).latent_dist.sample()
        z = z + LATENT_NOISE * torch.randn_like(z)
    y = vae.decode(z).sample
    edge = sum((a - b).abs().mean() for a, b in zip(edges(x), edges(y)))
    return (x - y).abs().mean() + 2 * F.mse_loss(y, x) + 0.5 * edge


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    parser.add_argument("--minutes", type=float, default=8)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(2)

    pictures = read_pictures(args.work)
    vae = AutoencoderKL.from_pretrained(args.work / "vae").to(memory_format=torch.channels_last)
    trained = [*vae.decoder.parameters(), *vae.post_quant_conv.parameters()]
    optimizer = torch.optim.AdamW(trained, PEAK_RATE, betas=(0.9, 0.99), weight_decay=1e-3, fused=True)
    print(f"{psnr(vae, pictures):.2f} dB before", flush=True)

    started, step, progress = time.time(), 0, 0.0
    while progress < 1:
        progress = min(1.0, (time.time() - started) / (args.minutes * 60))
        for group in optimizer.param_groups:
            group["lr"] = PEAK_RATE * min(1.0, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + np.cos(np.pi * progress))
        batch = augment(pictures[torch.randint(len(pictures), (BATCH,))]).contiguous(memory_format=torch.channels_last)
        loss = loss_of(vae, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        step += 1
        if step % 250 == 0:
            print(f"step {step}  loss {loss.item():.4f}  {psnr(vae, pictures[:64]):.2f} dB", flush=True)

    vae.save_pretrained(args.work / "vae")
    print(f"{step} steps, {psnr(vae, pictures):.2f} dB on all pictures")


if __name__ == "__main__":
    main()
