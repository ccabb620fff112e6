"""Rendering: the same Prompt in every form, safely, and within the channel's limits."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.channel import Capabilities
from bot.channels.render import gsm7, render, sms_parts
from bot.channels.webchat import CHAT, KEYPAD
from handlers.texts import Catalogs, t
from storage import prompts
from storage.models import Button, Moment, Prompt, Style, Text, Written
from tests.rough_channel import ROUGH
from tests.town import WARSAW

CATALOGS = Catalogs(WARSAW)
PROMPT = Prompt(
    (t("**Let us check before sending**"), t("Place: {place}", place="<Podmiejska> 13"), Written({"": "„a & b”"})),
    (Button(t("Send without my data"), "x.send", key="T"), Button(t("Change the words"), "x.words"), Button(t("Cancel"), "x.no", minor=True)),
)
PLAIN = Capabilities(buttons=False, html=False)

WORDS = st.text(max_size=200)
MOMENTS = st.builds(Moment, st.integers(0, 4 * 10**15), st.sampled_from(Style))
TEXTS = st.one_of(
    st.builds(lambda words: t("You wrote: {words}", words=words), WORDS),
    st.builds(lambda n: t("No. {number} is closed.", number=n), st.integers()),
    st.builds(
        lambda m: t("It waits for the officer. Answer by {until}.", until=m), st.builds(Moment, st.integers(0, 4 * 10**15), st.sampled_from(Style))
    ),
)
PROMPTS = st.builds(
    Prompt,
    st.lists(TEXTS | st.builds(lambda w: Written({"pl": w}), WORDS), min_size=1, max_size=4).map(tuple),
    st.lists(st.builds(Button, TEXTS, st.text(max_size=20), st.sampled_from(["", "T", "N"]), st.booleans()), max_size=4).map(tuple),
    st.none() | TEXTS,
)


def test_html_with_buttons() -> None:
    shown = render(PROMPT, "pl", CHAT, CATALOGS)
    assert shown.text == "<b>Sprawdźmy przed wysłaniem</b>\nMiejsce: &lt;Podmiejska&gt; 13\n„a &amp; b”"
    assert [(button.label, button.value, button.minor) for button in shown.buttons] == [
        ("Wyślij bez moich danych", "x.send", False),
        ("Popraw treść", "x.words", False),
        ("Anuluj", "x.no", True),
    ]


def test_numbers_are_not_torn_apart_at_the_end_of_a_line() -> None:
    prompt = Prompt((t("You can also call the duty desk: {phone}, day and night.", phone="62 000 00 00"), Written({"": "2 000 zł"})))
    assert render(prompt, "pl", CHAT, CATALOGS).text == "Można też zadzwonić do dyżurnego: 62\u00a0000\u00a000\u00a000, całą dobę.\n2 000 zł"


def test_plain_with_typed_answers() -> None:
    shown = render(PROMPT, "pl", PLAIN, CATALOGS)
    assert shown.text.endswith("T: Wyślij bez moich danych\n1: Popraw treść")
    assert shown.answers == {"t": "x.send", "1": "x.words"}


def test_an_sms_is_short_plain_and_named_by_its_short_text() -> None:
    shown = render(PROMPT, "pl", KEYPAD, CATALOGS)
    assert shown.text == 'Sprawdzmy przed wyslaniem\nMiejsce: <Podmiejska> 13\n"a & b"\nT: Wyslij bez moich danych\n1: Popraw tresc'
    short = Prompt(PROMPT.body, PROMPT.buttons, t("Nothing was sent."))
    assert render(short, "pl", KEYPAD, CATALOGS).text == "Nic nie zostalo wyslane."
    assert render(short, "pl", KEYPAD, CATALOGS).answers == {"t": "x.send"}, "what the text does not name cannot be typed"


LONG = Prompt((t("You wrote: {words}", words="Zażółć gęślą jaźń i jeszcze więcej słów. " * 12),), (Button(t("Change the words"), "x.words"),))


def test_of_a_long_sms_the_rest_is_had_by_a_word() -> None:
    """Every word is shown once, and the choices stand under each piece."""
    three = replace(KEYPAD, parts=3)
    first = render(LONG, "pl", three, CATALOGS)
    assert first.parts == 3
    assert first.text.endswith("...\nDalszy ciag: DALEJ\n1: Popraw tresc")
    assert first.rest is not None
    second = render(replace(LONG, begins_at=first.rest), "pl", three, CATALOGS)
    assert second.rest is None
    assert second.text.endswith("\n1: Popraw tresc")
    together = first.text.partition("...\n")[0] + " " + second.text.partition("\n1: ")[0]
    assert gsm7(together).split() == gsm7(render(LONG, "pl", PLAIN, CATALOGS).text.partition("\n1: ")[0]).split()


@given(st.text(alphabet="ąbc щі\n.", min_size=1, max_size=900), st.integers(1, 4), st.sampled_from(["pl", "uk"]))
def test_all_pieces_of_a_long_sms_are_the_whole(words: str, most: int, language: str) -> None:
    shown_at, seen, pieces = 0, "", 0
    capabilities = replace(KEYPAD, parts=most)
    while True:
        shown = render(Prompt((Written({"": words}),), begins_at=shown_at), language, capabilities, CATALOGS)
        assert shown.parts <= most
        seen += shown.text.partition("...\n")[0] if shown.rest is not None else shown.text
        pieces += 1
        if shown.rest is None:
            break
        assert shown.rest > shown_at, "each piece goes on"
        shown_at = shown.rest
    assert "".join(gsm7(seen).split()) == "".join(gsm7(words).split())


def test_letters_stay_where_plain_ones_would_save_nothing() -> None:
    name = Prompt((Written({"": "Będę w środę, Łucja Żółć"}),))
    assert render(name, "pl", KEYPAD, CATALOGS).text == "Będę w środę, Łucja Żółć"
    assert render(Prompt((Written({"": "Będę w środę, Łucja Żółć. " * 4}),)), "pl", KEYPAD, CATALOGS).text.startswith("Bede w srode, Lucja Zolc.")
    assert gsm7("Müller, José") == "Müller, José", "these letters are in GSM-7"


def test_a_repetition_says_so() -> None:
    assert render(PROMPT, "pl", CHAT, CATALOGS, again=True).text.startswith("(ponowienie)\n")
    assert render(PROMPT, "uk", KEYPAD, CATALOGS, again=True).text.startswith("(повторно) ")


@given(PROMPTS, st.sampled_from(["pl", "uk", "en", "xx"]), st.sampled_from([CHAT, KEYPAD, ROUGH, PLAIN, Capabilities(characters=300)]))
def test_every_prompt_can_be_shown_everywhere_within_the_limit(prompt: Prompt, language: str, capabilities: Capabilities) -> None:
    shown = render(prompt, language, capabilities, CATALOGS)
    assert capabilities.characters is None or len(shown.text) <= capabilities.characters
    if not capabilities.buttons:
        assert shown.buttons == ()
    assert set(shown.answers.values()) <= {button.value for button in prompt.buttons}


@given(PROMPTS)
def test_a_prompt_survives_the_outbox(prompt: Prompt) -> None:
    assert prompts.load(prompts.dump(prompt)) == prompt


@given(st.text(max_size=400))
def test_parts_hold_the_whole_text(text: str) -> None:
    assert "".join(sms_parts(gsm7(text))) == gsm7(text) or not text.strip()


def test_polish_letters_become_plain_and_cyrillic_stays() -> None:
    assert gsm7("Zażółć gęślą jaźń – „tak”…") == 'Zazolc gesla jazn - "tak"...'
    assert gsm7("шум уночі") == "шум уночі"


def test_nested_texts_and_moments_survive_too() -> None:
    prompt = Prompt((Text("{a} {b}", {"a": t("sent"), "b": Moment(1, Style.ON)}, "{a}s", 2),))
    assert prompts.load(prompts.dump(prompt)) == prompt
