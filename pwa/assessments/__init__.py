"""Assessments and their stations: the desk, the examiner's screens, what devices hand over."""

from pwa.assessments import assessments, flow, leases, rankings, results, rulings, stations, streams

BLUEPRINTS = (
    assessments.bp,
    stations.bp,
    results.bp,
    flow.bp,
    rulings.bp,
    leases.bp,
    streams.bp,
    rankings.bp,
)
