"""Distances as readers write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadDistance
from geo.limits import FARTHEST
from geo.units import METRES, Distance, check_distance, format_distance, parse_distance


@pytest.mark.parametrize(
    ("text", "metres", "unit"),
    [
        ("1000 km", 1_000_000, "km"),
        ("1000km", 1_000_000, "km"),
        ("  1000   KM ", 1_000_000, "km"),
        ("500 mi", 804_672, "mi"),
        ("300 nmi", 555_600, "nmi"),
        ("300 NMI", 555_600, "nmi"),
        ("25 m", 25, "m"),
        ("1e3 km", 1_000_000, "km"),
        ("+.5 km", 500, "km"),
        ("20003.9 km", 20_003_900, "km"),
    ],
)
def test_reads_a_number_and_a_unit(text: str, metres: float, unit: str) -> None:
    assert parse_distance(text) == Distance(pytest.approx(metres, rel=1e-15), unit)


NO_NUMBER = "write a number and a unit, such as 1000 km (no thousands separator)"
NOT_FINITE = "a distance is a finite number, such as 1000 km"
NOT_ABOVE = "a distance must be above zero"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"is ''; {NO_NUMBER}"),
        ("   ", f"is '   '; {NO_NUMBER}"),
        ("km", f"is 'km'; {NO_NUMBER}"),
        ("far", f"is 'far'; {NO_NUMBER}"),
        ("1,000 km", f"is '1,000 km'; {NO_NUMBER}"),
        ("1 000 km", f"is '1 000 km'; {NO_NUMBER}"),
        ("1_000 km", f"is '1_000 km'; {NO_NUMBER}"),
        ("0x10 km", f"is '0x10 km'; {NO_NUMBER}"),
        ("10 km 5", f"is '10 km 5'; {NO_NUMBER}"),
        ("10\nkm x", f"is '10\\nkm x'; {NO_NUMBER}"),
        ("nan km", f"is 'nan km'; {NOT_FINITE}"),
        ("inf km", f"is 'inf km'; {NOT_FINITE}"),
        ("-inf km", f"is '-inf km'; {NOT_FINITE}"),
        ("1e400 km", f"is '1e400 km'; {NOT_FINITE}"),
        ("1000", "is '1000' without a unit; write 1000 km, mi, nmi or m"),
        ("1000 lm", "is '1000 lm' with the unknown unit 'lm'; use km, mi, nmi or m"),
        ("5 км", "is '5 км' with the unknown unit 'км'; use km, mi, nmi or m"),
        ("0 km", f"is '0 km'; {NOT_ABOVE}"),
        ("-5 km", f"is '-5 km'; {NOT_ABOVE}"),
        ("-0.0 km", f"is '-0.0 km'; {NOT_ABOVE}"),
        (
            "20004 km",
            "is '20004 km'; nowhere on Earth is farther than 20,004 km, enter at most 20003 km",
        ),
        ("9" * 5000, f"is '{'9' * 27}...{'9' * 28}'; {NO_NUMBER}"),
    ],
)
def test_says_what_is_wrong_with_a_distance(text: str, sentence: str) -> None:
    with pytest.raises(BadDistance) as caught:
        parse_distance(text)
    assert str(caught.value) == sentence


@given(st.text())
def test_any_text_is_a_distance_or_a_short_sentence(text: str) -> None:
    try:
        metres, unit = parse_distance(text)
    except BadDistance as error:
        sentence = str(error)
    else:
        sentence = f"{metres} {unit}"
        assert 0 < metres <= FARTHEST
        assert unit in METRES
    assert "\n" not in sentence
    assert len(sentence) < 200


def test_a_very_long_text_is_refused_at_once() -> None:
    with pytest.raises(BadDistance):  # letters and a full stop: the pattern's worst case
        parse_distance("a" * 1_000_000 + ".")


@given(st.floats(1e-3, FARTHEST), st.sampled_from(sorted(METRES)))
def test_what_is_written_reads_back(metres: float, unit: str) -> None:
    text = format_distance(metres, unit)
    value = float(text.split()[0])
    assert math.isclose(value * METRES[unit], metres, rel_tol=1e-9)
    assert "e" not in text or metres / METRES[unit] < 1e-3
    if value * METRES[unit] <= FARTHEST:
        assert parse_distance(text) == Distance(value * METRES[unit], unit)


@pytest.mark.parametrize(
    ("metres", "unit", "text"),
    [
        (1_000_000.0, "km", "1000 km"),
        (804_672.0, "mi", "500 mi"),
        (555_600.0, "nmi", "300 nmi"),
        (1_300_500.0, "km", "1300.5 km"),
        (20_003_931.0, "m", "20003931 m"),
    ],
)
def test_writes_no_more_digits_than_needed(metres: float, unit: str, text: str) -> None:
    assert format_distance(metres, unit) == text


def test_the_farthest_distance_is_allowed_and_no_more() -> None:
    check_distance(FARTHEST, "")
    with pytest.raises(BadDistance):
        check_distance(math.nextafter(FARTHEST, math.inf), "")


@pytest.mark.parametrize("metres", [0.0, -1.0, math.nan])
def test_a_distance_is_above_zero(metres: float) -> None:
    with pytest.raises(BadDistance, match="above zero"):
        check_distance(metres, str(metres))
