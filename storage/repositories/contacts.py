"""People and how they are reached: the one place that knows identities."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from storage.database import Rows, Writer
from storage.models import Instant, Place, Urn
from storage.queries import queries

_SQL = queries("contacts")


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person with the ways to reach them, preferred first."""

    contact: int
    language: str
    urns: tuple[Urn, ...]
    discreet: bool = False


async def by_address(rows: Rows, channel: str, address: str) -> Urn | None:
    """The URN that a channel's address belongs to, if it ever wrote."""
    found = await rows.fetch(_SQL["by_address"], {"channel": channel, "address": address})
    return Urn(found[0]["id"], channel, address, found[0]["contact_id"]) if found else None


async def urn(rows: Rows, id: int) -> Urn | None:
    """One URN by its number."""
    found = await rows.fetch(_SQL["urn"], {"id": id})
    return Urn(found[0]["id"], found[0]["channel"], found[0]["address"], found[0]["contact_id"]) if found else None


async def meet(unit: Writer, channel: str, address: str, *, language: str, now: Instant) -> Urn:
    """The URN of an address; an address that never wrote becomes a new person. Whoever writes can be reached again."""
    found = await unit.fetch(_SQL["by_address"], {"channel": channel, "address": address})
    if found:
        if found[0]["stopped_at"] is not None:
            unit.write(_SQL["resume"], {"id": found[0]["id"]})
        return Urn(found[0]["id"], channel, address, found[0]["contact_id"])
    unit.write(_SQL["new_contact"], {"language": language, "now": now})
    row = (await unit.fetch(_SQL["first_urn"], {"channel": channel, "address": address}))[0]
    return Urn(row["id"], channel, address, row["contact_id"])


async def add_urn(unit: Writer, contact: int, channel: str, address: str, *, position: int = 0) -> Urn:
    """One more way to reach a person; the lowest position is tried first."""
    parameters = {"channel": channel, "address": address, "contact": contact, "position": position}
    return Urn((await unit.fetch(_SQL["new_urn"], parameters))[0]["id"], channel, address, contact)


async def reachable(rows: Rows, contacts: Iterable[int]) -> dict[int, Reachable]:
    """How to reach some people; whoever cannot be reached at all is missing."""
    urns: dict[int, list[Urn]] = defaultdict(list)
    people: dict[int, tuple[str, bool]] = {}
    for row in await rows.fetch(_SQL["reachable"], {"contacts": json.dumps(sorted(set(contacts)))}):
        urns[row["contact_id"]].append(Urn(row["id"], row["channel"], row["address"], row["contact_id"]))
        people[row["contact_id"]] = (row["language"], bool(row["discreet"]))
    return {contact: Reachable(contact, people[contact][0], tuple(found), people[contact][1]) for contact, found in urns.items()}


def stop(unit: Writer, urn: int, now: Instant) -> None:
    """Nothing more is sent there until somebody writes from it again."""
    unit.write(_SQL["stop"], {"id": urn, "now": now})


def prefer(unit: Writer, contact: int, urn: int) -> None:
    """This address of the person is tried first."""
    unit.write(_SQL["prefer"], {"contact": contact, "id": urn})


def moved(unit: Writer, urn: int, address: str) -> None:
    """The chat has another address from now on."""
    unit.write(_SQL["roles_moved"], {"id": urn, "address": address})
    unit.write(_SQL["moved"], {"id": urn, "address": address})


def set_language(unit: Writer, contact: int, language: str) -> None:
    """The language in which the person is answered from now on."""
    unit.write(_SQL["set_language"], {"contact": contact, "language": language})


def warned(unit: Writer, contact: int) -> None:
    """The warning against fraud was said."""
    unit.write(_SQL["warned"], {"contact": contact})


def set_discreet(unit: Writer, contact: int, discreet: bool) -> None:
    """Whether notices to this person say the number and the street only."""
    unit.write(_SQL["set_discreet"], {"contact": contact, "discreet": int(discreet)})


def remember_address(unit: Writer, contact: int, place: Place, now: Instant, *, district: int | None = None, announcements: bool = False) -> None:
    """Keeps a person's address; only after they agreed to the words that say what it is for.

    `announcements`: those words said that announcements for it come too."""
    number = re.match(r"\d+", place.house)
    unit.write(
        _SQL["remember_address"],
        {
            "contact": contact,
            "street": place.street,
            "house": place.house,
            "detail": place.detail,
            "now": now,
            "district": district,
            "house_number": None if number is None else int(number[0]),
            "announcements": int(announcements),
        },
    )


