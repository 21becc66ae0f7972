"""diffusers on PyTorch's CPU, alone and with DeepCache's hooks: `python diffusers_peer.py <model folder> <threads> <settings>`.

The settings are JSON: `{"dtype": "bfloat16"}`; float32 unless they say.
"""

import json
import sys
from types import SimpleNamespace

import torch
from DeepCache import DeepCacheSDHelper
from diffusers import DDIMScheduler, StableDiffusionPipeline

from protocol import serve

MODEL, THREADS, SETTINGS = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
DTYPE = getattr(torch, SETTINGS.get("dtype", "float32"))
TOKENS = 77
TIMESTEP = 500
# DeepCache finds a call by the place of its timestep.
CALLS = [torch.tensor(t) for t in range(999, -1, -1)]
NEVER = 1000


class Peer:
    def __init__(self) -> None:
        self.pipeline = None
        self.deepcache = {}

    def open(self) -> None:
        if self.pipeline is None:
            self.load()

    def load(self, **_of) -> None:
        torch.set_num_threads(THREADS)
        self.pipeline = StableDiffusionPipeline.from_pretrained(MODEL, torch_dtype=DTYPE, local_files_only=True)
        # DDIM: as many calls as steps, and each timestep once, which DeepCache needs.
        self.pipeline.scheduler = DDIMScheduler.from_config(self.pipeline.scheduler.config)
        self.pipeline.set_progress_bar_config(disable=True)

    @torch.inference_mode()
    def call(self, size: int, batch: int, deepcache: int | None = None) -> None:
        """Both guidance halves. With `deepcache` a call that retrieves what that branch's first call cached."""
        rows = 2 * batch
        sample = torch.ones(rows, 4, size // 8, size // 8, dtype=DTYPE)
        text = torch.ones(rows, TOKENS, self.pipeline.unet.config.cross_attention_dim, dtype=DTYPE)
        if deepcache is None:
            self.pipeline.unet(sample, TIMESTEP, encoder_hidden_states=text)
        else:
            self.deepcache[deepcache](sample, text)

    @torch.inference_mode()
    def prepare(self, size: int, batch: int, deepcache: int | None = None) -> None:
        """The full call whose features later calls with this `deepcache` retrieve."""
        if deepcache is None:
            return
        scheduler = SimpleNamespace(timesteps=CALLS)
        helper = DeepCacheSDHelper(pipe=SimpleNamespace(unet=self.pipeline.unet, scheduler=scheduler))
        helper.set_params(cache_interval=NEVER, cache_branch_id=deepcache)
        cached = None

        def forward(sample: torch.Tensor, text: torch.Tensor) -> None:
            nonlocal cached
            first = cached is None
            helper.enable()
            try:
                if not first:
                    helper.cached_output, helper.start_timestep = dict(cached), 0
                self.pipeline.unet(sample, CALLS[0 if first else 1], encoder_hidden_states=text)
                cached = cached or dict(helper.cached_output)
            finally:
                helper.disable()

        self.deepcache[deepcache] = forward
        self.call(size, batch, deepcache)

    @torch.inference_mode()
    def encode(self) -> None:
        self.pipeline.encode_prompt("a red fox in the snow", "cpu", 1, True, "blurry")

    @torch.inference_mode()
    def decode(self, size: int) -> None:
        self.pipeline.vae.decode(torch.ones(1, 4, size // 8, size // 8, dtype=DTYPE))

    def generate(self, size: int, batch: int, steps: int, interval: int | None = None, branch: int = 0) -> None:
        helper = None
        if interval is not None:
            helper = DeepCacheSDHelper(pipe=self.pipeline)
            helper.set_params(cache_interval=interval, cache_branch_id=branch)
            helper.enable()
        try:
            self.pipeline(
                "a red fox in the snow", negative_prompt="blurry", height=size, width=size, num_inference_steps=steps,
                guidance_scale=7.5, num_images_per_prompt=batch, generator=torch.Generator().manual_seed(0),
            )  # fmt: skip
        finally:
            if helper:
                helper.disable()


if __name__ == "__main__":
    peer = Peer()
    serve({name: getattr(peer, name) for name in ("open", "load", "prepare", "call", "encode", "decode", "generate")})
