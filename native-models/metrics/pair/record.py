"""Records PSNR and SSIM of scikit-image: pip install scikit-image==0.26.0, then python record.py (writes recorded.json)."""

import base64
import json
from pathlib import Path

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

OPTIONS = {
    "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "channel_axis": -1, "data_range": 255,
}


def slope(width, height):
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([9 * x, 11 * y, 255 - 5 * (x + y)], axis=-1).clip(0, 255).astype(np.uint8)


def pair(name, width, height, change):
    a = slope(width, height)
    b = change(a.astype(int)).clip(0, 255).astype(np.uint8)
    return {
        "name": name, "width": width, "height": height,
        "a": base64.b64encode(a.tobytes()).decode(), "b": base64.b64encode(b.tobytes()).decode(),
        "psnr": peak_signal_noise_ratio(a, b, data_range=255), "ssim": structural_similarity(a, b, **OPTIONS),
    }


if __name__ == "__main__":
    random = np.random.default_rng(0)
    pairs = [
        pair("noise", 24, 16, lambda a: a + random.integers(-30, 31, a.shape)),
        pair("brighter", 24, 16, lambda a: a + 20),
        pair("mirrored", 17, 19, lambda a: a[:, ::-1]),
        pair("unrelated", 20, 13, lambda a: random.integers(0, 256, a.shape)),
        pair("one channel", 16, 16, lambda a: a * [1, 1, 0]),
        pair("the smallest", 11, 11, lambda a: a // 2),
    ]
    Path(__file__).with_name("recorded.json").write_text(json.dumps(pairs, indent=2) + "\n")
