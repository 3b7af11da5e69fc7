"""Coverage: whose ranges, per estimate. Twin: web/src/layers/coverage.ts.

Numbers only: the page computes every ring itself, from the same geodesics as `geo.shapes`.
"""

from geo.model import Estimate, Scenario


def coverage_layer(scenario: Scenario) -> tuple[Estimate, ...]:
    """Return the scenario's estimates; the first is the one that the page opens with."""
    return scenario.estimates
