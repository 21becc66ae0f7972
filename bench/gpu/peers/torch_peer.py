"""diffusers on PyTorch and DeepCache (its authors' package), on a card: `python torch_peer.py <settings>`.

The settings are JSON: `{"device": "cuda", "dtype": "float16", "model": folder, "inputs": folder, "compiled": false}`. In float32
products are exact (no TF32): it is what others are compared with. Every work ends with its numbers on the host.
"""

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy
import torch
from DeepCache import DeepCacheSDHelper
from diffusers import DDIMScheduler, StableDiffusionPipeline

from protocol import serve

SETTINGS = json.loads(sys.argv[1])
DEVICE, DTYPE = SETTINGS["device"], getattr(torch, SETTINGS["dtype"])
# Names and numbers as in bench/gpu/card/works.ts.
TOKENS = 77
PERIOD = 5
TIMESTEP = 801
BRANCH = 0
GENERATION = {"prompt": "a red fox in the snow", "negative_prompt": "blurry", "num_inference_steps": 20, "guidance_scale": 7.5}
NEVER = 1000

torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = DTYPE != torch.float32


class Peer:
    def __init__(self) -> None:
        self.pipeline = None

    def open(self) -> None:
        if self.pipeline is not None:
            return
        self.pipeline = StableDiffusionPipeline.from_pretrained(
            SETTINGS["model"], torch_dtype=DTYPE, local_files_only=True
        ).to(DEVICE)
        # DDIM: as many calls as steps, and each timestep once, which DeepCache needs.
        self.pipeline.scheduler = DDIMScheduler.from_config(self.pipeline.scheduler.config)
        self.pipeline.set_progress_bar_config(disable=True)
        self.latents = self.read("latents").reshape(1, self.pipeline.unet.config.in_channels, *[self.pipeline.unet.config.sample_size] * 2)
        self.context = self.read("context").reshape(2, TOKENS, -1)
        self.timestep = torch.tensor(TIMESTEP, device=DEVICE)
        self.unet = torch.compile(self.pipeline.unet, mode="reduce-overhead") if SETTINGS.get("compiled") else self.pipeline.unet

    def read(self, name: str) -> torch.Tensor:
        numbers = numpy.fromfile(Path(SETTINGS["inputs"]) / f"{name}.f32", dtype=numpy.float32)
        return torch.from_numpy(numbers).to(DEVICE, DTYPE)

    def call(self, timestep: torch.Tensor) -> torch.Tensor:
        sample = torch.cat([self.latents] * 2)
        return self.unet(sample, timestep, encoder_hidden_states=self.context).sample.float().cpu()

    def deepcache(self, interval: int) -> tuple[DeepCacheSDHelper, list[torch.Tensor]]:
        """With the timesteps of calls 0, 1, ...: it finds a call by its timestep's place, which costs less on the host."""
        calls = [torch.tensor(TIMESTEP - call) for call in range(PERIOD)]
        helper = DeepCacheSDHelper(SimpleNamespace(unet=self.unet, scheduler=SimpleNamespace(timesteps=calls)))
        helper.set_params(cache_interval=interval, cache_branch_id=BRANCH)
        helper.enable()
        return helper, calls

    def prepare(self, times: int) -> dict:
        return self.full(times)

    def full(self, times: int) -> dict:
        return timed(times, lambda: self.call(self.timestep))

    def inherit(self, times: int) -> dict:
        """DeepCache's calls that retrieve what its first one cached."""
        helper, calls = self.deepcache(NEVER)
        try:
            self.call(calls[0])
            return timed(times, lambda: self.call(calls[1]))
        finally:
            helper.disable()

    def period(self, times: int) -> dict:
        """DeepCache's full call and those that retrieve."""
        helper, calls = self.deepcache(PERIOD)
        try:
            return timed(times, lambda: [self.call(timestep) for timestep in calls])
        finally:
            helper.disable()

    def decoded(self) -> torch.Tensor:
        """Numbers, not yet pixels."""
        scaled = self.latents / self.pipeline.vae.config.scaling_factor
        return self.pipeline.vae.decode(scaled).sample.float().cpu()

    def decode(self, times: int) -> dict:
        """To pixels, (height, width, 3)."""
        return timed(times, lambda: ((self.decoded()[0] / 2 + 0.5).clamp(0, 1) * 255).round().byte().permute(1, 2, 0).contiguous())

    def outputs(self, plan: str, to: str, times: int) -> dict:
        if plan == "decode":
            self.decoded().contiguous().numpy().tofile(to)
        else:
            self.call(self.timestep).numpy().tofile(f"{to} full")
        return {}

    def generate(self, times: int, plan: str = "full") -> dict:
        helper = None
        if plan == "deepcache":
            helper = DeepCacheSDHelper(pipe=self.pipeline)
            helper.set_params(cache_interval=PERIOD, cache_branch_id=BRANCH)
            helper.enable()
        try:
            return timed(times, lambda: self.pipeline(**GENERATION, generator=torch.Generator().manual_seed(0)))
        finally:
            if helper:
                helper.disable()


def timed(times: int, work) -> dict:
    samples = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        samples.append(time.perf_counter() - started)
    return {"samples": samples}


def works(peer: Peer) -> dict:
    def ready(name: str):
        @torch.inference_mode()
        def work(times: int = 1, **of) -> dict:
            peer.open()
            return getattr(peer, name)(times=times, **of)

        return work

    return {name: ready(name) for name in ("prepare", "full", "inherit", "period", "decode", "outputs", "generate")}


if __name__ == "__main__":
    serve(works(Peer()))
