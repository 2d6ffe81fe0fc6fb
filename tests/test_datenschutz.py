"""The disclosure policy: the shipped one is the floor, a Kreis's own can only be stricter in public."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.datenschutz import load_policy
from komman.errors import DateiFehler

OWN = """
oeffentlich: {{mindest_einheiten: {0}, p_prozent: {1}, freigegeben_durch: Datenschutz, {4}begruendung: Beschluss}}
nichtoeffentlich: {{mindest_einheiten: {2}, p_prozent: {3}, freigegeben_durch: Datenschutz, {4}begruendung: Beschluss}}
"""


def own(tmp_path: Path, *numbers: int, am: str = "am: 2022-03-01, ") -> Path:
    (tmp_path / "datenschutz.yaml").write_text(OWN.format(*numbers, am), encoding="utf-8", newline="\n")
    return tmp_path


@pytest.mark.parametrize("raw", [None, Path("gibt-es-nicht")])
def test_without_an_own_file_the_shipped_policy_holds(raw: Path | None) -> None:
    policy = load_policy(raw)
    assert policy.oeffentlich.grenzen == (3, 10)
    assert policy.nichtoeffentlich.grenzen == (3, 10)
    assert policy.oeffentlich.begruendung


@pytest.mark.parametrize("numbers", [(3, 10, 3, 10), (5, 20, 3, 10), (3, 10, 2, 0)])
def test_an_own_policy_may_be_stricter_in_public_and_weaker_inside(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    policy = load_policy(own(tmp_path, *numbers))
    assert (*policy.oeffentlich.grenzen, *policy.nichtoeffentlich.grenzen) == numbers


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((2, 10, 2, 10), "schwächer als erlaubt"),
        ((3, 9, 3, 9), "schwächer als erlaubt"),
        ((3, 10, 4, 10), "strenger als die für „oeffentlich“"),
        ((3, 10, 3, 15), "strenger als die für „oeffentlich“"),
        ((3, 10, 1, 10), "mindest_einheiten"),
    ],
)
def test_a_policy_that_protects_too_little_is_refused(tmp_path: Path, numbers: tuple[int, ...], message: str) -> None:
    with pytest.raises(DateiFehler, match=message) as fault:
        load_policy(own(tmp_path, *numbers))
    assert "datenschutz.yaml" in str(fault.value)


def test_an_approval_needs_a_date(tmp_path: Path) -> None:
    with pytest.raises(DateiFehler, match="ohne Datum"):
        load_policy(own(tmp_path, 3, 10, 3, 10, am=""))
