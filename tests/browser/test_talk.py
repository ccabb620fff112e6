"""A resident and an officer talk in a real browser (Debian's Chromium), each seeing the other's words at once.

``PICTURES=1`` writes the picture of the README's first screen.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.pictures import photo

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parent.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


EXPECTED = r"ERR_|status of (415|503)"
"""A connection that is cut, a file that is refused, a picture that is not ready yet: the page deals with them."""


def missing() -> str | None:
    if CHROMIUM is None and not os.environ.get("CI"):
        return "Debian's chromium is not installed here (apt-get install chromium)"
    return None


pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")


class Demo:
    """``python -m bot demo`` as a newcomer starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self) -> None:
        environment = {**os.environ, "PORT": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--data", str(self.folder)], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        printed = [self.process.stdout.readline() for _ in range(2)]
        assert f"http://127.0.0.1:{self.port}" in "".join(printed), "one address is printed"
        deadline = time.monotonic() + 20
        while True:
            try:
                urllib.request.urlopen(self.url, timeout=2).close()
                return
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.communicate(timeout=20)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    started = Demo(tmp_path_factory.mktemp("demo"))
    yield started
    started.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 860}, locale="pl-PL")
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" and not re.search(EXPECTED, message.text) else None)
    opened.goto(demo.url)
    yield opened
    opened.close()
    assert problems == []


def say(page: Page, who: str, words: str) -> None:
    page.fill(f"#text-{who}", words)
    page.press(f"#text-{who}", "Enter")


def tap(page: Page, who: str, label: str) -> None:
    page.locator(f"[data-pane={who}] .choices button", has_text=label).last.click()


def sees(page: Page, who: str, words: str) -> None:
    expect(page.locator(f"[data-pane={who}] .messages")).to_contain_text(words)


def test_resident_and_officer_talk(page: Page) -> None:
    expect(page.locator(".banner")).to_contain_text("Podział na rejony, osoby i sprawy są zmyślone. To nie jest serwis Policji.")
    sees(page, "anna", "Proszę napisać ulicę i numer domu")
    say(page, "anna", "Podmiejska 13")
    sees(page, "anna", "Podmiejska 13 · rejon 5 (podział przykładowy)")
    tap(page, "anna", "Napisz w sprawie")
    sees(page, "anna", "co się dzieje")
    say(page, "anna", "Znowu piją na klatce, prawie codziennie po 22.")
    tap(page, "anna", "Podmiejska 13")
    sees(page, "anna", "Sprawdźmy przed wysłaniem")
    tap(page, "anna", "Wyślij bez moich danych")
    sees(page, "anna", "Zgłoszenie nr 44 wysłane")
    sees(page, "rejon5", "„Znowu piją na klatce, prawie codziennie po 22.”")

    tap(page, "rejon5", "Odpowiedz")
    sees(page, "rejon5", "Proszę napisać odpowiedź w sprawie nr 44.")
    say(page, "rejon5", "Dziękuję za wiadomość. Sprawdzę to miejsce w piątek wieczorem.")
    sees(page, "anna", "„Dziękuję za wiadomość. Sprawdzę to miejsce w piątek wieczorem.”")
    expect(page.locator("[data-pane=anna] .choices button.chosen", has_text="Wyślij bez moich danych")).to_have_count(1)
    if os.environ.get("PICTURES"):
        page.screenshot(path=ROOT / "docs/pictures/demo.png")


def test_a_reply_to_a_bubble_is_bound(page: Page) -> None:
    bubble = page.locator("[data-pane=anna] .message.ours", has_text="odpowiedź dzielnicowego").last
    bubble.get_by_role("button", name="Odpowiedz na tę wiadomość").click()
    say(page, "anna", "Dziękuję, przychodzą od podwórza.")
    sees(page, "anna", "Dopisano do zgłoszenia nr 44.")
    sees(page, "rejon5", "„Dziękuję, przychodzą od podwórza.”")


def test_a_picture_goes_along_and_is_seen_by_the_officer(page: Page, tmp_path: Path) -> None:
    taken = tmp_path / "IMG_20240605_anna.jpg"
    taken.write_bytes(photo((1200, 900)))
    page.set_input_files("#file-anna", taken)
    expect(page.locator("[data-pane=anna] .chips li")).to_contain_text("IMG_20240605_anna.jpg")
    expect(page.locator("[data-pane=anna] .chips li")).not_to_contain_text("przesyłanie")
    say(page, "anna", "#44 Tak to wygląda.")
    sees(page, "rejon5", "„Tak to wygląda.”")
    sees(page, "rejon5", "+1 zdjęcie")
    for who in ("anna", "rejon5"):
        picture = page.locator(f"[data-pane={who}] .file img").last
        expect(picture).to_be_visible()
        page.wait_for_function("picture => picture.naturalWidth > 0", arg=picture.element_handle())
    assert "IMG_2024" not in page.locator("[data-pane=rejon5]").inner_html()


def test_the_invitation_goes_into_a_calendar_by_a_tap(page: Page) -> None:
    file = page.locator("[data-pane=anna] .message", has_text="Parkowanie i światło na Dobrzecu").locator(".file")
    expect(file).to_have_text("Dodaj do kalendarza")
    with page.expect_download() as saved:
        file.click()
    assert saved.value.suggested_filename.endswith(".ics")
    assert "BEGIN:VEVENT" in saved.value.path().read_text(encoding="utf-8")


def test_a_file_of_another_kind_is_refused_at_once(page: Page, tmp_path: Path) -> None:
    letter = tmp_path / "pismo.jpg"
    letter.write_bytes(b"PK\x03\x04 this is no picture")
    page.set_input_files("#file-anna", letter)
    expect(page.locator("[data-pane=anna] .notice")).to_contain_text("Takiego pliku nie możemy przyjąć.")
    expect(page.locator("[data-pane=anna] .chips li")).to_have_count(0)


