"""What a place and a distance on Earth may be: the one table both wings of geo share."""

# Half a WGS84 meridian: the farthest place from any point is its antipode, reached over a pole
# (a quarter meridian is 10 001 965.7293 m; Karney 2013, J. Geodesy 87:43-55, section 2).
FARTHEST = 20_003_931.4586
"""Largest distance between two places on the WGS84 ellipsoid, in metres."""

MOST_SITES = 20_000
"""A page of more sites shows how many circles lie over each place, and no single site."""
