"""A strict Bot API server on loopback. Its judgement is not ours: aiogram's models of methods and updates, teremok's rules;
by hand only what neither has (shared recipe `telegram-fake`): who may be written to, offsets, albums, deletions, faults.
"""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiogram.methods
from aiogram import Bot as AiogramBot
from aiogram.types import Update as AiogramUpdate
from aiohttp import web
from pydantic import BaseModel, ValidationError
from teremok.validation import ApiRuleViolation, validate_method

TOKEN = "42:TEST-TOKEN-of-a-bot-that-is-not-there"
BOT = {"id": 42, "is_bot": True, "first_name": "Dzielnicowy", "username": "dzielnicowy_bot"}
_NORMAL = ("only Telegram knows", "is not modified", "upgraded", "to edit not found")
"""Refusals that happen to a well-behaved bot too."""
STARTED_AT = 1_717_574_400
_MEDIA = ("photo", "video", "voice", "audio", "document", "animation", "video_note")
_NESTED = ("reply_markup", "media", "entities", "link_preview_options", "message_ids", "allowed_updates", "commands", "scope", "reply_parameters")


@dataclass
class Said:
    """A message in a chat, ours or the person's."""

    id: int
    from_us: bool
    text: str = ""
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    media: str = ""
    file_id: str = ""
    album: str = ""
    edits: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(button["text"] for row in self.keyboard for button in row)


@dataclass
class Room:
    """A chat. Nobody may be written to who has not written first, or who has blocked the bot."""

    id: int
    name: str
    kind: str = "private"
    started: bool = False
    blocked: bool = False
    moved_to: int | None = None
    messages: dict[int, Said] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, **({"first_name": self.name} if self.kind == "private" else {"title": self.name})}


