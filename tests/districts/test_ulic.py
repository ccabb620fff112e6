"""The national register of streets, or a plain list, as a town's register."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.districts.register import Register, RegisterError, Street, read_streets
from bot.districts.ulic import Place, as_csv, merged, read_plain, read_ulic

HEADER = "WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA"
ROWS = (
    "30;61;01;1;0937474;00506;ul.;Asnyka;Adama;2026-01-01",
    "30;61;01;1;0937474;12345;al.;Wolności;;2026-01-01",
    "30;61;01;1;0937474;12346;pl.;Świętego Józefa;;2026-01-01",
    "30;61;01;1;0937474;12347;ul.;Sikorskiego;gen. Władysława;2026-01-01",
    "30;61;01;1;0937474;12348;ul.;3 Maja;;2026-01-01",
    "30;61;01;1;0937474;12349;os.;Widok;;2026-01-01",
    "30;61;01;1;0937474;12350;rondo;Rondo Westerplatte;;2026-01-01",
    "30;17;01;1;0954047;00506;ul.;Wrocławska;;2026-01-01",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "ULIC.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8-sig")
    return path


def test_a_place_of_the_catalogue(catalogue: Path) -> None:
    assert [street for _, street in read_ulic(catalogue, Place("0937474"))] == [
        Street("Adama Asnyka"),
        Street("Aleja Wolności", "aleja"),
        Street("Plac Świętego Józefa", "plac"),
        Street("gen. Władysława Sikorskiego"),
        Street("3 Maja"),
        Street("Widok", "osiedle"),
        Street("Rondo Westerplatte", "rondo"),
    ]
    assert [street.name for _, street in read_ulic(catalogue, Place("3017011"))] == ["Wrocławska"]
    assert len(list(read_ulic(catalogue))) == len(ROWS)


def test_what_was_known_besides_stays(catalogue: Path, tmp_path: Path) -> None:
    known = [Street("Adama Asnyka", former="Polna", estate="Śródmieście", aliases=("Asnyka",)), Street("Nowa, nie ma jej w spisie")]
    found = merged(known, (street for _, street in read_ulic(catalogue, Place("0937474"))))
    (tmp_path / "streets.csv").write_text(as_csv(found, "ULIC.csv"), encoding="utf-8")
    assert read_streets(tmp_path / "streets.csv") == found
    register = Register(found)
    assert register.streets["Adama Asnyka"].former == "Polna"
    assert "Widok" not in register.streets


def test_a_plain_list(tmp_path: Path) -> None:
    path = tmp_path / "ulice.txt"
    path.write_text("# spis\nul. Polna\n\nAleja Wolności\nal. Wojska Polskiego\npl. Bogusławskiego,\nKrótka\n", encoding="utf-8")
    assert list(read_plain(path)) == [
        Street("Polna"),
        Street("Aleja Wolności", "aleja"),
        Street("Aleja Wojska Polskiego", "aleja"),
        Street("Plac Bogusławskiego", "plac"),
        Street("Krótka"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"WOJ;POW\n1;2\n", "the first row has no GMI"),
        (f"{HEADER}\n30;61;01;1;1;1;ul.;;;x\n".encode(), "row 2: NAZWA_1 is empty"),
        (HEADER.encode() + b"\n\xff\xfe;", "is no text in UTF-8"),
    ],
)
def test_a_wrong_catalogue_is_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "ULIC.csv").write_bytes(content)
    with pytest.raises(RegisterError) as caught:
        list(read_ulic(tmp_path / "ULIC.csv"))
    assert sentence in str(caught.value)
