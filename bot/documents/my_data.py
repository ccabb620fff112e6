"""A copy of all that is kept about a person: for reading (text) and for programs (JSON; GDPR articles 15 and 20).

Made outside of any unit, when its row is due; `handlers/resident/my_data.py` asks for it and hands it over.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import fields
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from handlers.texts import Catalogs, t
from handlers.texts import written as in_language
from handlers.views.meeting import OWN_ANSWERS
from storage import prompts
from storage.database import Row, Rows
from storage.meeting import Answer
from storage.models import SECOND, Instant, Place, Text, Written
from storage.repositories import personal
from storage.repositories.personal import Everything

NAME = "my_data"
"""The channel of attachments that are made here."""
_INSTANTS = ("created_at", "changed_at", "promised_at", "remembered_at", "received_at", "sent_at", "stopped_at", "at", "starts_at", "single_at")


class MyData:
    """Makes the copies. A reference is ``12:34:json:pl``: whose, for which address, in which form, in which language."""

    def __init__(self, rows: Rows, catalogs: Catalogs, zone: ZoneInfo) -> None:
        self._rows = rows
        self._catalogs = catalogs
        self._zone = zone

    async def make(self, reference: str) -> tuple[str, bytes]:
        """The type and the bytes of a copy."""
        contact, urn, form, language = reference.split(":")
        found = await personal.everything(self._rows, int(contact), int(urn))
        if form == "json":
            return "application/json", json.dumps(_plain(found), ensure_ascii=False, indent=2).encode()
        return "text/plain", ("\ufeff" + "\n".join(self._lines(found, language)) + "\n").encode()

    def _lines(self, found: Everything, language: str) -> list[str]:
        def say(text: Text) -> str:
            return self._catalogs.plain(text, language)

        def at(instant: Instant) -> str:
            return f"{_local(instant, self._zone):%Y-%m-%d %H:%M}"

        lines = [say(t("All that this system keeps about you")), ""]
        address = " ".join(part for part in (found.contact["street"], found.contact["house"], found.contact["detail"]) if part)
        lines.append(say(t("Remembered address: {address}", address=address or "–")))
        followed = (Place(row["street"], row["house"], row["detail"]).line for row in found.followed)
        lines += [say(t("Followed address: {address}", address=each)) for each in followed]
        lines += [say(t("A way to reach you: {channel}", channel=f"{row['channel']} ({row['address']})")) for row in found.channels]
        for report in found.reports:
            place = f"{report['street']} {report['house']} {report['detail']}".strip()
            lines += [
                "",
                say(t("Report no. {number} · {place} · {at}", number=report["number"], place=place, at=at(report["created_at"]))),
                report["words"],
            ]
            if report["identity"]:
                lines.append(say(t("You gave: {identity}", identity=report["identity"])))
            for entry in (each for each in found.entries if each["report"] == report["number"]):
                who = t("You") if entry["kind"] == "words" else t("Officer")
                lines.append(f"{at(entry['created_at'])} {say(who)}: {entry['text']}")
        lines += ["", say(t("Pictures, documents, positions: {count}", count=len(found.attachments)))]
        lines += [f"{at(row['created_at'])} {row['mime'] or row['kind']}" for row in found.attachments]
        lines += ["", say(t("Meetings to which you are asked: {count}", count=len(found.meetings)))]
        for row in found.meetings:
            given = row["answer"] or row["single"]
            answer = say(OWN_ANSWERS[Answer(given)] if given else t("no answer"))
            lines.append(f"{at(row['single_at'] or row['starts_at'])} {json.loads(row['agenda'])[0]}: {answer}")
        lines += [f"{at(row['created_at'])} {row['text']}" for row in found.questions]
        lines += ["", say(t("Messages"))]
        if len(found.channels) > 1:
            lines.append(say(t("Those of this conversation; your other phone or chat has a copy of its own.")))
        if found.chat:
            for row in found.chat:
                who = t("We") if row["from_us"] else t("You")
                lines.append(f"{at(row['sent_at'])} {say(who)}: {_without_marks(row['text'])}")
        else:
            received = [(row["received_at"], say(t("You")), str(json.loads(row["payload"]).get("text") or "")) for row in found.received]
            sent = [(row["created_at"], say(t("We")), self._prompt(row, language)) for row in found.sent]
            lines += [f"{at(when)} {who}: {words}" for when, who, words in sorted(received + sent) if words]
        return lines

    def _prompt(self, row: Row, language: str) -> str:
        body = prompts.load(row["prompt"]).body
        return " ".join(in_language(block, language) if isinstance(block, Written) else self._catalogs.plain(block, language) for block in body)


def _plain(found: Everything) -> dict[str, Any]:
    """The rows as JSON: instants in ISO 8601, UTC; texts that are JSON already as what they are."""
    parts = {each.name: getattr(found, each.name) for each in fields(found)}
    return {name: [_row(row) for row in part] if isinstance(part, list) else _row(part) for name, part in parts.items()}


def _row(row: Row) -> dict[str, Any]:
    kept = {name: row[name] for name in row.keys()}  # noqa: SIM118  # sqlite3.Row iterates over its values
    for name in _INSTANTS:
        if isinstance(kept.get(name), int):
            kept[name] = _local(kept[name], UTC).isoformat()
    for name in ("payload", "prompt", "agenda"):
        if name in kept:
            kept[name] = json.loads(kept[name])
    return kept


def _local(instant: Instant, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(instant / SECOND, zone)


def _without_marks(text: str) -> str:
    """A bubble of the web chat as text."""
    return html.unescape(re.sub(r"</?b>", "", text)).replace("\n", " ")
