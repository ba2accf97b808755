"""Trainings: the list, their desk, leave, attendance sheets and calendars."""

from pwa.trainings import attendance_sheets, calendars, desk, leaves, trainings

BLUEPRINTS = (trainings.bp, desk.bp, leaves.bp, attendance_sheets.bp, calendars.bp)
