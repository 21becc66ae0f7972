"""Per family: tokens and text embeddings, one UNet call, VAE both ways, text-to-image; every scheduler's trajectory."""

import torch

from recording import record_json, record_tensors, relative_difference, to_bytes
from schedulers import SCHEDULERS, make_scheduler, resolved_config
from tiny_models import FAMILIES, load_pipeline

PROMPT = "a photo of a cat with a red hat in the forest, watercolor painting"
NEGATIVE = "blurry, ugly, low quality"
LONG = ", ".join(f"{thing} {n}" for n, thing in enumerate(["astronaut riding a horse", "castle by the sea", "robot"] * 4))
PROMPTS = {
    "prompt": PROMPT,
    "negative": NEGATIVE,
    "empty": "",
    "long": LONG,
    "marks": "  It's a CAT!!  (robot:1.2), 2024\tsea\nhe'll <|endoftext|> no_under-score",
    "unicode": "café ÎLE 猫 кошка 🐈‍⬛ e\u0301 ﬁ ½ \u00a0x",
}
STEPS, GUIDANCE, SEED = 20, 7.5, 1234
SIZES = {"64x64": (64, 64), "72x40": (72, 40)}  # height x width


def generator(seed=SEED):
    return torch.Generator("cpu").manual_seed(seed)


def generate(pipeline, seeds=SEED, prompt=PROMPT, negative=NEGATIVE, height=64, width=64, **options):
    """The pipeline's own run: its timesteps, latents after every call, final image [0, 1] as BxHxWx3."""
    timesteps, latents = [], []

    def keep(_, call, timestep, values):
        timesteps.append(float(timestep))
        latents.append(values["latents"].clone())
        return {}

    generators = [generator(seed) for seed in seeds] if isinstance(seeds, list) else generator(seeds)
    image = pipeline(
        prompt, negative_prompt=negative, height=height, width=width, num_inference_steps=STEPS, guidance_scale=GUIDANCE,
        generator=generators, output_type="pt", callback_on_step_end=keep, **options,
    ).images
    return timesteps, torch.stack(latents), image.permute(0, 2, 3, 1)