def test_the_keypad_phone_gets_sms(page: Page) -> None:
    page.click("[data-tab=jan]")
    say(page, "jan", "#40 okolo dwudziestej")
    sees(page, "jan", "Dopisano do zgloszenia nr 40.")
    expect(page.locator("[data-pane=jan] .choices")).to_have_count(0)
    say(page, "jan", "Widok 7")
    sees(page, "jan", "Widok 7: rejon 7. Dzielnicowy wraca 13.06, w zastepstwie dzielnicowy rejonu 6, tel. 62 000 00 06.")
    expect(page.locator("[data-tab=rejon6] .dot")).to_be_visible()
    page.click("[data-tab=rejon6]")
    sees(page, "rejon6", "„okolo dwudziestej”")


def test_html_of_people_is_shown_and_never_run(page: Page) -> None:
    page.click("[data-tab=olena]")
    say(page, "olena", "<img src=x onerror=document.title='zle'><b>tekst</b>")
    sees(page, "olena", "<b>tekst</b>")
    assert "zle" not in page.title()
    expect(page.locator("[data-pane=olena] .messages img")).to_have_count(0)


def test_what_was_not_acknowledged_is_sent_again_after_a_kill(page: Page, demo: Demo) -> None:
    say(page, "anna", "moje zgłoszenia")
    sees(page, "anna", "Nr 44 · Podmiejska 13")
    demo.end(signal.SIGKILL)
    say(page, "anna", "status 39")
    expect(page.locator("[data-pane=anna] .waiting")).to_have_count(1)
    demo.start()
    sees(page, "anna", "Sprawdzone dwa razy, rozmowa ze spółdzielnią o zamku.")
    expect(page.locator("[data-pane=anna] .waiting")).to_have_count(0)
    expect(page.locator("[data-pane=anna] .message.mine", has_text="status 39")).to_have_count(1)


def test_on_a_phone_one_side_at_a_time_and_nothing_wider_than_the_screen(chromium: Browser, demo: Demo) -> None:
    phone = chromium.new_page(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    phone.goto(demo.url)
    sees(phone, "anna", "Proszę napisać ulicę i numer domu")
    expect(phone.locator("[data-pane=rejon5]")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.click(".switch [data-side=staff]")
    expect(phone.locator("[data-pane=rejon5]")).to_be_visible()
    expect(phone.locator("[data-pane=anna]")).to_be_hidden()
    if os.environ.get("PICTURES"):
        phone.screenshot(path=ROOT / "docs/pictures/phone.png")
    phone.close()


def test_production_has_one_pane(chromium: Browser, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = tmp_path / "config.toml"
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    for old, new in (("port = 8080", f"port = {port}"), ("secure = true", "secure = false"), ("var/dzielnicowy.db", str(tmp_path / "run.db"))):
        text = text.replace(old, new)
    config.write_text(text, encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "bot", "run", "--config", str(config)], cwd=ROOT, stderr=subprocess.DEVNULL)
    page = chromium.new_page(viewport={"width": 390, "height": 780})
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        page.goto(f"http://127.0.0.1:{port}/")
        expect(page.locator(".pane")).to_have_count(1)
        sees(page, "me", "Proszę napisać ulicę i numer domu")
        say(page, "me", "Podmiejska 13")
        sees(page, "me", "Rejon 5 nie ma teraz dzielnicowego. Sprawy prowadzi kierownik dzielnicowych")
        page.reload()
        sees(page, "me", "Rejon 5 nie ma teraz dzielnicowego.")
        if os.environ.get("PICTURES"):
            page.screenshot(path=ROOT / "docs/pictures/chat.png")
    finally:
        page.close()
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def test_the_quick_exit_leaves_no_way_back(chromium: Browser, demo: Demo) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 780}, locale="pl-PL")
    context.route(
        "https://meteo.imgw.pl/**", lambda route: route.fulfill(body="<title>Pogoda</title>Słonecznie", content_type="text/html; charset=utf-8")
    )
    opened = context.new_page()
    opened.goto("about:blank")
    opened.goto(demo.url)
    opened.locator("[data-tab=olena]").click()
    expect(opened.locator("[data-pane=olena] .exit")).to_be_hidden()
    say(opened, "olena", "чоловік б'є мене вже роками, боюся йти додому")
    sees(opened, "olena", "Чи хтось іще заглядає в цей телефон?")
    expect(opened.locator("[data-pane=olena] .exit")).to_be_visible()
    if os.environ.get("PICTURES"):
        opened.screenshot(path=ROOT / "docs/pictures/exit.png")
    opened.keyboard.press("Escape")
    expect(opened.locator("[data-pane=olena] .exit")).to_be_visible()
    opened.keyboard.press("Escape")
    opened.wait_for_url("https://meteo.imgw.pl/")
    assert [cookie["name"] for cookie in context.cookies(demo.url)] == [], "this browser is a stranger again"
    opened.go_back()
    assert opened.url == "about:blank", "the chat is not in the history of the page"
    context.close()


def test_an_unsafe_phone_shows_an_empty_chat(page: Page) -> None:
    say(page, "anna", "mąż bije mnie od lat, boję się wrócić do domu")
    tap(page, "anna", "Tak, proszę tu nie odpisywać")
    sees(page, "anna", "Jak bezpiecznie się odezwać?")
    say(page, "anna", "telefon siostry, w piątek rano")
    expect(page.locator("[data-pane=anna] .message:not(.greeting)")).to_have_count(0)
    sees(page, "kierownik", "sprawa poufna")
