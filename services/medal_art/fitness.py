"""The fitness test medal, from back to front."""

from . import body, emblem
from .design import METALS, NAVY, SEASONS, WHITE, Design
from .press import Shadow
from .ribbon import bar, ribbon


def layers(design: Design):
    """Each part with its colours and the shadow that it throws."""
    season, (metal, reach) = SEASONS[design.season], METALS[design.metal]
    yield ribbon(design.season, design.metal), None, None
    yield bar(season.name), metal, Shadow(8, (0, 9), 0.6)
    yield body.rays(reach), metal, Shadow(8, (0, 6), 0.5)
    yield body.link(), metal, Shadow(5, (0, 5), 0.6)
    yield body.rim(), metal, Shadow(9, (2, 8), 0.62)
    yield body.band(), NAVY, None
    yield body.legend(design.ring_text, design.year, season.english), metal, Shadow(2.4, (2, 3), 0.85)
    yield body.ground(), season.enamel, None
    yield body.lip(), metal, Shadow(5, (2, 4), 0.5)
    yield emblem.ears(), metal, Shadow(4, (3, 5), 0.75)
    yield emblem.rim(), metal, Shadow(8, (4, 8), 0.75)
    yield emblem.field(), NAVY, None
    yield emblem.sign(design.season), metal, Shadow(3, (3, 5), 0.8)
    yield emblem.crest(), metal, Shadow(4, (3, 5), 0.75)
    yield body.gloss(), WHITE, None
    yield body.plate(), metal, Shadow(6, (0, 7), 0.7)
