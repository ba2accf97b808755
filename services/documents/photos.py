"""Pictures that people attach: drawn anew, so that what is kept is the picture and nothing else."""

import struct
from io import BytesIO

from PIL import Image, ImageOps

from services.errors import Invalid
from services.words import gettext as _

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 30_000_000
SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
#: What Pillow raises, depending on the format, for a file that is no picture after all.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError)


def redrawn(content) -> bytes:
    """A JPEG of at most 1600 px a side that shows the same picture upright, without EXIF: no place, no
    camera, no time.

    Refuses what is no JPEG, PNG or WebP, what is larger than 8 MB, and a small file that would unfold into
    a huge picture. Slow: call it outside transactions.
    """
    if len(content) > MOST_BYTES:
        raise Invalid({"photo": _("照片不能超过 8 MB")})
    try:
        return _jpeg(Image.open(BytesIO(content), formats=FORMATS))
    except BROKEN:
        raise Invalid({"photo": _("这不是能读的照片，请换一张 JPEG、PNG 或 WebP")}) from None


def _jpeg(picture):
    # The size stands in the head of the file, before anything is unfolded.
    if picture.width * picture.height > MOST_PIXELS:
        raise Invalid({"photo": _("照片太大，最多 %(n)s 百万像素", n=MOST_PIXELS // 10**6)})
    picture.draft("RGB", (SIDE, SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    drawn = BytesIO()
    _on_white(upright).save(drawn, "JPEG", quality=82, optimize=True)
    return drawn.getvalue()


def _on_white(picture):
    """Plain RGB, white where the picture is transparent, without profile or comments."""
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper
