"""Medals: the wall, their desk, and the pages on which anyone checks one."""

from pwa.medals import awards, badges, checks, credentials, medals

BLUEPRINTS = (medals.bp, badges.bp, awards.bp, checks.bp, credentials.bp)
