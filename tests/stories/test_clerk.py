"""The clerk brings a new division into districts: sees what was understood, corrects, imports, and knows who changes officer."""

from __future__ import annotations

import asyncio
import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.districts.town import EXAMPLE
from storage.database import Writer, open_database
from storage.migrate import migrate
from storage.models import Place
from storage.repositories import contacts
from storage.unit import Units
from tests.stories.test_position import square

DESK = '[desk]\nduty_phone = "1"\nsupervisor_phone = "2"\nadministrator = "a"\ncrime_office = "b"\ncomplaints = "c"\n'
DATA = Path(__file__).parent.parent / "data" / "districts"


class Clerk:
    """Somebody at the command line of the town's machine."""

    def __init__(self, folder: Path) -> None:
        self.town = folder / "miasto"
        shutil.copytree(EXAMPLE, self.town)
        self.config = folder / "config.toml"
        self.config.write_text(f'{DESK}\n[town]\nfolder = "{self.town}"\n[database]\npath = "{folder}/bot.db"\n', encoding="utf-8")
        self.list = folder / "nowy podział.txt"

    def types(self, *words: str, given: str = "") -> tuple[int, str]:
        """The exit code, and what is read."""
        result = CliRunner().invoke(cli, [*words, "--config", str(self.config)], input=given)
        return result.exit_code, result.output

    def has_a_list(self, old: str = "", new: str = "") -> None:
        """The list in force, with something changed."""
        text = (EXAMPLE / "maps" / "2024-01-01.txt").read_text(encoding="utf-8")
        assert old in text
        self.list.write_text(text.replace(old, new, 1), encoding="utf-8")

    def maps(self) -> list[str]:
        return sorted(path.name for path in (self.town / "maps").iterdir())


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return Clerk(tmp_path)


def test_a_new_division_is_looked_at_corrected_and_imported(clerk: Clerk) -> None:
    clerk.has_a_list("• ul. Podmiejska – od nr 1 do nr 59, 59a–59z", "• ul. Podmiejska – od nr 1 do nr 71, 71a–71z\n• ul. Podmieska 200")
    code, read = clerk.types("districts", "import", str(clerk.list), "--dry-run")
    assert code == 0
    assert "wiersz 229: ul. Podmiejska – od nr 1 do nr 71, 71a–71z = Podmiejska: od 1 do 71, od 71a do 71z" in read
    assert "wiersz 230: ul. Podmieska 200 – nie ma takiej ulicy ani miejscowości w spisie albo pasuje kilka [E-street]" in read
    assert "Podmiejska: 60, 60a, 61, 62 – te same domy są w dwóch rejonach [E-overlap]" in read

    code, read = clerk.types("districts", "import", str(clerk.list), "--from", "2027-01-01")
    assert code == 1
    assert "Niczego nie wczytano. Proszę poprawić wiersze wymienione wyżej" in read
    assert clerk.maps() == ["2024-01-01.txt"]

    clerk.has_a_list("• ul. Podmiejska – od nr 1 do nr 59, 59a–59z", "• ul. Podmiejska – od nr 1 do nr 71, 71a–71z")
    text = clerk.list.read_text(encoding="utf-8").replace("• ul. Podmiejska – od nr 60 do końca", "• ul. Podmiejska – od nr 72 do końca")
    clerk.list.write_text(text, encoding="utf-8")
    code, read = clerk.types("districts", "import", str(clerk.list), "--from", "2027-01-01")
    assert code == 0, read
    assert "Zapisano podział obowiązujący od 2027-01-01." in read
    assert "Podmiejska, od 60 do 70 parzyste: rejon 6 → rejon 5" in read
    assert "Podmiejska, od 61 do 71 nieparzyste: rejon 6 → rejon 5" in read
    assert clerk.maps() == ["2024-01-01.txt", "2027-01-01.txt"]


