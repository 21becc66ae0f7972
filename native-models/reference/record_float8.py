"""Every float8 number as torch reads it: `float8.json`, by the dtype names of safetensors.

256 numbers each, in the order of their bits; what JSON has no number for is written as a word.
"""

import math

import torch

from recording import record_json

TYPES = {"F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2}


def in_json(number):
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    return number


def numbers(dtype):
    return [in_json(number) for number in torch.arange(256, dtype=torch.uint8).view(dtype).float().tolist()]


def record():
    record_json("float8.json", {name: numbers(dtype) for name, dtype in TYPES.items()})


if __name__ == "__main__":
    record()
