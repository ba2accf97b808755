"""One sheet a person: the page, its files and photos, objections and exemptions."""

from pwa.sheets import exemptions, files, objections, photos, sheets

BLUEPRINTS = (sheets.bp, files.bp, photos.bp, objections.bp, exemptions.bp)
