"""The bureau: its people, units, roster and settings."""

from pwa.people import bureau, people, roster, units

BLUEPRINTS = (people.bp, units.bp, roster.bp, bureau.bp)
