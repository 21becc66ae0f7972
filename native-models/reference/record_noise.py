"""torch.randn of a CPU generator: the mt19937 sequence that a seed here and in diffusers must share.

Below 16 values torch draws one normal at a time (two 53-bit uniforms for a pair, the second kept for the next draw); from
16 on it fills in blocks of 16 from 24-bit uniforms, and a ragged tail redoes the last 16. Its vector code may differ from
the plain formula in the last bits: compare to 1e-5.
"""

import numpy as np
import torch

from recording import record_json

SEEDS = [0, 1, 42, 123456789, 2**31, 2**32 - 1, 2**32 + 5, 2**53 + 1, 2**63 - 1]
SIZES = [1, 2, 3, 8, 15, 16, 17, 31, 32, 33, 100]
SEQUENCES = [[5, 20, 7], [3, 3, 3], [1, 16, 1], [17, 33], [8, 8], [15, 17, 2, 16, 3]]


def shortest(values):
    """The shortest decimals that read back as the same float32."""
    return [float(str(value)) for value in np.asarray(values, dtype=np.float32).ravel()]


def digest(values):
    return {
        "count": values.numel(),
        "first8": shortest(values.ravel()[:8]),
        "last8": shortest(values.ravel()[-8:]),
        "sum": float(values.double().sum()),
    }


def draws(seed, *shapes):
    generator = torch.Generator("cpu").manual_seed(seed)
    return [torch.randn(shape, generator=generator) for shape in shapes]


def record():
    sizes = [
        {"seed": str(seed), "size": size, "values": shortest(draws(seed, size)[0])}
        for seed in SEEDS
        for size in (SIZES if seed in (0, 42) else [3, 16, 33])
    ]
    sequences = [
        {"seed": str(seed), "sizes": sequence, "draws": [shortest(values) for values in draws(seed, *sequence)]}
        for seed in (0, 42)
        for sequence in SEQUENCES
    ]
    large = [
        {"seed": str(seed), "shapes": shapes, "draws": [digest(values) for values in draws(seed, *shapes)]}
        for seed in (0, 42, 2**32 + 5)
        for shapes in ([[1, 4, 64, 64], [1, 4, 64, 64]], [[1, 4, 9, 5], [1, 4, 9, 5]], [[7], [1, 4, 64, 64], [7]])
    ]
    record_json("torch-randn.json", {"sizes": sizes, "sequences": sequences, "large": large}, compact=True)


if __name__ == "__main__":
    record()