def record_text(family, pipeline):
    tensors, notes = {}, {}
    for name, text in PROMPTS.items():
        tokenizer = pipeline.tokenizer
        ids = tokenizer(text, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
        whole = tokenizer(text).input_ids
        tensors[f"{name}.ids"] = ids
        tensors[f"{name}.untruncated_ids"] = torch.tensor([whole])
        tensors[f"{name}.embeddings"] = pipeline.encode_prompt(text, "cpu", 1, False)[0]
        notes[name] = {"text": text, "tokens": len(whole), "cut": tokenizer.decode(whole[76:-1]) if len(whole) > 77 else ""}
    record_tensors(f"{family}/text.safetensors", tensors)
    record_json(f"{family}/text.json", notes)


def record_unet(family, pipeline):
    embeddings = torch.cat([pipeline.encode_prompt(text, "cpu", 1, False)[0] for text in (NEGATIVE, PROMPT)])
    tensors = {"embeddings": embeddings}
    for size, timestep in zip(SIZES, (981, 321)):
        height, width = SIZES[size]
        latents = torch.randn((2, 4, height // 8, width // 8), generator=generator())
        tensors[f"{size}.timestep"] = torch.tensor([timestep])
        tensors[f"{size}.latents"] = latents
        tensors[f"{size}.output"] = pipeline.unet(latents, timestep, embeddings).sample
    record_tensors(f"{family}/unet.safetensors", tensors)


def record_vae(family, pipeline):
    tensors = {}
    for size, (height, width) in SIZES.items():
        if size == "64x64" and family != "sd1":  # the same networks: one size does
            continue
        image = torch.rand((1, 3, height, width), generator=generator()) * 2 - 1
        latents = torch.randn((1, 4, height // 8, width // 8), generator=generator())
        moments = pipeline.vae.encode(image).latent_dist.parameters  # the raw moments
        tensors[f"{size}.image"] = image
        tensors[f"{size}.mean"], tensors[f"{size}.logvar"] = moments.chunk(2, dim=1)
        tensors[f"{size}.latents"] = latents
        tensors[f"{size}.decoded"] = pipeline.vae.decode(latents).sample
    record_tensors(f"{family}/vae.safetensors", tensors)


def run_options(family, scheduler, timesteps, **more):
    return {
        "model": f"{family}/model", "prompt": PROMPT, "negative_prompt": NEGATIVE, "steps": STEPS, "guidance_scale": GUIDANCE,
        "seed": SEED, "height": 64, "width": 64, "scheduler": type(scheduler).__name__,
        "scheduler_config": resolved_config(scheduler), "timesteps": timesteps, **more,
    }


def record_text_to_image(family, pipeline):
    timesteps, latents, image = generate(pipeline)
    noise = torch.randn((1, 4, 8, 8), generator=generator())
    tensors = {"noise": noise, "latents": latents[:, 0], "image_u8": to_bytes(image[0])}
    if family == "sd1":
        tensors["image"] = image[0]
    record_tensors(f"{family}/text-to-image.safetensors", tensors)
    pipeline.unet.double(), pipeline.vae.double(), pipeline.text_encoder.double()
    _, exact, exact_image = generate(pipeline, latents=noise.double() * pipeline.scheduler.init_noise_sigma)
    pipeline.unet.float(), pipeline.vae.float(), pipeline.text_encoder.float()
    apart = {
        "latents_relative": float(f"{relative_difference(latents[-1], exact[-1]):.0e}"),
        "image": float(f"{(image.double() - exact_image).abs().max():.0e}"),
    }
    record_json(
        f"{family}/text-to-image.json", run_options(family, pipeline.scheduler, timesteps, float64_differs_by=apart)
    )


def record_schedulers(family, pipeline, trajectories):
    """sd1 keeps every latent and the picture, sd2 the latents after the last call. Noises: in the order of the draws."""
    own, tensors, options = pipeline.scheduler, {}, {}
    for name in SCHEDULERS:
        if trajectories and name == "pndm":  # sd1's own: text-to-image has it
            continue
        pipeline.scheduler = make_scheduler(name, own.config)
        timesteps, latents, image = generate(pipeline)
        options[name] = run_options(family, pipeline.scheduler, timesteps)
        tensors[f"{name}.latents"] = latents[:, 0] if trajectories else latents[-1, 0]
        if trajectories:
            tensors[f"{name}.image_u8"] = to_bytes(image[0])
    draws = generator()
    tensors["noises"] = torch.cat([torch.randn((1, 4, 8, 8), generator=draws) for _ in range(STEPS + 1)])
    pipeline.scheduler = own
    record_tensors(f"{family}/schedulers.safetensors", tensors)
    record_json(f"{family}/schedulers.json", options)


def record_batches(pipeline):
    """Two pictures of one prompt: a generator each, or one generator whose single draw is (2, 4, h, w)."""
    own, tensors = pipeline.scheduler, {}
    for name in ("pndm", "euler-ancestral"):
        pipeline.scheduler = make_scheduler(name, own.config)
        for kind, seeds in {"generators": [SEED, SEED + 1], "one_generator": SEED}.items():
            _, latents, image = generate(pipeline, seeds, num_images_per_prompt=2)
            tensors[f"{name}.{kind}.latents"] = latents[-1]
            if name == "pndm":
                tensors[f"{name}.{kind}.image_u8"] = to_bytes(image)
    pipeline.scheduler = own
    tensors["generators.noise"] = torch.cat([torch.randn((1, 4, 8, 8), generator=generator(SEED + n)) for n in (0, 1)])
    tensors["one_generator.noise"] = torch.randn((2, 4, 8, 8), generator=generator())
    record_tensors("sd1/batches.safetensors", tensors)


def record_variants(pipeline):
    """An odd size (latents after every call); no negative prompt, a cut prompt, no guidance (after the last)."""
    tensors = {
        "72x40.latents": generate(pipeline, height=72, width=40)[1][:, 0],
        "no_negative.latents": generate(pipeline, negative=None)[1][-1, 0],
        "long.latents": generate(pipeline, prompt=LONG)[1][-1, 0],
    }
    unguided = pipeline(
        PROMPT, height=64, width=64, num_inference_steps=STEPS, guidance_scale=1.0, generator=generator(), output_type="latent"
    ).images[0]
    record_tensors("sd1/variants.safetensors", {**tensors, "no_guidance.latents": unguided})


def record():
    for family in FAMILIES:
        pipeline = load_pipeline(family)
        record_text(family, pipeline)
        record_unet(family, pipeline)
        record_vae(family, pipeline)
        record_text_to_image(family, pipeline)
        if family != "bk-tiny":
            record_schedulers(family, pipeline, trajectories=family == "sd1")
        if family == "sd1":
            record_batches(pipeline)
            record_variants(pipeline)


if __name__ == "__main__":
    record()