class Refused(Exception):
    """What Telegram would answer instead of a result."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class FakeTelegram:
    """One server, one bot."""

    def __init__(self) -> None:
        self.rooms: dict[int, Room] = {}
        self.names: dict[str, int] = {}
        self.pending: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.file_sizes: dict[str, int] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[tuple[str, str]] = []
        """Requests that a well-behaved bot would not have made."""
        self.faults: deque[str] = deque()
        """How the next requests that send something end: "502", "429:3", "drop" (before), "deliver and drop"."""
        self.fate: Callable[[], str] = lambda: self.faults.popleft() if self.faults else ""
        self.now: Callable[[], int] | None = None
        """Microseconds; with it, whoever writes too fast gets a 429: to a person six at once and then one a second, to a group 20 a minute."""
        self.throttled = 0
        self._written: dict[int, list[int]] = {}
        self.answered: set[str] = set()
        self.open_queries: set[str] = set()
        self.webhook: dict[str, Any] = {}
        self.commands: dict[str, Any] = {}
        self.profile: dict[str, str] = {}
        self.known_token = TOKEN
        self._updates = itertools.count(1)
        self._messages = itertools.count(1)
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        self._polling = 0
        self.somebody_polls = asyncio.Event()
        self._judge = AiogramBot(TOKEN)
        self._runner: web.AppRunner | None = None
        self.port = 0

    # --- life ------------------------------------------------------------------------------------------------------

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        await self._judge.session.close()

    @property
    def api_base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def file_base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    # --- what people do --------------------------------------------------------------------------------------------

    def room(self, name: str, kind: str = "private") -> Room:
        """Somebody's chat with the bot, or a group."""
        if name not in self.names:
            number = next(self._numbers)
            id = 7_000_000_000 + number if kind == "private" else -1000 - number
            self.names[name] = id
            self.rooms[id] = Room(id, name, kind, started=kind != "private")
        return self.rooms[self.names[name]]

    def says(self, name: str, text: str = "", *, reply_to: int | None = None, group: str | None = None, **more: Any) -> int:
        """A person writes; returns the message's number. `more` are further fields of the Message."""
        room = self.room(group, "group") if group else self.room(name)
        room.started = True
        message = self._message(room, name, text, reply_to, more)
        self.inject({"message": message})
        return int(message["message_id"])

    def edits(self, name: str, message_id: int, text: str) -> None:
        """A person changes an earlier message."""
        room = self.room(name)
        message = {**self._message(room, name, text, None, {}), "message_id": message_id, "edit_date": STARTED_AT + 1}
        self.inject({"edited_message": message})

    def _message(self, room: Room, name: str, text: str, reply_to: int | None, more: Mapping[str, Any]) -> dict[str, Any]:
        id = next(self._messages)
        room.messages[id] = Said(id, False, text)
        message = {"message_id": id, "date": STARTED_AT, "chat": room.as_json(), "from": self.person(name), **more}
        if text:
            message["caption" if any(kind in more for kind in _MEDIA) else "text"] = text
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        if reply_to is not None:
            before = room.messages[reply_to]
            author = BOT if before.from_us else self.person(name)
            message["reply_to_message"] = {
                "message_id": reply_to,
                "date": STARTED_AT,
                "chat": room.as_json(),
                "from": author,
                "text": before.text or "…",
            }
        return message

    def person(self, name: str) -> dict[str, Any]:
        return {"id": self.room(name).id, "is_bot": False, "first_name": name}

    def presses(self, name: str, data: str) -> str:
        """A person presses the latest button with this value (or one that is long gone)."""
        room = self.room(name)
        room.started = True
        with_it = [said for said in room.messages.values() if any(b.get("callback_data") == data for row in said.keyboard for b in row)]
        said = with_it[-1] if with_it else Said(next(self._messages), True, "dawno")
        message: dict[str, Any] = {"message_id": said.id, "date": STARTED_AT, "chat": room.as_json(), "from": BOT, "text": said.text or "…"}
        if said.keyboard:
            message["reply_markup"] = {"inline_keyboard": said.keyboard}
        query = f"query{next(self._messages)}"
        self.open_queries.add(query)
        self.inject({"callback_query": {"id": query, "from": self.person(name), "chat_instance": "1", "data": data, "message": message}})
        return query

    def blocks(self, name: str, blocked: bool = True) -> None:
        """A person blocks the bot, or lets it write again."""
        room = self.room(name)
        room.blocked = blocked
        self._member(room, name, *(("member", "kicked") if blocked else ("kicked", "member")))

    def _member(self, room: Room, name: str, before: str, after: str) -> None:
        old, new = ({"user": BOT, "status": status, **({"until_date": 0} if status == "kicked" else {})} for status in (before, after))
        changed = {"chat": room.as_json(), "from": self.person(name), "date": STARTED_AT, "old_chat_member": old, "new_chat_member": new}
        self.inject({"my_chat_member": changed})

    def joins(self, name: str, group: str) -> None:
        """A person adds the bot to a group."""
        self._member(self.room(group, "group"), name, "left", "member")

    def upgrades(self, name: str, group: str) -> None:
        """A group becomes a supergroup, with another number."""
        old = self.room(group, "group")
        new = Room(-1_000_000_000_000 + old.id, old.name, "supergroup", started=True)
        self.rooms[new.id], old.moved_to, self.names[group] = new, new.id, new.id
        message = {"message_id": next(self._messages), "date": STARTED_AT, "chat": old.as_json(), "from": self.person(name)}
        self.inject({"message": {**message, "migrate_to_chat_id": new.id}})

    def file(self, data: bytes, *, size: int | None = None) -> dict[str, Any]:
        """A file that a message may name."""
        id = f"file{next(self._messages)}"
        self.files[id] = data
        self.file_sizes[id] = len(data) if size is None else size
        return {"file_id": id, "file_unique_id": f"u{id}", "file_size": self.file_sizes[id]}

    def photo(self, data: bytes) -> list[dict[str, Any]]:
        return [{**self.file(data[:9]), "width": 90, "height": 67}, {**self.file(data), "width": 1280, "height": 960}]

    def inject(self, update: dict[str, Any]) -> None:
        """An update waits; aiogram says whether Telegram could have sent it."""
        whole = {"update_id": next(self._updates), **update}
        AiogramUpdate.model_validate(whole)
        self.pending.append(whole)
        self._news.set()

    def chat(self, name: str) -> list[Said]:
        """What the bot's messages in a chat say now."""
        return [said for said in self.room(name).messages.values() if said.from_us]

    # --- the Bot API -------------------------------------------------------------------------------------------------

    async def _answer(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.known_token:
            return _error(401, "Unauthorized")
        name = request.match_info["method"]
        try:
            parameters, uploads = await _parameters(request)
            method = self._judged(name, parameters, uploads)
            self.calls.append((name, parameters))
            fault = self.fate() if name.startswith(("send", "edit", "delete")) else ""
            if name.startswith(("send", "edit")) and "chat_id" in parameters:
                self._pace(int(parameters["chat_id"]))
            if fault == "drop" and request.transport is not None:
                request.transport.abort()
            if fault == "502":
                raise Refused(502, "Bad Gateway")
            if fault.startswith("429:"):
                after = int(fault.partition(":")[2])
                raise Refused(429, f"Too Many Requests: retry after {after}", retry_after=after)
            if fault == "400":
                raise Refused(400, "Bad Request: something that only Telegram knows")
            if fault == "drop":
                raise Refused(500, "gone")
            result = await self._do(name, parameters, uploads, method)
            if fault == "deliver and drop" and request.transport is not None:
                request.transport.abort()
            return web.json_response({"ok": True, "result": result})
        except Refused as refused:
            if refused.status == 400 and not any(each in refused.description for each in _NORMAL):
                self.refused.append((name, refused.description))
            return _error(refused.status, refused.description, refused.parameters)

    def _pace(self, chat: int) -> None:
        if self.now is None:
            return
        now, (most, window) = self.now(), ((20, 60_000_000) if chat < 0 else (6, 1_000_000))
        lately = [at for at in self._written.get(chat, []) if at > now - window]
        if len(lately) >= most:
            self.throttled += 1
            raise Refused(429, "Too Many Requests: retry after 3", retry_after=3)
        self._written[chat] = [*lately, now]

    def _judged(self, name: str, parameters: dict[str, Any], uploads: Mapping[str, bytes]) -> Any:
        model = getattr(aiogram.methods, name[0].upper() + name[1:], None)
        if model is None:
            raise Refused(404, "Not Found")
        for each in _attached(parameters):
            if each not in uploads:
                raise Refused(400, "Bad Request: attach:// without its part")
        try:
            method = model.model_validate(parameters)
            _nothing_unknown(method)
            validate_method(self._judge, method)
        except ValidationError as error:
            raise Refused(400, f"Bad Request: {error.errors()[0]['loc']} {error.errors()[0]['msg']}") from error
        except ApiRuleViolation as error:
            raise Refused(400, error.description) from error
        return method

    async def _do(self, name: str, given: dict[str, Any], uploads: Mapping[str, bytes], method: Any) -> Any:
        simple = getattr(self, f"_{name}", None)
        if simple is not None:
            return await simple(given)
        if name == "sendMediaGroup":
            if not 2 <= len(given["media"]) <= 10:
                raise Refused(400, "Bad Request: group send failed")
            album = f"album{next(self._messages)}"
            return [self._said(given, each["type"], str(each["media"]), album) for each in given["media"]]
        if name.startswith("send"):
            media = next((kind for kind in _MEDIA if kind in given), "")
            return self._said(given, media, str(given.get(media, "")))
        raise Refused(404, "Not Found")

    def _writable(self, chat: Any) -> Room:
        room = self.rooms.get(int(chat))
        if room is None:
            raise Refused(400, "Bad Request: chat not found")
        if room.moved_to is not None:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.moved_to)
        if room.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if not room.started:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return room

    def _said(self, given: Mapping[str, Any], media: str, file: str, album: str = "") -> dict[str, Any]:
        room = self._writable(given["chat_id"])
        if media and not file.startswith("attach://") and file not in self.files:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        said = Said(next(self._messages), True, _plain(given), _keyboard(given), media, file, album)
        room.messages[said.id] = said
        return self._as_json(room, said)

    def _as_json(self, room: Room, said: Said) -> dict[str, Any]:
        message: dict[str, Any] = {"message_id": said.id, "date": STARTED_AT, "chat": room.as_json(), "from": BOT}
        if said.media:
            one = {"file_id": f"sent{said.id}", "file_unique_id": f"usent{said.id}", "width": 1, "height": 1, "duration": 1, "length": 1}
            message[said.media] = [one] if said.media == "photo" else one
        else:
            message["text"] = said.text
        return message

    async def _getMe(self, _: Mapping[str, Any]) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _getUpdates(self, given: Mapping[str, Any]) -> Any:
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._polling:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        offset = given.get("offset")
        if offset is not None:  # an update is forgotten only when a later offset confirms it
            self.pending = [each for each in self.pending if each["update_id"] >= int(offset)]
        if not self.pending and int(given.get("timeout", 0)):
            self._polling += 1
            self.somebody_polls.set()
            self._news.clear()
            try:
                async with asyncio.timeout(int(given["timeout"])):
                    await self._news.wait()
            except TimeoutError:
                pass
            finally:
                self._polling -= 1
        return self.pending[: int(given.get("limit", 100))]

    async def _setWebhook(self, given: Mapping[str, Any]) -> Any:
        self.webhook = dict(given)
        return True

    async def _deleteWebhook(self, given: Mapping[str, Any]) -> Any:
        assert not given.get("drop_pending_updates"), "nothing pending is ever dropped"
        self.webhook = {}
        return True

    async def _getWebhookInfo(self, _: Mapping[str, Any]) -> Any:
        return {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": len(self.pending)}

    async def _answerCallbackQuery(self, given: Mapping[str, Any]) -> Any:
        query = given["callback_query_id"]
        if query not in self.open_queries or query in self.answered:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)
        return True

    async def _editMessageText(self, given: Mapping[str, Any]) -> Any:
        room, said = self._editable(given)
        new = (_plain(given), _keyboard(given))
        if new == (said.text, said.keyboard):
            raise Refused(400, "Bad Request: message is not modified")
        said.text, said.keyboard = new
        said.edits += 1
        return self._as_json(room, said)

    async def _editMessageReplyMarkup(self, given: Mapping[str, Any]) -> Any:
        room, said = self._editable(given)
        if _keyboard(given) == said.keyboard:
            raise Refused(400, "Bad Request: message is not modified")
        said.keyboard = _keyboard(given)
        return self._as_json(room, said)

    def _editable(self, given: Mapping[str, Any]) -> tuple[Room, Said]:
        room = self._writable(given["chat_id"])
        said = room.messages.get(int(given["message_id"]))
        if said is None or not said.from_us:
            raise Refused(400, "Bad Request: message to edit not found")
        return room, said

    async def _deleteMessages(self, given: Mapping[str, Any]) -> Any:
        room = self._writable(given["chat_id"])
        if not 1 <= len(given["message_ids"]) <= 100:
            raise Refused(400, "Bad Request: message identifiers are not specified")
        for id in given["message_ids"]:
            room.messages.pop(int(id), None)
        return True

    async def _setMyCommands(self, given: Mapping[str, Any]) -> Any:
        self.commands[f"{json.dumps(given.get('scope'), sort_keys=True)} {given.get('language_code', '')}"] = given["commands"]
        return True

    async def _getMyCommands(self, given: Mapping[str, Any]) -> Any:
        return self.commands.get(f"{json.dumps(given.get('scope'), sort_keys=True)} {given.get('language_code', '')}", [])

    async def _deleteMyCommands(self, given: Mapping[str, Any]) -> Any:
        self.commands.pop(f"{json.dumps(given.get('scope'), sort_keys=True)} {given.get('language_code', '')}", None)
        return True

    async def _setMyDescription(self, given: Mapping[str, Any]) -> Any:
        self.profile[f"description {given.get('language_code', '')}"] = given.get("description", "")
        return True

    async def _getMyDescription(self, given: Mapping[str, Any]) -> Any:
        return {"description": self.profile.get(f"description {given.get('language_code', '')}", "")}

    async def _setMyShortDescription(self, given: Mapping[str, Any]) -> Any:
        self.profile[f"short {given.get('language_code', '')}"] = given.get("short_description", "")
        return True

    async def _getMyShortDescription(self, given: Mapping[str, Any]) -> Any:
        return {"short_description": self.profile.get(f"short {given.get('language_code', '')}", "")}

    async def _getFile(self, given: Mapping[str, Any]) -> Any:
        id = given["file_id"]
        if id not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        if self.file_sizes[id] > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        return {"file_id": id, "file_unique_id": f"u{id}", "file_size": self.file_sizes[id], "file_path": f"files/{id}"}

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["path"].rpartition("/")[2])
        return web.Response(status=404) if data is None else web.Response(body=data)


