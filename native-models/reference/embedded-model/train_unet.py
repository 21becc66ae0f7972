"""Trains the UNet and the text encoder together on latents: epsilon prediction, min-SNR weights, EMA.

Two processes of one thread each share one flat vector of parameters: each writes its gradients, then updates its half.
The learning rate follows the clock, so that it reaches 0 after --minutes whatever else the machine does.
Resumable: WORK/unet.pt holds parameters, moments of Adam, EMA, samples and seconds spent.
"""

import argparse
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp
from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

import checkpoints
from captions import random_caption, read_concepts
from train_vae import read_pictures

HERE = Path(__file__).parent
PROCESSES = 2
BATCH = 16  # of each process
PEAK_RATE = 1.5e-3
WARM_UP_STEPS = 200
BETAS, EPSILON = (0.9, 0.99), 1e-8
EMA_DECAY = 0.998
MAX_GRADIENT_NORM = 1.0
MIN_SNR_GAMMA = 5.0
CHECKPOINT_EVERY_S = 180
NOISE_SCHEDULE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000)
TEXT_WIDTH = 128


def new_unet() -> UNet2DConditionModel:
    """SD 1.x's topology. Groups of norms hold 4 channels or more: with one channel each they would erase the time embedding."""
    return UNet2DConditionModel(
        sample_size=16, in_channels=4, out_channels=4, layers_per_block=2, block_out_channels=[32, 64, 128, 128],
        down_block_types=["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
        up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
        cross_attention_dim=TEXT_WIDTH, attention_head_dim=[1, 2, 4, 4], norm_num_groups=8,
    )


def new_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=TEXT_WIDTH, intermediate_size=4 * TEXT_WIDTH, projection_dim=TEXT_WIDTH,
        num_hidden_layers=3, num_attention_heads=4, hidden_act="quick_gelu", max_position_embeddings=77,
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    ))


def new_model(tokenizer: CLIPTokenizer) -> nn.ModuleDict:
    return nn.ModuleDict({"unet": new_unet(), "text_encoder": new_text_encoder(tokenizer)})


@dataclass
class Latents:
    """The pictures as the autoencoder sees them; a draw adds the posterior's own noise."""

    mean: Tensor
    std: Tensor

    @staticmethod
    @torch.no_grad()
    def of(vae: AutoencoderKL, pictures: Tensor) -> "Latents":
        posteriors = [vae.encode(x).latent_dist for x in pictures.split(32)]
        return Latents(torch.cat([p.mean for p in posteriors]), torch.cat([p.std for p in posteriors]))

    def draw(self, indices: list[int]) -> Tensor:
        mean = self.mean[indices]
        return mean + self.std[indices] * torch.randn_like(mean)


class CaptionedPictures:
    """Batches of latents and token ids: every picture once an epoch, in a new order, with a new caption."""

    def __init__(self, work: Path, tokenizer: CLIPTokenizer, latents: Latents, seed: int):
        data = np.load(work / "data/pictures.npz")
        names = read_concepts(HERE / "concepts.txt")
        self.names_and_style = [(names[c], s) for c, s in zip(data["concept"], data["style"])]
        self.tokenizer, self.latents, self.rng = tokenizer, latents, random.Random(seed)
        self.ids_of: dict[str, Tensor] = {}
        self.order: list[int] = []

    def encode(self, caption: str) -> Tensor:
        if caption not in self.ids_of:
            self.ids_of[caption] = self.tokenizer(caption, padding="max_length", truncation=True, return_tensors="pt").input_ids[0]
        return self.ids_of[caption]

    def batch(self) -> tuple[Tensor, Tensor]:
        while len(self.order) < BATCH:
            self.order += self.rng.sample(range(len(self.names_and_style)), len(self.names_and_style))
        indices, self.order = self.order[:BATCH], self.order[BATCH:]
        captions = [random_caption(*self.names_and_style[i], self.rng) for i in indices]
        return self.latents.draw(indices), torch.stack([self.encode(c) for c in captions])


def loss_of(model: nn.ModuleDict, schedule: DDPMScheduler, x0: Tensor, ids: Tensor) -> Tensor:
    """min-SNR weighted error of the predicted noise; timesteps are spread evenly over the batch."""
    t = ((torch.randperm(len(x0)) + torch.rand(len(x0))) / len(x0) * 1000).long()
    noise = torch.randn_like(x0)
    predicted = model["unet"](schedule.add_noise(x0, noise, t), t, model["text_encoder"](ids).last_hidden_state).sample
    alpha_bar = schedule.alphas_cumprod[t]
    snr = alpha_bar / (1 - alpha_bar)
    weight = snr.clamp(max=MIN_SNR_GAMMA) / snr
    return (weight * (predicted - noise).pow(2).mean((1, 2, 3))).mean()


