"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telegram.server import FakeTelegram
from tests.town import Town

ON_TELEGRAM_TOO = set(
    "test_report test_officer test_officers_tools test_emergency test_confidential test_confidential_afterwards test_complaint test_promise "
    "test_who_is_my_officer test_second_thoughts test_attachments test_several_matters test_interrupted test_in_between test_my_data test_languages "
    "test_discreet test_whole_report test_categories test_my_address test_new_division test_roles".split()
)
"""Stories that are told on Telegram as well: with everybody in a Telegram chat who is not said to be elsewhere."""

OF_THE_PAGE = {
    # a button that calls (Telegram has none), what the page itself shows or keeps, pictures inside a bubble
    "test_a_woman_whose_phone_is_read_by_someone_else",
    "test_a_break_in_under_way_and_the_phone_falls_silent",
    "test_a_man_who_does_not_want_to_live",
    "test_an_anonymous_report_with_a_photo_answered_reopened_and_rated",
    "test_a_photo_alone_asks_what_it_is_about_and_may_go_without_words",
    "test_many_in_a_row_show_the_card_again_once",
    "test_pictures_sent_to_an_open_report_in_a_row_are_told_of_together",
    "test_the_officer_sends_a_picture_too",
    "test_an_officers_picture_without_a_case_is_asked_about",
    "test_a_report_for_somebody_may_have_a_picture",
    "test_on_a_rough_day_every_file_arrives_once",
    "test_a_picture_is_seen_on_purpose_only",
    "test_the_card_keeps_its_picture_when_it_changes",
    "test_a_late_picture_of_the_report_reaches_the_officer",
    "test_an_upload_that_a_message_has_come_for_is_never_swept",
    "test_a_picture_that_was_not_fetched_yet_is_deleted_too",
    "test_a_copy_for_reading_and_one_for_programs",
    "test_deleting_everything_in_the_middle",
}
"""Stories that look at the web chat itself; what they promise on Telegram is in `test_telegram`."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tells the stories of `ON_TELEGRAM_TOO` twice."""
    module, name = metafunc.module.__name__.rpartition(".")[2], metafunc.function.__name__
    if "usual" in metafunc.fixturenames and module in ON_TELEGRAM_TOO and name not in OF_THE_PAGE:
        metafunc.parametrize("usual", ["web", "telegram"])


@pytest.fixture
def usual() -> str:
    """The channel of whoever is not said to be on another."""
    return "web"


@pytest.fixture
async def town(request: pytest.FixtureRequest, tmp_path: Path, usual: str) -> AsyncIterator[Town]:
    """The example town on Wednesday at ten, with nobody in it yet; with Telegram where the test, or one of its cases, names it.

    A request to Telegram that a well-behaved bot would not have made fails the test."""
    node = request.node
    assert isinstance(node, pytest.Function)
    callspec = getattr(node, "callspec", None)
    named = "telegram" in node.fixturenames or (callspec is not None and "telegram" in callspec.params.values())
    telegram = FakeTelegram() if named else None
    if telegram is not None:
        await telegram.start()
    opened = await Town.open(tmp_path, telegram=telegram)
    opened.usual = usual
    yield opened
    await opened.close()
    if telegram is not None:
        await telegram.stop()
        assert telegram.refused == []


@pytest.fixture
def telegram(town: Town) -> FakeTelegram:
    """The town's Telegram server."""
    return town.telegram
