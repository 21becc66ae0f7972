"""Schedulers alone: timesteps, sigmas and a latent of 8 numbers under a model that needs no weights,

    model_output = 0.3 * x + sin(t / 100)        x: what scale_model_input gives the model; t: the timestep, f32

for real scheduler configs and for every option that real configs carry.
"""

import diffusers
import torch

from record_noise import shortest
from recording import record_json
from tiny_models import SD1_SCHEDULER, SD2_SCHEDULER

STEPS = [1, 2, 5, 20, 50]
EVERY_STEP_UP_TO = 5  # and at 20 for the plain sd1 configs; beyond, the last one only
IMAGE_TO_IMAGE = [(20, 0.6), (20, 0.8), (50, 0.3), (7, 0.5), (10, 1.0), (5, 0.2)]  # steps, strength
NOISE_SEED = 7

SD1 = {key: value for key, value in SD1_SCHEDULER.items() if not key.startswith("_")}
SD2 = {key: value for key, value in SD2_SCHEDULER.items() if not key.startswith("_")}
LCM_DREAMSHAPER = {
    **SD1, "original_inference_steps": 50, "clip_sample_range": 1.0, "dynamic_thresholding_ratio": 0.995,
    "prediction_type": "epsilon", "rescale_betas_zero_snr": False, "sample_max_value": 1.0, "set_alpha_to_one": True,
    "steps_offset": 0, "thresholding": False, "timestep_scaling": 10.0, "timestep_spacing": "leading",
}
TRAINED = [round(0.001 + 0.0002 * n, 6) for n in range(100)]  # 100 training steps: short enough to write down
SHARED = {  # options that every class understands; each is laid over SD1
    "sd1": {},
    "v": {"prediction_type": "v_prediction"},
    "offset0": {"steps_offset": 0},
    "leading": {"timestep_spacing": "leading"},
    "leading-offset0": {"timestep_spacing": "leading", "steps_offset": 0},
    "trailing": {"timestep_spacing": "trailing"},
    "linspace": {"timestep_spacing": "linspace"},
    "linear-betas": {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
    "cosine-betas": {"beta_schedule": "squaredcos_cap_v2"},
    "trained-betas": {"trained_betas": TRAINED, "num_train_timesteps": 100},
}
ZERO_SNR = {"zero-snr-v": {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction", "timestep_spacing": "trailing"}}
ALPHA_ONE = {"alpha-to-one": {"set_alpha_to_one": True}, "alpha-to-one-offset0": {"set_alpha_to_one": True, "steps_offset": 0}}
CLIPPED = {
    "clip": {"clip_sample": True},
    "clip2": {"clip_sample": True, "clip_sample_range": 2.0},
    "clip-v": {"clip_sample": True, "prediction_type": "v_prediction"},
    "thresholding": {"thresholding": True, "sample_max_value": 1.5, "dynamic_thresholding_ratio": 0.9},
}
KARRAS = {
    "karras": {"use_karras_sigmas": True},
    "karras-v": {"use_karras_sigmas": True, "prediction_type": "v_prediction"},
    "karras-leading": {"use_karras_sigmas": True, "timestep_spacing": "leading"},
    "karras-trailing": {"use_karras_sigmas": True, "timestep_spacing": "trailing"},
}
SIGMA_MIN = {"sigma-min": {"final_sigmas_type": "sigma_min"}}
CLASSES = {
    "pndm": ("PNDMScheduler", {**SHARED, **ALPHA_ONE}),
    "ddim": ("DDIMScheduler", {**SHARED, **ALPHA_ONE, **CLIPPED, **ZERO_SNR}),
    "euler": (
        "EulerDiscreteScheduler",
        {
            **SHARED, **KARRAS, **SIGMA_MIN, **ZERO_SNR,
            "log-linear": {"interpolation_type": "log_linear"},
            "continuous-v": {"timestep_type": "continuous", "prediction_type": "v_prediction", "use_karras_sigmas": True},
        },
    ),
    "euler-ancestral": ("EulerAncestralDiscreteScheduler", {**SHARED, **ZERO_SNR}),
    "dpmpp-2m": (
        "DPMSolverMultistepScheduler",
        {
            **SHARED, **KARRAS, **SIGMA_MIN, **ZERO_SNR,
            "karras-sigma-min": {"use_karras_sigmas": True, "final_sigmas_type": "sigma_min"},
            "order1": {"solver_order": 1},
            "heun": {"solver_type": "heun"},
            "no-lower-order": {"lower_order_final": False, "final_sigmas_type": "sigma_min"},
            "euler-at-final": {"euler_at_final": True},
            "thresholding": CLIPPED["thresholding"],
        },
    ),
    "lcm": (
        "LCMScheduler",
        {
            **SHARED, **ALPHA_ONE, **CLIPPED,
            "dreamshaper": LCM_DREAMSHAPER,
            "original100": {"original_inference_steps": 100},
            "scaling5": {"timestep_scaling": 5.0},
        },
    ),
}
START = torch.tensor([[1.5, -1.25, 0.75, -0.5, 0.25, -0.125, 2.0, 0.0]]).reshape(1, 2, 2, 2)


def noises():
    draws = torch.Generator().manual_seed(NOISE_SEED)
    return torch.cat([torch.randn((1, 2, 2, 2), generator=draws) for _ in range(max(STEPS))])


def numbers(tensor):
    values = shortest(tensor.numpy())
    return [int(value) if value == int(value) else value for value in values]


def trajectory(scheduler, timesteps, latents):
    steps, generator = [], torch.Generator().manual_seed(NOISE_SEED)
    randomness = {"generator": generator} if type(scheduler).__name__ in ("EulerAncestralDiscreteScheduler", "LCMScheduler") else {}
    for timestep in timesteps:
        x = scheduler.scale_model_input(latents, timestep)
        output = 0.3 * x + torch.sin(timestep.float() / 100)
        latents = scheduler.step(output, timestep, latents, **randomness).prev_sample
        steps.append(latents[0].clone())
    return steps


def case(kind, config, steps, whole):
    scheduler = getattr(diffusers, kind).from_config(config)
    try:
        scheduler.set_timesteps(steps)
        latents = START * scheduler.init_noise_sigma
        states = trajectory(scheduler, scheduler.timesteps, latents)
    except (ValueError, IndexError, RuntimeError) as error:
        return {"steps": steps, "diffusers_fails": f"{type(error).__name__}: {error}"}
    result = {
        "steps": steps,
        "timesteps": numbers(scheduler.timesteps),
        "init_noise_sigma": float(str(torch.as_tensor(scheduler.init_noise_sigma, dtype=torch.float32).numpy())),
    }
    if hasattr(scheduler, "sigmas"):
        result["sigmas"] = numbers(scheduler.sigmas)
    kept = states if steps <= EVERY_STEP_UP_TO or whole and steps == 20 else states[-1:]
    return {**result, "latents" if kept is states else "final": [numbers(state) for state in kept]}


def image_to_image(kind, config, steps, strength):
    """As StableDiffusionImg2ImgPipeline.get_timesteps: int(steps * strength) of the steps, and PNDM's extra call stays."""
    scheduler = getattr(diffusers, kind).from_config(config)
    scheduler.set_timesteps(steps)
    start = max(steps - min(int(steps * strength), steps), 0)
    timesteps = scheduler.timesteps[start * scheduler.order :]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start * scheduler.order)
    latents = scheduler.add_noise(START, noises()[:1], timesteps[:1])
    return {
        "steps": steps, "strength": strength, "start": start, "timesteps": numbers(timesteps),
        "noised": numbers(latents[0]), "final": numbers(trajectory(scheduler, timesteps, latents)[-1]),
    }


def record():
    configs = {}
    for name, (kind, variants) in CLASSES.items():
        configs |= {f"{name}/{variant}": (kind, {**SD1, **changes}) for variant, changes in variants.items()}
        configs[f"{name}/sd2.1"] = (kind, SD2)
        configs[f"{name}/defaults"] = (kind, {"skip_prk_steps": True} if name == "pndm" else {})
    schedules = []
    for name, (kind, config) in configs.items():
        cases = [case(kind, config, steps, whole=name.endswith("/sd1")) for steps in STEPS]
        schedules.append({"name": name, "class": kind, "config": config, "cases": cases})
    partial = [
        {"name": f"{name}/sd1", "class": kind, "config": SD1, "cases": [image_to_image(kind, SD1, *case) for case in IMAGE_TO_IMAGE]}
        for name, (kind, _) in CLASSES.items()
    ]
    record_json(
        "schedules.json",
        {
            "model": "0.3 * x + sin(t / 100)",
            "start": numbers(START[0]),
            "noises": [numbers(noise) for noise in noises()],
            "schedules": schedules,
            "image_to_image": partial,
        },
        compact=True,
    )


if __name__ == "__main__":
    record()
