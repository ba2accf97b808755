"""What everyone has: their first page, their record, help, and what works without a network."""

from pwa.home import help, home, offline, records

BLUEPRINTS = (home.bp, records.bp, help.bp, offline.bp)
