"""Looking at pictures in tests."""

from PIL import Image, ImageChops, ImageStat

from services.credentials import baking


def on(ground, image, size):
    page = Image.new("RGB", (size, size), ground)
    small = image.resize((size, size), Image.Resampling.LANCZOS)
    page.paste(small, (0, 0), small)
    return page


def inside(box, outer):
    return outer[0] < box[0] and outer[1] < box[1] and box[2] < outer[2] and box[3] < outer[3]


def difference(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def token_in(png):
    """The credential baked into a PNG, or None."""
    head = baking.KEYWORD + baking.PLAIN
    bodies = (body for kind, body in baking.chunks(png) if kind == b"iTXt" and body.startswith(head))
    body = next(bodies, None)
    return body and body[len(head) :].decode("ascii")
