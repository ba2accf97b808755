"""Pictures that come as SVG: shapes alone, checked part by part before anything draws them.

An SVG can hold scripts, addresses, fonts, filters, and copies of copies that unfold without end. Whatever
is not on the lists below is refused, not left out: without it the picture would be another one.
"""

import re
from xml.etree.ElementTree import ParseError, tostring

import resvg_py
from defusedxml import DefusedXmlException, ElementTree

from services.errors import Invalid
from services.words import gettext as _

MOST_BYTES = 256 * 1024
MOST_PARTS = 4000
DEEPEST = 40
NARROWEST = 20  # times as long as wide
SPACE = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
FRAMES = {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc"}
#: What in an attribute leads out of the drawing, or makes it unfold.
LEADING = re.compile(r"url\(\s*(?!#)|@import|expression|javascript:", re.IGNORECASE)


def is_svg(content) -> bool:
    """Whether a file means to be an SVG."""
    return b"<svg" in content[:4096].lower()


def draw(content, side) -> bytes:
    """The PNG of an SVG whose longer side is ``side`` px. Slow: call it outside transactions.

    Refuses what is no well-formed SVG, is larger than 256 kB, or holds anything but shapes, groups,
    gradients and clips that stay within it.
    """
    if len(content) > MOST_BYTES:
        raise Invalid({"file": _("SVG 不能超过 %(n)s KB", n=MOST_BYTES // 1024)})
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
        _check(root)
        _fit(root, side)
        drawn = resvg_py.svg_to_bytes(svg_string=tostring(root, "unicode"), skip_system_fonts=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise Invalid({"file": _("这不是能读的 SVG")}) from None
    return bytes(drawn)


def _check(root):
    parts = list(_walk(root))
    if len(parts) > MOST_PARTS:
        raise Invalid({"file": _("SVG 里的图形太多，最多 %(n)s 个", n=MOST_PARTS)})
    for part, depth in parts:
        space, _brace, name = str(part.tag).rpartition("}")
        if f"{space}}}" != SPACE or name not in SHAPES | FRAMES or depth > DEEPEST:
            raise Invalid({"file": _("SVG 里只能有图形、分组和渐变，不能有“%(name)s”", name=name[:20])})
        if any(_leads_out(*pair) for pair in part.attrib.items()):
            raise Invalid({"file": _("SVG 里不能引用别的文件")})


def _walk(root):
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        waiting.extend((child, depth + 1) for child in part)


def _leads_out(name, value):
    is_link = name.rpartition("}")[2] == "href"
    return (is_link and not value.startswith("#")) or name.startswith("on") or bool(LEADING.search(value))


def _fit(root, side):
    """Set the size to ours, whatever the file says: nothing else bounds what is unfolded."""
    numbers = re.findall(r"[-+.\deE]+", root.get("viewBox") or "0 0 {width} {height}".format_map(_size(root)))
    _x, _y, width, height = map(float, numbers)
    if not 0 < width < height * NARROWEST or not height < width * NARROWEST:
        raise ValueError(numbers)
    longer = max(width, height)
    root.set("viewBox", " ".join(numbers))
    root.set("width", str(max(1, round(side * width / longer))))
    root.set("height", str(max(1, round(side * height / longer))))


def _size(root):
    return {name: root.get(name, "").removesuffix("px") for name in ("width", "height")}
