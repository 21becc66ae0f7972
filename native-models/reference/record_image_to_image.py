"""Image to image on sd1's model: what is drawn when, the noised latents, the calls, the pictures."""

import numpy as np
import torch
from diffusers import StableDiffusionImg2ImgPipeline
from PIL import Image

from record_families import GUIDANCE, NEGATIVE, PROMPT, SEED, STEPS, generator, run_options
from recording import RECORDINGS, record_json, record_tensors, to_bytes
from schedulers import SCHEDULERS, make_scheduler
from tiny_models import load_pipeline

STRENGTH = 0.6


def init_image():
    """A disc on a slope of colour, 64x64, uint8."""
    y, x = np.mgrid[0:64, 0:64]
    pixels = np.stack([4 * x, 4 * y, 255 - 2 * (x + y)], axis=-1)
    pixels[(x - 40) ** 2 + (y - 24) ** 2 < 200] = (250, 220, 30)
    return pixels.clip(0, 255).astype(np.uint8)


def run(pipeline, image):
    timesteps, latents, noised = [], [], []
    prepare = type(pipeline).prepare_latents
    pipeline.prepare_latents = lambda *given: noised.append(prepare(pipeline, *given)) or noised[0]

    def keep(_, call, timestep, values):
        timesteps.append(float(timestep))
        latents.append(values["latents"][0].clone())
        return {}

    picture = pipeline(
        PROMPT, negative_prompt=NEGATIVE, image=image, strength=STRENGTH, num_inference_steps=STEPS,
        guidance_scale=GUIDANCE, generator=generator(), output_type="pt", callback_on_step_end=keep,
    ).images
    return timesteps, noised[0], torch.stack(latents), picture[0].permute(1, 2, 0)


def record():
    pipeline = StableDiffusionImg2ImgPipeline.from_pipe(load_pipeline("sd1"))
    pipeline.set_progress_bar_config(disable=True)
    own = pipeline.scheduler
    pixels = init_image()
    (RECORDINGS / "img2img").mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(RECORDINGS / "img2img" / "init.png")
    image = Image.open(RECORDINGS / "img2img" / "init.png")

    draws = generator()  # the posterior's sample is the first draw, the noise added to it the second, steps follow
    encoded = pipeline.vae.encode(pipeline.image_processor.preprocess(image)).latent_dist
    sampled = encoded.sample(draws)
    noise = torch.randn(sampled.shape, generator=draws)
    step_noises = torch.cat([torch.randn(sampled.shape, generator=draws) for _ in range(STEPS)])
    tensors = {
        "init_u8": torch.from_numpy(pixels),
        "init": pipeline.image_processor.preprocess(image),
        "posterior.mean": encoded.mean,
        "posterior.logvar": encoded.logvar,
        "posterior.draw": torch.randn(sampled.shape, generator=generator()),
        "init_latents": sampled * pipeline.vae.config.scaling_factor,
        "noise": noise,
        "step_noises": step_noises,
    }
    options = {}
    for name in SCHEDULERS:
        pipeline.scheduler = make_scheduler(name, own.config)
        timesteps, noised, latents, picture = run(pipeline, image)
        options[name] = run_options("sd1", pipeline.scheduler, timesteps, strength=STRENGTH)
        tensors[f"{name}.noised"] = noised
        tensors[f"{name}.latents"] = latents if name == "pndm" else latents[-1]
        if name == "pndm":
            tensors[f"{name}.image_u8"] = to_bytes(picture)
    record_tensors("img2img/image-to-image.safetensors", tensors)
    record_json("img2img/image-to-image.json", options)


if __name__ == "__main__":
    record()