def place_in(unit: Writer, contact: int, district: int | None) -> None:
    """The district to which the remembered address belongs by the map in force."""
    unit.write(_SQL["place"], {"contact": contact, "district": district})


def mute(unit: Writer, contact: int, until: Instant | None) -> None:
    """Until when notices wait; None: they come again."""
    unit.write(_SQL["mute"], {"contact": contact, "until": until})


def quiet_hours(unit: Writer, contact: int, begin: int | None, end: int | None) -> None:
    """The person's own quiet hours, in minutes of the local day; None: only those of everybody."""
    unit.write(_SQL["quiet_hours"], {"contact": contact, "begin": begin, "end": end})


def want_announcements(unit: Writer, contact: int, wanted: bool) -> None:
    """Whether announcements for the remembered address come."""
    unit.write(_SQL["wants"], {"contact": contact, "wanted": int(wanted)})


def follow(unit: Writer, contact: int, place: Place, district: int) -> None:
    """Another address for which the person wants announcements: of parents, of work."""
    number = re.match(r"\d+", place.house)
    known = _place(contact, place) | {"district": district, "house_number": None if number is None else int(number[0])}
    unit.write(_SQL["follow"], known)
    unit.write(_SQL["wants_some"], known)


def unfollow(unit: Writer, contact: int, place: Place) -> None:
    """Not any longer."""
    unit.write(_SQL["unfollow"], _place(contact, place))


async def followed(rows: Rows, contact: int) -> list[tuple[Place, int | None]]:
    """The other addresses that a person follows, with their districts."""
    found = await rows.fetch(_SQL["followed"], {"contact": contact})
    return [(Place(row["street"], row["house"], row["detail"]), row["district"]) for row in found]


async def followed_between(rows: Rows, after: int, last: int) -> list[tuple[int, Place]]:
    """What contacts above `after` up to `last` follow."""
    found = await rows.fetch(_SQL["followed_after"], {"after": after, "last": last})
    return [(row["contact_id"], Place(row["street"], row["house"], row["detail"])) for row in found]


def place_followed(unit: Writer, contact: int, place: Place, district: int | None) -> None:
    """The district to which a followed address belongs by the map in force."""
    unit.write(_SQL["place_followed"], _place(contact, place) | {"district": district})


def _place(contact: int, place: Place) -> dict[str, object]:
    return {"contact": contact, "street": place.street, "house": place.house, "detail": place.detail}


async def unwanted_topics(rows: Rows, contact: int) -> set[str]:
    """The topics of announcements that a person does not want."""
    return {row["topic"] for row in await rows.fetch(_SQL["unwanted"], {"contact": contact})}


def want_topic(unit: Writer, contact: int, topic: str, wanted: bool) -> None:
    """Whether announcements on a topic come; what is urgent comes anyway."""
    unit.write(_SQL["want"] if wanted else _SQL["unwant"], {"contact": contact, "topic": topic})


async def remembered_after(rows: Rows, after: int, limit: int) -> list[tuple[int, Place]]:
    """Who asked us to remember an address, and which: contacts above `after`, in order, at most `limit`."""
    found = await rows.fetch(_SQL["remembered_after"], {"after": after, "limit": limit})
    return [(row["id"], Place(row["street"], row["house"] or "", row["detail"] or "")) for row in found]


def forget_address(unit: Writer, contact: int) -> None:
    """The address is gone at once, and the others that the person follows."""
    unit.write(_SQL["forget_address"], {"contact": contact})
    unit.write(_SQL["unfollow_all"], {"contact": contact})


async def last_words(rows: Rows, contact: int) -> Instant | None:
    """When the person wrote last; None if that is no longer known."""
    at: Instant | None = (await rows.fetch(_SQL["last_words"], {"contact": contact}))[0]["at"]
    return at


async def given_away(rows: Rows, channels: Iterable[str], *, stopped: Instant, silent: Instant, limit: int) -> list[int]:
    """URNs of these channels that were switched off before `stopped`, or from which nobody has written since `silent`."""
    parameters = {"channels": json.dumps(sorted(channels)), "stopped": stopped, "silent": silent, "limit": limit}
    return [row["id"] for row in await rows.fetch(_SQL["given_away"], parameters)]


def forget_number(unit: Writer, urn: int, now: Instant) -> None:
    """The address is nobody's: whoever writes from it is a stranger."""
    for name in ("forget_menu_of", "forget_session_of", "forget_address_of"):
        unit.write(_SQL[name], {"id": urn, "now": now})


async def is_erased(rows: Rows, contact: int) -> bool:
    """Whether somebody has had everything about themselves deleted."""
    return bool(await rows.fetch(_SQL["is_erased"], {"contact": contact}))
