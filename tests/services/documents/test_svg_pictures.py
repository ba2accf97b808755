"""SVG from strangers: shapes are drawn, and nothing that leads out of the picture or unfolds in it."""

from io import BytesIO

import pytest
from PIL import Image

from services.documents import svg_pictures
from services.errors import Invalid

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
HEAD = f'<svg {SPACES} viewBox="0 0 10 10">'
DOTS = '<circle cx="5" cy="5" r="1"/>'


def svg(inner, head=HEAD):
    return f"{head}{inner}</svg>".encode()


def draw(content):
    return Image.open(BytesIO(svg_pictures.draw(content, 100)))


def test_shapes_with_gradients_are_drawn():
    fade = '<defs><linearGradient id="a"><stop stop-color="#00f"/></linearGradient></defs>'
    drawn = draw(svg(f'{fade}<g transform="scale(2)"><rect width="5" height="5" fill="url(#a)"/></g>'))

    assert drawn.size == (100, 100)
    assert drawn.convert("RGBA").getpixel((50, 50)) == (0, 0, 255, 255)


@pytest.mark.parametrize("box", ["0 0 10 20", "0,0,10,20"])
def test_the_longer_side_is_as_long_as_asked(box):
    assert draw(svg(DOTS, HEAD.replace("0 0 10 10", box))).size == (50, 100)


@pytest.mark.parametrize(
    "head",
    [
        f'<svg {SPACES} width="1" height="90000000" viewBox="0 0 10 20">',
        f'<svg {SPACES} width="90000000px" height="180000000">',
        f'<svg {SPACES} width="50%" height="1em" viewBox="0 0 10 20">',
    ],
)
def test_no_size_it_says_itself_makes_it_larger(head):
    assert draw(svg(DOTS, head)).size == (50, 100)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>1</script>",
        '<image href="file:///etc/passwd" width="10" height="10"/>',
        '<image xlink:href="data:image/png;base64,AAAA"/>',
        "<foreignObject><p/></foreignObject>",
        "<style>rect { fill: url(http://example.com/a) }</style>",
        '<use href="#a"/>',
        '<filter id="f"/>',
        "<text>字</text>",
        "<other:thing xmlns:other='x'/>",
        '<rect fill="url(http://example.com/a)"/>',
        '<rect style="fill: URL( &quot;//example.com&quot; )"/>',
        '<rect onload="alert(1)"/>',
        '<g xlink:href="other.svg"/>',
        "<g>" * 60 + "</g>" * 60,
        DOTS * 5000,
    ],
)
def test_more_than_shapes_is_refused(inner):
    with pytest.raises(Invalid):
        svg_pictures.draw(svg(inner), 100)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg",
        b"<svg/>",
        b"\xff\xfe<svg xmlns='http://www.w3.org/2000/svg'>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<title>&a;</title>"),
        svg("<desc>" + "x" * 300_000 + "</desc>"),
        svg(DOTS, HEAD.replace("0 0 10 10", "0 0 0 0")),
        svg(DOTS, HEAD.replace("0 0 10 10", "0 0 1 99999999")),
        svg(DOTS, HEAD.replace("0 0 10 10", "0 0 nan 5")),
        svg(DOTS, HEAD.replace("0 0 10 10", "0 0 1e999 5")),
        svg(DOTS, f"<svg {SPACES}>"),
    ],
)
def test_what_is_no_svg_of_ours_is_refused(content):
    with pytest.raises(Invalid):
        svg_pictures.draw(content, 100)