def test_before_it_is_in_force_it_is_only_shown(clerk: Clerk) -> None:
    clerk.has_a_list("Rejon nr 5 – Dobrzec południe\n", "Rejon nr 5 – Dobrzec południe\n• ul. Górnośląska – numery nieparzyste\n")
    text = clerk.list.read_text(encoding="utf-8")
    clerk.list.write_text(text.replace("• ul. Górnośląska – numery nieparzyste\n\n", "\n"), encoding="utf-8")
    _, read = clerk.types("districts", "diff", str(clerk.list))
    assert read == "Gdzie zmieni się dzielnicowy:\n  Górnośląska, nieparzyste: rejon 2 → rejon 5\n"
    _, read = clerk.types("districts", "lookup", "Górnośląska", "7")
    assert read.startswith("Górnośląska 7: rejon 2, Śródmieście G–M (przykład). Według listy: Górnośląska: nieparzyste (wiersz 111)")


async def test_how_many_remembered_addresses_change_officer_is_said_before(clerk: Clerk, tmp_path: Path) -> None:
    database = await open_database(tmp_path / "bot.db")
    await migrate(database)
    units = Units(database)
    units.start()
    for number, street in enumerate(("Podmiejska", "Podmiejska", "Widok")):
        await units.run(partial(_remembers, number=number, street=street))
    await units.stop()
    await database.close()
    clerk.has_a_list("• ul. Podmiejska – od nr 1 do nr 59, 59a–59z", "• ul. Podmiejska – od nr 1 do nr 9")
    text = clerk.list.read_text(encoding="utf-8").replace("Podmiejska – od nr 60 do końca", "Podmiejska – od nr 10 do końca")
    clerk.list.write_text(text, encoding="utf-8")
    _, read = await asyncio.to_thread(clerk.types, "districts", "diff", str(clerk.list))
    assert "2 zapamiętane adresy dostaną innego dzielnicowego; w tym dniu powiadomimy te osoby." in read


async def _remembers(unit: Writer, number: int, street: str) -> None:
    urn = await contacts.meet(unit, "web", f"w{number}", language="pl", now=1)
    contacts.remember_address(unit, urn.contact, Place(street, "13"), 1)


def test_the_same_day_is_not_overwritten_by_mistake(clerk: Clerk) -> None:
    clerk.has_a_list()
    assert clerk.types("districts", "import", str(clerk.list), "--from", "2027-01-01")[0] == 0
    code, read = clerk.types("districts", "import", str(clerk.list), "--from", "2027-01-01")
    assert code == 2
    assert "is there already; repeat with --replace" in read
    assert clerk.types("districts", "import", str(clerk.list), "--from", "2027-01-01", "--replace")[0] == 0


def test_a_district_without_an_officers_card_is_not_imported(clerk: Clerk) -> None:
    clerk.has_a_list("Rejon nr 12 ", "Rejon nr 13 ")
    code, read = clerk.types("districts", "import", str(clerk.list), "--despite-errors")
    assert code == 1
    assert "W districts.toml brakuje nazwy, telefonu i godzin rejonów: 13." in read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "nie ma żadnego rejonu"), (b"\xff\xfe\x00", "is no text in UTF-8"), (b"Wykaz ulic\nLipowa", "nie ma żadnego rejonu")],
)
def test_what_is_no_list_is_one_sentence(clerk: Clerk, content: bytes, sentence: str) -> None:
    clerk.list.write_bytes(content)
    code, read = clerk.types("districts", "import", str(clerk.list))
    assert code == 2
    assert sentence in read


