"""Films for Chromium's fake camera: what a phone sees that is held up to a screen."""

import io
from pathlib import Path

import qrcode
from PIL import Image, ImageFilter

SIZE = (1280, 720)
WALL = (112, 120, 118)
FRAMES = 15  # half a second, played again and again

ARGS = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


class Film:
    """What a phone's camera sees from its next start on: a code that says this, a picture, or only a wall."""

    def __init__(self, path):
        self.path = film(path)

    def show(self, text):
        self.play(picture_of(text))

    def play(self, picture=None):
        film(self.path, picture)


def picture_of(text):
    drawn = io.BytesIO()
    qrcode.make(text, box_size=12).save(drawn, "PNG")
    return drawn.getvalue()


def args(film):
    """For a Chromium whose camera plays a film. It reads the file anew whenever the camera is started."""
    return [*ARGS, f"--use-file-for-fake-video-capture={Path(film).absolute()}"]


def film(path, picture=None):
    """Write a film that shows a picture (the bytes of a file), or only a wall; return its path."""
    frame = io.BytesIO()
    held_up(picture).save(frame, "JPEG", quality=88)
    # Beside it first: a camera may be reading.
    fresh = Path(path).with_suffix(".fresh")
    fresh.write_bytes(frame.getvalue() * FRAMES)
    return fresh.replace(path)


def held_up(picture):
    """A picture as a hand-held phone has it: turned a little, not quite sharp, with things around."""
    scene = Image.new("RGB", SIZE, WALL)
    if picture:
        screen = Image.open(io.BytesIO(picture)).convert("RGB")
        screen.thumbnail((SIZE[0] * 0.9, SIZE[1] * 0.9))
        screen = screen.rotate(4, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=WALL)
        scene.paste(screen, ((SIZE[0] - screen.width) // 2, (SIZE[1] - screen.height) // 2))
    return scene.filter(ImageFilter.GaussianBlur(0.8))
