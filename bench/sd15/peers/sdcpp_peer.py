"""stable-diffusion.cpp on the CPU by its Python wheel: `python sdcpp_peer.py <model folder> <threads> <settings>`.

The settings are JSON, arguments of its `StableDiffusion`: `{"diffusion_flash_attn": true}`.
Its library only makes whole pictures. For single calls a generation of many steps runs in a thread of its own, and its progress
callback, which comes after every step, holds it until the next call is asked for.
"""

import json
import sys
import threading

from stable_diffusion_cpp import StableDiffusion

from protocol import serve

MODEL, THREADS, SETTINGS = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
MANY_STEPS = 900


class HeldGeneration:
    """A generation that takes one step at a time."""

    def __init__(self, model: StableDiffusion, size: int) -> None:
        self.go, self.stepped = threading.Semaphore(0), threading.Semaphore(0)
        self.failure: Exception | None = None

        def hold(step: int, steps: int, seconds: float) -> None:
            self.stepped.release()
            self.go.acquire()

        def generate() -> None:
            try:
                model.generate_image(
                    prompt="a red fox in the snow", negative_prompt="blurry", width=size, height=size, cfg_scale=7.5,
                    sample_method="euler", sample_steps=MANY_STEPS, progress_callback=hold,
                )  # fmt: skip
            except Exception as error:
                self.failure = error
                self.stepped.release()

        threading.Thread(target=generate, daemon=True).start()
        self.wait()

    def wait(self) -> None:
        self.stepped.acquire()
        if self.failure:
            raise self.failure

    def step(self) -> None:
        self.go.release()
        self.wait()


class Peer:
    def __init__(self) -> None:
        self.model = None
        self.held: dict[int, HeldGeneration] = {}

    def open(self) -> None:
        if self.model is None:
            self.load()

    def load(self, **_of) -> None:
        self.model = StableDiffusion(
            model_path=MODEL, n_threads=THREADS, vae_decode_only=True, verbose=True, **SETTINGS
        )  # fmt: skip

    def prepare(self, size: int, batch: int) -> None:
        if batch != 1:
            raise NotImplementedError("its library makes the pictures of a batch one after the other")
        self.held[size] = HeldGeneration(self.model, size)

    def call(self, size: int, batch: int) -> None:
        self.held[size].step()

    def generate(self, size: int, batch: int, steps: int) -> None:
        self.model.generate_image(
            prompt="a red fox in the snow", negative_prompt="blurry", width=size, height=size, cfg_scale=7.5,
            sample_method="euler", sample_steps=steps, batch_count=batch,
        )  # fmt: skip


if __name__ == "__main__":
    peer = Peer()
    serve({name: getattr(peer, name) for name in ("open", "load", "prepare", "call", "generate")})