def _error(status: int, description: str, parameters: Mapping[str, Any] | None = None) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = dict(parameters)
    return web.json_response(answer, status=status)


async def _parameters(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Top-level values may arrive as strings, nested ones as JSON; uploads as parts."""
    given: dict[str, Any] = {}
    uploads: dict[str, bytes] = {}
    if request.content_type == "application/json":
        given = await request.json()
    elif request.content_type.startswith("multipart/"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = value.file.read()
            else:
                given[name] = value
    for name in _NESTED:
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    if isinstance(given.get("chat_id"), str) and given["chat_id"].lstrip("-").isdigit():
        given["chat_id"] = int(given["chat_id"])
    for name in _MEDIA:
        if name in uploads:
            given[name] = f"attach://{name}"
    return given, uploads


def _attached(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [name for each in value.values() for name in _attached(each)]
    if isinstance(value, list):
        return [name for each in value for name in _attached(each)]
    return [value.removeprefix("attach://")] if isinstance(value, str) and value.startswith("attach://") else []


def _nothing_unknown(model: BaseModel) -> None:
    """Parameters that the Bot API does not know, however deep."""
    if model.model_extra:
        raise Refused(400, f"Bad Request: unknown parameter {next(iter(model.model_extra))}")
    for name in type(model).model_fields:
        value = getattr(model, name)
        for each in value if isinstance(value, list) else [value]:
            for inner in each if isinstance(each, list) else [each]:
                if isinstance(inner, BaseModel):
                    _nothing_unknown(inner)


def _plain(given: Mapping[str, Any]) -> str:
    return html.unescape(re.sub(r"</?b>", "", str(given.get("text") or given.get("caption") or ""))).replace("\u00a0", " ")


def _keyboard(given: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    markup = given.get("reply_markup") or {}
    rows: Sequence[Any] = markup.get("inline_keyboard") or []
    return [list(row) for row in rows]
