"""Every table, whom its rows are about, and how long they are kept. A table that is not listed here fails a test.

The periods are the promise; deleting on time is done by the row "A6" of the features and is not built yet: until then
the operator deletes by hand, and nothing in the product promises a resident a date that rests on this file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """`days` None: as long as the row that it belongs to."""

    about: str
    days: int | None
    why: str


TABLES: dict[str, Kept] = {
    "contacts": Kept("anyone who wrote", 730, "24 months after the last word"),
    "urns": Kept("anyone who wrote", None, "as long as the contact"),
    "roles": Kept("officers and supervisors", 1825, "who was responsible when"),
    "invites": Kept("whoever is invited", 1825, "who gave which role to whom"),
    "absences": Kept("officers", 1825, "who was responsible when"),
    "inbox": Kept("anyone who wrote", 30, "a provider may deliver again; the newest row of each URN stays (resident.my_address asks for it)"),
    "outbox": Kept("anyone who was written to", 90, "figures and disputes about delivery"),
    "bubbles": Kept("anyone who was written to", None, "as long as the report, so that replies stay bound"),
    "menus": Kept("people without buttons", None, "as long as the URN; replaced by the next list"),
    "sessions": Kept("anyone in a conversation", 30, "an unfinished draft"),
    "reports": Kept("the author, the place", 730, "24 months after closing"),
    "announcements": Kept("whoever wrote and approved them", 1825, "who told whom what"),
    "unwanted_topics": Kept("anyone who gets announcements", None, "as long as the contact"),
    "followed": Kept("anyone who gets announcements", None, "as long as the contact; at the person's word at once"),
    "meetings": Kept("whoever called them", 1825, "who called whom to what"),
    "occurrences": Kept("nobody", None, "as long as the meeting"),
    "asked": Kept("whoever was asked", None, "as long as the meeting; at the person's word at once"),
    "attendance": Kept("whoever was asked", None, "as long as the meeting; at the person's word at once"),
    "questions": Kept("whoever asked", None, "as long as the meeting; whose it was goes at the person's word"),
    "calendars": Kept("whoever asked for the address", None, "as long as the contact; replaced by the next address"),
    "links": Kept("anyone with two channels", None, "as long as the URN; a code that was not used, until the next one"),
    "confidential": Kept("the author", None, "as long as the report; how to get in touch goes when it is emptied"),
    "exclusions": Kept("whom a report is about", None, "as long as the report"),
    "entries": Kept("the author, the place", None, "as long as the report"),
    "attachments": Kept("whoever sent them", None, "as long as the report; of a draft that was never sent, a week"),
    "audit": Kept("whoever acted", 1825, "who saw and did what"),
    "timers": Kept("nobody", None, "until due"),
    "webchat": Kept("anyone on the web chat", 730, "the chat as its owner sees it"),
    "settings": Kept("nobody", None, "the installation"),
    "migrations": Kept("nobody", None, "the installation"),
}
