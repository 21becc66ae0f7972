"""Small pictures in every format that is read, made by PIL, with the RGB pixels that PIL reads from them.

Transparent ones are composed on white (docs/adr/0019-transparent-parts.md). Makes pictures.json:
name -> {file (base64), format, width, height, exact, rgb (base64)}; `exact`: the format loses nothing.
"""

import base64
import io

import numpy as np
from PIL import Image

from recording import record_json

WIDTH, HEIGHT = 19, 11


def example():
    """A gradient in each channel, its blue one in steps."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.stack([x * 13, y * 23, (x // 5 + y // 4) * 40], axis=-1).astype("uint8"))


def transparent():
    image = example().convert("RGBA")
    image.putalpha(Image.fromarray((np.mgrid[0:HEIGHT, 0:WIDTH][1] * 14).astype("uint8")))
    return image


def on_white(image):
    rgba = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB")


def recorded(image, format, keeps_all, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    opened = Image.open(io.BytesIO(buffer.getvalue()))
    return {
        "file": base64.b64encode(buffer.getvalue()).decode(),
        "format": {"WEBP": "WebP"}.get(format, format),
        "width": opened.width,
        "height": opened.height,
        "exact": keeps_all,
        "rgb": base64.b64encode(on_white(opened).tobytes()).decode(),
    }


def record():
    image, second = example(), example().transpose(Image.Transpose.ROTATE_180)
    frames = {"save_all": True, "append_images": [second], "duration": 100}
    smooth = Image.fromarray(np.full((HEIGHT, WIDTH, 3), (180, 90, 40), "uint8"))
    pictures = {
        "rgb.png": recorded(image, "PNG", True),
        "grey.png": recorded(image.convert("L"), "PNG", True),
        "one-bit.png": recorded(image.convert("1"), "PNG", True),
        "palette.png": recorded(image.quantize(16), "PNG", True),
        "transparent.png": recorded(transparent(), "PNG", False),
        "animated.png": recorded(image, "PNG", True, **frames),
        "rgb.jpg": recorded(smooth, "JPEG", False, quality=95),
        "progressive.jpg": recorded(smooth, "JPEG", False, quality=95, progressive=True),
        "grey.jpg": recorded(smooth.convert("L"), "JPEG", False, quality=95),
        "lossy.webp": recorded(smooth, "WEBP", False, quality=95),
        "lossless.webp": recorded(image, "WEBP", True, lossless=True),
        "transparent.webp": recorded(transparent(), "WEBP", False, lossless=True, exact=True),
        "animated.webp": recorded(image, "WEBP", True, lossless=True, **frames),
        "palette.gif": recorded(image.quantize(16), "GIF", True),
        "animated.gif": recorded(image.quantize(16), "GIF", True, save_all=True, append_images=[second.quantize(16)]),
        "rgb.avif": recorded(smooth, "AVIF", False, quality=95),
    }
    record_json("pictures.json", pictures)


if __name__ == "__main__":
    record()
