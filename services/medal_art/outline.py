"""Outlines as lists of points: geometry only, nothing is drawn here."""

import math
from collections.abc import Iterator

from .press import CENTRE, Point


def polar(r: float, degrees: float, centre: Point = CENTRE) -> Point:
    """The point at a distance and a bearing; 0 is up, 90 is right."""
    a = math.radians(degrees)
    return centre[0] + r * math.sin(a), centre[1] - r * math.cos(a)


def turn(r, centre: Point = CENTRE, steps: int = 320) -> list[Point]:
    """A closed curve whose distance from the centre is r(degrees)."""
    return [polar(r(i * 360 / steps), i * 360 / steps, centre) for i in range(steps + 1)]


def star(centre: Point, r: float, inner: float) -> list[Point]:
    return [polar(r * inner if i % 2 else r, i * 36, centre) for i in range(10)]


def lozenge(centre: Point, r: float, degrees: float) -> list[Point]:
    return [polar(r * (0.62 if i % 2 else 1), degrees + 90 * i, centre) for i in range(4)]


def shield(centre: Point, width: float, height: float) -> list[Point]:
    """Flat shoulders, a peak between them, and a point below."""
    x, y = centre
    top = y - height * 0.46
    right = [(width * 0.26, y - height * 0.43), (width * 0.5, top)]
    for i in range(1, 16):
        t = i / 16
        right.append((width * 0.5 * (1 - t**2.3), top + height * 0.96 * (0.42 * t + 0.58 * t**1.15)))
    tips = (x, y - height * 0.5), (x, y + height * 0.5)
    left = [(x - dx, py) for dx, py in reversed(right)]
    return [tips[0], *((x + dx, py) for dx, py in right), tips[1], *left]


def leaf(base: Point, tip: Point, width: float, bend: float = 0.85) -> list[Point]:
    """A leaf or a grain: pointed at both ends, widest beyond the middle if bend < 1."""
    (x0, y0), (x1, y1) = base, tip
    dx, dy = x1 - x0, y1 - y0
    length = math.hypot(dx, dy)
    nx, ny = -dy / length, dx / length

    def edge(side):
        for i in range(13):
            t = i / 12
            w = side * width * math.sin(math.pi * t**bend)
            yield x0 + dx * t + nx * w, y0 + dy * t + ny * w

    return [*edge(1), *reversed(list(edge(-1)))]


def ginkgo(centre: Point, r: float) -> list[Point]:
    """A ginkgo leaf's fan, opening upwards from the centre, cleft in the middle."""

    def edge(degrees):
        cleft = 0.46 * math.exp(-((degrees / 8) ** 2))
        wave = 0.035 * math.cos(math.radians(degrees * 9))
        corner = 0.22 * (abs(degrees) / 74) ** 6
        return r * (1 - cleft + wave - corner)

    fan = [polar(edge(a), a, centre) for a in range(-74, 75, 2)]
    right, left = fan[-1], fan[0]
    foot = centre[0], centre[1] + r * 0.12
    hollow = centre[0] + r * 0.3, centre[1] - r * 0.02
    hollow_left = centre[0] - r * 0.3, centre[1] - r * 0.02
    sides = [*bezier(right, hollow, (centre[0] + r * 0.1, centre[1]), foot)]
    return fan + sides + [*bezier(foot, (centre[0] - r * 0.1, centre[1]), hollow_left, left)]


_FLAME = (
    ((0.10, -1.05), (0.22, -0.62), (0.80, -0.30), (0.72, 0.32)),
    ((0.72, 0.32), (0.66, 0.80), (0.30, 1), (0, 1)),
    ((0, 1), (-0.36, 1), (-0.72, 0.74), (-0.72, 0.26)),
    ((-0.72, 0.26), (-0.72, -0.06), (-0.56, -0.26), (-0.40, -0.46)),
    ((-0.40, -0.46), (-0.38, -0.26), (-0.30, -0.14), (-0.16, -0.10)),
    ((-0.16, -0.10), (-0.22, -0.50), (-0.10, -0.84), (0.10, -1.05)),
)


def flame(centre: Point, r: float) -> list[Point]:
    x, y = centre
    return [(x + dx * r, y + dy * r) for segment in _FLAME for dx, dy in bezier(*segment)]


def bezier(p0: Point, p1: Point, p2: Point, p3: Point, steps: int = 16) -> Iterator[Point]:
    for i in range(steps + 1):
        t = i / steps
        c = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x = c[0] * p0[0] + c[1] * p1[0] + c[2] * p2[0] + c[3] * p3[0]
        yield x, c[0] * p0[1] + c[1] * p1[1] + c[2] * p2[1] + c[3] * p3[1]
