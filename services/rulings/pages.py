"""The pages 待裁定 and 设备 of an assessment, for its staff."""

from dataclasses import dataclass

from services import standards
from services.rulings import clashes, desk, devices, held_entries
from services.rulings.clashes import Pair
from services.rulings.desk import InDoubt, Waiting
from services.rulings.devices import Device
from services.rulings.held_entries import Held
from services.scoring.rulebook import Standard
from services.sheets import entry_words
from services.sheets.desk import Heading, heading


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingsPage(Heading):
    """Everything that waits for a ruling; ``owing`` are the devices that keep something back."""

    standard: Standard
    doubts: list[InDoubt]
    objections: list[Waiting]
    clashes: list[Pair]
    held: Held
    owing: list[Device]

    @property
    def is_empty(self):
        return not (self.doubts or self.objections or self.clashes or self.held.groups or self.owing)

    def text_of(self, entry):
        """What an entry says."""
        return entry_words.what(entry, self.standard)

    def measure_of(self, attempt):
        return entry_words.measured(attempt, self.standard)

    def why_held(self, group):
        return entry_words.why_held(group.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesPage(Heading):
    """Every device and what it owes."""

    devices: list[Device]

    @property
    def holding(self):
        """The devices that hold a station."""
        return [one for one in self.devices if one.is_open]


def of_rulings(assessment, part, version) -> RulingsPage:
    """What waits at an assessment whose staff the reader is; a fixed number of queries."""
    return RulingsPage(
        **heading(assessment, part),
        tab="rulings",
        version=version,
        standard=standards.load(assessment.standard),
        doubts=desk.in_doubt(assessment),
        objections=desk.objections(assessment.id),
        clashes=clashes.open_at(assessment.id),
        held=held_entries.read(assessment),
        owing=[one for one in devices.devices(assessment.id) if one.is_owing],
    )


def of_devices(assessment, part, version) -> DevicesPage:
    """The devices at an assessment whose staff the reader is; a fixed number of queries."""
    found = devices.devices(assessment.id)
    return DevicesPage(**heading(assessment, part), tab="devices", version=version, devices=found)
