"""Checking in: the screen with the code, the phone, the roll call, and what is delivered later."""

from pwa.checkin import board, check_in, field, passes, presence, sync

BLUEPRINTS = (check_in.bp, board.bp, presence.bp, sync.bp, passes.bp, field.bp)