@dataclass
class Shared:
    """Flat vectors in shared memory, one number for each parameter of the model."""

    weights: Tensor
    ema: Tensor
    moment1: Tensor
    moment2: Tensor
    gradients: Tensor  # one row for each process
    norms: Tensor  # square of the norm of each process's half of the gradient
    clock: Tensor  # seconds spent, steps done, mean loss

    @staticmethod
    def of(model: nn.Module) -> "Shared":
        flat = torch.cat([p.detach().flatten() for p in model.parameters()])
        zeros = torch.zeros_like(flat)
        parts = [flat, flat.clone(), zeros, zeros.clone(), zeros.repeat(PROCESSES, 1), torch.zeros(PROCESSES), torch.zeros(3, dtype=torch.float64)]
        return Shared(*(part.share_memory_() for part in parts))

    def state(self) -> dict[str, Tensor]:
        return {k: getattr(self, k) for k in ("weights", "ema", "moment1", "moment2", "clock")}

    def restore(self, state: dict[str, Tensor]) -> None:
        for name, value in state.items():
            getattr(self, name).copy_(value)


def put_into(model: nn.Module, flat: Tensor, gradients: Tensor | None = None) -> None:
    """Makes the parameters (and their gradients) views of flat vectors."""
    offset = 0
    for parameter in model.parameters():
        span = slice(offset, offset + parameter.numel())
        parameter.data = flat[span].view_as(parameter)
        if gradients is not None:
            parameter.grad = gradients[span].view_as(parameter)
        offset = span.stop


@torch.no_grad()
def update_half(shared: Shared, half: slice, rank: int, rate: float, step: int, barrier) -> None:
    """Adam and EMA on one half of the parameters, with the mean gradient of all processes, clipped by its whole norm."""
    gradient = shared.gradients[:, half].mean(0)
    shared.norms[rank] = gradient.pow(2).sum()
    barrier.wait()
    gradient *= min(1.0, MAX_GRADIENT_NORM / (shared.norms.sum().sqrt().item() + 1e-6))
    moment1, moment2 = shared.moment1[half], shared.moment2[half]
    moment1.lerp_(gradient, 1 - BETAS[0])
    moment2.mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
    denominator = (moment2 / (1 - BETAS[1] ** step)).sqrt_().add_(EPSILON)
    shared.weights[half].addcdiv_(moment1, denominator, value=-rate / (1 - BETAS[0] ** step))
    decay = min(EMA_DECAY, (1 + step) / (10 + step))
    shared.ema[half].lerp_(shared.weights[half], 1 - decay)


def learning_rate(step: int, progress: float) -> float:
    return PEAK_RATE * min(1.0, step / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


def train(rank: int, work: Path, minutes: float, shared: Shared, latents: Latents, barrier) -> None:
    torch.set_num_threads(1)
    tokenizer = CLIPTokenizer.from_pretrained(work / "tokenizer")
    model, schedule = new_model(tokenizer), DDPMScheduler(**NOISE_SCHEDULE)
    put_into(model, shared.weights, shared.gradients[rank])
    step = int(shared.clock[1])
    torch.manual_seed(1000 * step + rank)
    pictures = CaptionedPictures(work, tokenizer, latents, seed=1000 * step + rank)
    size = -(-len(shared.weights) // PROCESSES)
    half = slice(rank * size, min((rank + 1) * size, len(shared.weights)))
    before, started = shared.clock[0].item(), time.time()
    saved_at, mean_loss, first_step = before, float(shared.clock[2]), step

    while shared.clock[0] < minutes * 60:
        shared.gradients[rank].zero_()
        loss = loss_of(model, schedule, *pictures.batch())
        loss.backward()
        step += 1
        barrier.wait()
        update_half(shared, half, rank, learning_rate(step, shared.clock[0].item() / (minutes * 60)), step, barrier)
        barrier.wait()
        if rank == 0:
            spent = before + time.time() - started
            mean_loss = loss.item() if step == 1 else 0.99 * mean_loss + 0.01 * loss.item()
            shared.clock.copy_(torch.tensor([spent, step, mean_loss]))
            if step % 50 == 0:
                samples, rate = step * BATCH * PROCESSES, (step - first_step) * BATCH * PROCESSES / (spent - before)
                print(f"{spent / 60:6.1f} min  {samples} samples  {rate:.1f}/s  loss {mean_loss:.4f}", flush=True)
            if spent - saved_at > CHECKPOINT_EVERY_S or spent >= minutes * 60:
                saved_at = spent
                checkpoints.save(shared.state(), work / "unet.pt")
        barrier.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/embedded-model"))
    parser.add_argument("--minutes", type=float, default=75)
    args = parser.parse_args()
    torch.manual_seed(0)

    latents = Latents.of(AutoencoderKL.from_pretrained(args.work / "vae").eval(), read_pictures(args.work))
    print(f"{len(latents.mean)} latents: std {latents.mean.std():.3f}, of the posterior {latents.std.mean():.3f}", flush=True)
    model = new_model(CLIPTokenizer.from_pretrained(args.work / "tokenizer"))
    print({name: sum(p.numel() for p in part.parameters()) for name, part in model.items()}, flush=True)
    shared = Shared.of(model)
    if state := checkpoints.load(args.work / "unet.pt"):
        shared.restore(state)
    mp.spawn(train, (args.work, args.minutes, shared, latents, mp.get_context("spawn").Barrier(PROCESSES)), nprocs=PROCESSES)


if __name__ == "__main__":
    main()
