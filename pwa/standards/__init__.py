"""Standards: reading, comparing and importing them."""

from pwa.standards import imports, standards

BLUEPRINTS = (standards.bp, imports.bp)
