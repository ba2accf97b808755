"""What every medal is made of, from back to front: the parts of one engine, chosen by its shape."""

from . import body, emblem, signs
from .backing import backing
from .design import METALS, NAVY, SEASONS, SHAPES, WHITE, Design
from .press import Shadow
from .ribbon import bar, ribbon

EDGE, LETTERS = Shadow(5, (2, 4), 0.5), Shadow(2.4, (2, 3), 0.85)
LEAVES, RAISED, HIGH = Shadow(4, (3, 5), 0.75), Shadow(3, (3, 5), 0.8), Shadow(8, (4, 8), 0.75)


def layers(design: Design):
    """The parts from back to front, each with its colours and the shadow it throws."""
    season, (metal, reach) = SEASONS[design.season], METALS[design.metal]
    yield ribbon(design.season, design.metal), None, None
    yield bar(season.name), metal, Shadow(8, (0, 9), 0.6)
    yield backing(design.outline, reach), metal, Shadow(8, (0, 6), 0.5)
    yield body.link(), metal, Shadow(5, (0, 5), 0.6)
    yield body.rim(), metal, Shadow(9, (2, 8), 0.62)
    yield body.band(), design.band, None
    yield body.legend(design.ring_text, design.year, season.english), metal, LETTERS
    yield from MIDDLES.get(SHAPES[design.shape].sign, _sign)(design, metal)
    yield body.gloss(), WHITE, None
    yield body.plate(), metal, Shadow(6, (0, 7), 0.7)


def _ground(design, metal):
    yield body.ground(), design.ground, None
    yield body.lip(), metal, EDGE


def _sign(design, metal):
    yield from _ground(design, metal)
    yield signs.sign(SHAPES[design.shape].sign), metal, RAISED


def _fitness(design, metal):
    yield from _ground(design, metal)
    yield emblem.ears(), metal, LEAVES
    yield emblem.rim(), metal, HIGH
    yield emblem.field(), NAVY, None
    yield emblem.sign(design.season), metal, RAISED
    yield emblem.crest(), metal, LEAVES


def _seasons(design, metal):
    yield signs.quarters(body.ground()), None, None
    yield signs.sign("seasons"), metal, RAISED
    yield body.lip(), metal, EDGE


def _place(design, metal):
    yield from _ground(design, metal)
    yield signs.place(design.metal), metal, RAISED


def _own(design, metal):
    yield from _ground(design, metal)
    if design.parts.centre:
        yield signs.picture(design.parts.centre), None, LEAVES
        return
    yield emblem.ears(), metal, LEAVES
    yield signs.sign("own"), metal, RAISED


#: The middles that are more than one sign on an enamel ground.
MIDDLES = {"fitness": _fitness, "seasons": _seasons, "cup": _place, "own": _own}