def test_polygons_are_drawn_checked_and_imported(clerk: Clerk, tmp_path: Path) -> None:
    file, picture = tmp_path / "rejony.geojson", tmp_path / "mapa.html"
    overlapping = {"type": "FeatureCollection", "features": [square(5, 18.03, 18.071), square(6, 18.07, 18.11)]}
    file.write_text(json.dumps(overlapping), encoding="utf-8")
    code, read = clerk.types("districts", "import", str(file), "--picture", str(picture))
    assert code == 1
    assert "rejony 5 i 6 zachodzą na siebie" in read
    assert "<svg" in picture.read_text(encoding="utf-8")

    file.write_text(json.dumps({"type": "FeatureCollection", "features": [square(5, 18.03, 18.07), square(6, 18.07, 18.11)]}), encoding="utf-8")
    code, read = clerk.types("districts", "import", str(file), "--from", "2023-01-01")
    assert code == 2
    assert "there is no list of districts from that day or an earlier one" in read
    assert clerk.maps() == ["2024-01-01.txt"]
    assert clerk.types("districts", "import", str(file), "--from", "2024-01-01")[0] == 0
    assert clerk.maps() == ["2024-01-01.geojson", "2024-01-01.txt"]
    _, read = clerk.types("districts", "lookup", "51.76, 18.05")
    assert read.startswith("51.76000,18.05000: rejon 5, Dobrzec południe.")


def test_the_register_of_streets_is_brought_in(clerk: Clerk, tmp_path: Path) -> None:
    catalogue = tmp_path / "ULIC.csv"
    rows = "30;61;01;1;0937474;1;ul.;Całkiem Nowa;;x\n30;61;01;1;0937474;2;ul.;Asnyka;Adama;x\n30;17;01;1;0954047;3;ul.;Inna;;x\n"
    catalogue.write_text(f"WOJ;POW;GMI;RODZ_GMI;SYM;SYM_UL;CECHA;NAZWA_1;NAZWA_2;STAN_NA\n{rows}", encoding="utf-8")
    code, read = clerk.types("districts", "streets", str(catalogue))
    assert code == 2
    assert "has 2 places; please choose one with --place" in read
    code, read = clerk.types("districts", "streets", str(catalogue), "--place", "0937474")
    assert (code, read) == (0, "W spisie są teraz 2 ulice.\n")
    assert "Całkiem Nowa,ulica" in (clerk.town / "streets.csv").read_text(encoding="utf-8")
    clerk.list.write_text("Rejon 1: Całkiem Nowa, Asnyka 1-9\nRejon 2: Asnyka od 10", encoding="utf-8")
    assert clerk.types("districts", "import", str(clerk.list), "--from", "2024-01-01", "--replace")[0] == 0
    _, read = clerk.types("districts", "lookup", "na Całkiem Nowej 3")
    assert read.startswith("Całkiem Nowa 3: rejon 1")


def test_the_example_town_is_not_changed(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["districts", "import", str(EXAMPLE / "maps" / "2024-01-01.txt")])
    assert result.exit_code == 2
    assert "Przykładowego miasta nie zmieniamy" in result.output


def test_an_export_is_a_list_that_changes_nothing(clerk: Clerk) -> None:
    _, exported = clerk.types("districts", "export")
    clerk.list.write_text(exported, encoding="utf-8")
    _, read = clerk.types("districts", "diff", str(clerk.list))
    assert read == "Nigdzie nie zmieni się dzielnicowy.\n"
    assert clerk.types("districts", "diff", "2030-01-01")[0] == 2


def test_questions_about_a_list_that_is_not_imported(tmp_path: Path) -> None:
    questions = [{"i": 1, "place": "Kalisz", "street": "Tyniecka", "number": "27"}, {"i": 2, "place": "Kalisz", "street": "Kielecka", "number": "3"}]
    given = "\n".join(json.dumps(each) for each in questions)
    command = ["districts", "probe", str(DATA / "d2_tabela_pna.txt"), "--streets", str(DATA / "streets.csv"), "--places", str(DATA / "places.csv")]
    result = CliRunner().invoke(cli, command, input=given)
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert lines[:2] == [{"doc": "d2_tabela_pna", "i": 1, "answer": "1"}, {"doc": "d2_tabela_pna", "i": 2, "answer": "needs-person"}]
    assert {"doc": "d2_tabela_pna", "line": 14, "code": "E-parity"} in lines
