"""Dies, struck copies, and the two faces of a medal not yet earned."""

from functools import lru_cache
from io import BytesIO
from zlib import Z_RLE

from PIL import Image, ImageChops, ImageFilter, ImageOps

from . import text
from .body import numbered
from .design import METALS, Design
from .design import SHAPES as SHAPES
from .layers import layers
from .press import SIZE, blur, lay, scaled, tint

ART_VERSION = "2"
PEWTER = (0, "#5b6675"), (140, "#a3aebc"), (220, "#dfe5ec"), (255, "#f7f9fb")


def die(design: Design, size: int = SIZE) -> Image.Image:
    """The medal with a blank number plate: anyone may see it."""
    return _resized(_die(design), size)


def strike(design: Design, edition: int, size: int = SIZE) -> Image.Image:
    """The medal with its number; the die is drawn once and kept."""
    copy = _die(design).copy()
    lay(copy, numbered(edition), METALS[design.metal].ramp)
    return _resized(copy, size)


@lru_cache(maxsize=6)
def _die(design: Design) -> Image.Image:
    """The shared die, 4 MB each: callers copy it, nobody draws on it."""
    text.require(design.ring_text)
    canvas = Image.new("RGBA", (SIZE, SIZE))
    for casting, ramp, shadow in layers(design):
        lay(canvas, casting, ramp, shadow)
    return _grounded(canvas)


def _grounded(medal: Image.Image) -> Image.Image:
    """The medal with the soft shadow it throws on the page."""
    ground = Image.new("RGBA", medal.size)
    ground.paste((6, 10, 22, 255), (0, 12), scaled(blur(medal.getchannel("A"), 14), 0.34))
    ground.alpha_composite(medal)
    return ground


def _resized(image: Image.Image, size: int) -> Image.Image:
    if image.width == size:
        return image.copy()
    return image.resize((size, size), Image.Resampling.LANCZOS)


def unstruck(image: Image.Image) -> Image.Image:
    """Within reach: the same medal before it is struck, matt pewter without colour."""
    grey = image.convert("RGB").convert("L").point([int(112 + v * 0.46) for v in range(256)])
    out = tint(grey, PEWTER)
    out.putalpha(scaled(image.getchannel("A"), 0.92))
    return out


def silhouette(image: Image.Image) -> Image.Image:
    """Locked: a ghost with just enough relief to be curious about, on light and dark grounds."""
    soft = image.convert("RGB").convert("L").filter(ImageFilter.GaussianBlur(image.width / 160))
    shade = ImageOps.autocontrast(soft).point([int(112 - v * 0.3) for v in range(256)])
    body = image.getchannel("A").point([max(0, v - 96) * 255 // 159 for v in range(256)])
    out = Image.new("RGBA", image.size, "#8c99ab")
    out.putalpha(ImageChops.multiply(body, shade))
    return out


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG", compress_type=Z_RLE)  # a quarter faster than level 3, as small
    return out.getvalue()


def webp(image: Image.Image, size: int = 240) -> bytes:
    """A small picture for lists: at 240 px no more than 12 KB."""
    out = BytesIO()
    _resized(image, size).save(out, "WEBP", quality=77, alpha_quality=60)
    return out.getvalue()
