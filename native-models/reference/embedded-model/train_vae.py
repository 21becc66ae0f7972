"""Trains the KL autoencoder (f4, 4 latent channels) on the pictures, then folds the normalisation of latents into it.

Loss: L1 + 0.5 MSE + 0.5 edges + 3e-4 KL. Resumable: WORK/vae.pt; the finished model goes to WORK/vae/.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

import checkpoints

CROP = 32
CROPS, WHOLES = 16, 4  # of a batch: the same number of pixels
WHOLES_FROM = 0.75  # of the time: crops give more steps, whole pictures teach the attention of the middle its real size
PEAK_RATE = 2e-3
KL_WEIGHT = 3e-4
CHECKPOINT_EVERY_S = 120


def new_vae() -> AutoencoderKL:
    return AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=4, sample_size=64, scaling_factor=1.0, layers_per_block=1,
        down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3,
        block_out_channels=[24, 48, 64], norm_num_groups=8,
    )


def read_pictures(work: Path) -> torch.Tensor:
    """All pictures as N x 3 x 64 x 64 in [-1, 1]."""
    pictures = np.load(work / "data/pictures.npz")["pictures"]
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def augment(batch: torch.Tensor) -> torch.Tensor:
    """Mirrors, shifts by up to 3 pixels and changes of colour for half of the pictures; the rest as they are."""
    out = batch.clone()
    for i in range(0, len(out), 2):
        picture = out[i]
        if torch.rand(()) < 0.5:
            picture = picture.flip(-1)
        dy, dx = torch.randint(-3, 4, (2,)).tolist()
        picture = F.pad(picture[None], (3, 3, 3, 3), value=1.0)[0, :, 3 + dy : 67 + dy, 3 + dx : 67 + dx]
        if torch.rand(()) < 0.3:
            picture = picture[torch.randperm(3)]
        out[i] = picture
    return out


def random_crops(batch: torch.Tensor) -> torch.Tensor:
    corners = torch.randint(0, (batch.shape[-1] - CROP) // 4 + 1, (len(batch), 2)) * 4
    return torch.stack([x[:, i : i + CROP, j : j + CROP] for x, (i, j) in zip(batch, corners.tolist())])


def next_batch(pictures: torch.Tensor, progress: float) -> torch.Tensor:
    count = CROPS if progress < WHOLES_FROM else WHOLES
    batch = augment(pictures[torch.randint(len(pictures), (count,))])
    return (random_crops(batch) if progress < WHOLES_FROM else batch).contiguous(memory_format=torch.channels_last)


def edges(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def loss_of(vae: AutoencoderKL, x: torch.Tensor) -> torch.Tensor:
    posterior = vae.encode(x).latent_dist
    y = vae.decode(posterior.sample()).sample
    edge = sum((a - b).abs().mean() for a, b in zip(edges(x), edges(y)))
    kl = 0.5 * (posterior.mean**2 + posterior.var - 1 - posterior.logvar).mean()
    return (x - y).abs().mean() + 0.5 * F.mse_loss(y, x) + 0.5 * edge + KL_WEIGHT * kl


@torch.no_grad()
def psnr(vae: AutoencoderKL, pictures: torch.Tensor) -> float:
    """Mean PSNR in dB of the reconstructions from the means of latents."""
    errors = [((vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1) - x) / 2).pow(2).mean((1, 2, 3)) for x in pictures.split(32)]
    return (-10 * torch.cat(errors).log10()).mean().item()


@torch.no_grad()
def fold_normalisation(vae: AutoencoderKL, pictures: torch.Tensor) -> None:
    """Makes each latent channel ~N(0, 1): z' = (z - m) / s goes into quant_conv, its inverse into post_quant_conv."""
    z = torch.cat([vae.encode(x).latent_dist.sample() for x in pictures.split(32)])
    m, s = z.mean((0, 2, 3)), z.std((0, 2, 3))
    quant, post = vae.quant_conv, vae.post_quant_conv
    post.bias += post.weight[:, :, 0, 0] @ m
    post.weight *= s[None, :, None, None]
    quant.weight[:4] /= s[:, None, None, None]
    quant.bias[:4] = (quant.bias[:4] - m) / s
    quant.bias[4:] -= 2 * s.log()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    parser.add_argument("--minutes", type=float, default=8, help="time over which the learning rate falls to 0")
    args = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(2)

    pictures, vae = read_pictures(args.work), new_vae().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(vae.parameters(), PEAK_RATE, betas=(0.9, 0.99), weight_decay=1e-3, fused=True)
    spent, step, saved_at, started = 0.0, 0, 0.0, time.time()
    if state := checkpoints.load(args.work / "vae.pt"):
        vae.load_state_dict(state["vae"])
        optimizer.load_state_dict(state["optimizer"])
        spent, step = state["spent"], state["step"]
    before = saved_at = spent

    while spent < args.minutes * 60:
        spent = before + time.time() - started
        progress = min(1.0, spent / (args.minutes * 60))
        rate = PEAK_RATE * min(1.0, (step + 1) / 100) * 0.5 * (1 + np.cos(np.pi * progress))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(vae, next_batch(pictures, progress))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 250 == 0:
            print(f"{spent:5.0f} s  step {step}  loss {loss.item():.4f}  {psnr(vae, pictures[:64]):.2f} dB", flush=True)
        if spent - saved_at > CHECKPOINT_EVERY_S:
            saved_at = spent
            checkpoints.save({"vae": vae.state_dict(), "optimizer": optimizer.state_dict(), "spent": spent, "step": step}, args.work / "vae.pt")

    fold_normalisation(vae, pictures)
    vae.save_pretrained(args.work / "vae")
    print(f"{step} steps in {spent / 60:.1f} minutes, {psnr(vae, pictures):.2f} dB on all pictures")


if __name__ == "__main__":
    main()
