"""A Telegram bot as a channel: python-telegram-bot is the pipe (types, HTTP, errors, files), the conversations never see it.

Private chats and groups are addressed by their number. Pressed buttons are answered and marked here: wordless acts.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.channel import (
    Accept,
    Capabilities,
    Gone,
    Incoming,
    Limit,
    Misconfigured,
    Plain,
    Posted,
    Rejected,
    Rendered,
    Surroundings,
    Temporary,
    Throttled,
    TooLarge,
)
from bot.channels.telegram import media, menu
from bot.channels.telegram.incoming import ALLOWED_UPDATES, essential, incoming, message_ids
from bot.channels.telegram.outgoing import keyboard, parts, with_chosen
from bot.channels.telegram.request import AioRequest
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.verdicts import is_done, is_no_longer_there, sorted_error
from bot.logs import kind_of, log
from storage.models import MINUTE, SECOND, Instant, Urn
from storage.repositories import staff

MOST_AT_ONCE = 100
"""Bot API: getUpdates gives, and deleteMessages takes, a hundred at most."""
SECRET_HEADER = "x-telegram-bot-api-secret-token"
_PRIVATE = Limit(burst=5, per=SECOND)
"""https://core.telegram.org/bots/faq: one message a second to a chat; short bursts pass."""
_GROUP = Limit(burst=5, per=4 * SECOND)
"""The same page: twenty messages a minute to a group; edits count. Five at once and fifteen more are twenty."""
MOST_BEGUN = 1_000
MENUS_EVERY: Instant = 5 * MINUTE
_SEVERAL = 3
"""So many chats throttled within a second mean the whole bot."""


class Telegram(Plain):
    """One configured bot."""

    def __init__(self, name: str, settings: TelegramSettings, around: Surroundings) -> None:
        self.name = name
        self.capabilities = Capabilities(clears=True, attachments=True, bulk_per_second=settings.bulk_per_second)
        self._settings = settings
        self._around = around
        self._request = AioRequest()
        self._bot = Bot(settings.token.get_secret_value(), settings.api_base_url, settings.file_base_url, self._request, self._request)
        self._bot_name = ""
        self._offset: int | None = None
        self._begun: dict[tuple[str, str], list[str]] = {}
        """What has arrived of messages that failed half way, by chat and dedupe key."""
        self._acts: dict[tuple[int, int], asyncio.Task[None]] = {}
        """Presses that are being answered, by chat and message: no edit of ours overtakes the mark."""
        self._throttled: dict[str, Instant] = {}
        self._is_prepared = False
        self._is_introduced = False
        self._menus: dict[str, str] = {}
        """The language of each staff chat's menu, as far as this process has seen to it; empty where the role has ended."""
        self._menus_at: Instant = 0

    # --- life ------------------------------------------------------------------------------------------------------

    async def prepare(self) -> None:
        """Makes sure of the token and of the way in. An outage is no reason not to start: it is made up for by `receive`."""
        try:
            await self._introduce()
        except InvalidToken:
            raise Misconfigured(f"channels.{self.name}.token: Telegram does not know this token; please copy it from @BotFather once more") from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached yet", channel=self.name, error=type(error).__name__)

    async def _introduce(self) -> None:
        me = await self._call("getMe", {})
        self._bot_name = str(me.get("username") or "")
        await self._choose_the_way_in()
        self._is_prepared = True

    async def _choose_the_way_in(self) -> None:
        """Polling and webhook exclude each other; what is pending is never dropped."""
        if self._settings.mode == "webhook":
            secret = self._settings.webhook_secret.get_secret_value()
            parameters = {"url": self._settings.webhook_url, "secret_token": secret, "allowed_updates": ALLOWED_UPDATES, "max_connections": 40}
            await self._call("setWebhook", parameters)
        elif (await self._call("getWebhookInfo", {})).get("url"):
            await self._call("deleteWebhook", {})

    async def _decorate(self) -> None:
        """The profile and the menus, looked at every few minutes, since roles come and go. Whatever fails here stops no message."""
        if self._around.clock.now() < self._menus_at:
            return
        self._menus_at = self._around.clock.now() + MENUS_EVERY
        try:
            if not self._is_introduced:
                await menu.introduce(self._call, self._around.catalogs)
                self._is_introduced = True
            await self._offer_menus()
        except TelegramError as error:
            log.info("no menus", channel=self.name, error=type(error).__name__)

    async def _offer_menus(self) -> None:
        for each in await staff.chats(self._around.reader, self.name, self._around.clock.now()):
            wanted = each.language if each.serving else ""
            if self._menus.get(each.address) == wanted:
                continue
            try:
                if wanted:
                    await menu.offer_staff(self._call, self._around.catalogs, int(each.address), wanted)
                else:
                    await menu.offer_nothing_of_staff(self._call, int(each.address))
            except (BadRequest, Forbidden):  # a chat that is gone has no menu
                log.info("no menu", channel=self.name)
            self._menus[each.address] = wanted

    async def close(self) -> None:
        await asyncio.gather(*self._acts.values(), return_exceptions=True)
        await self._request.shutdown()

    async def _call(self, method: str, parameters: Mapping[str, Any], *, read_timeout: float = 20.0) -> Any:
        return await self._request.call(f"{self._bot.base_url}/{method}", parameters, read_timeout=read_timeout)

    # --- in --------------------------------------------------------------------------------------------------------

    async def receive(self, accept: Accept, *, wait: int) -> bool:
        """One round of getUpdates, which waits up to `wait` seconds. Its offset moves only after the commit.

        Where Telegram posts to us there is nothing to ask for; what could not be prepared at the start is prepared then."""
        try:
            if not self._is_prepared:
                await self._introduce()
            await self._decorate()
            if self._settings.mode == "webhook":
                await asyncio.sleep(wait)
                return False
            return await self._poll(accept, wait)
        except InvalidToken:
            log.error("Telegram does not know this token any more: please put the new one into the settings", channel=self.name)
            raise Temporary("token") from None
        except Conflict:
            log.error("another program takes this bot's messages: please stop it, or give each its own token", channel=self.name)
            raise Temporary("conflict") from None
        except TelegramError as error:
            raise sorted_error(error) from None

    async def _poll(self, accept: Accept, wait: int) -> bool:
        parameters = {"timeout": wait, "limit": MOST_AT_ONCE, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        given = await self._call("getUpdates", parameters, read_timeout=wait + 10)
        await self._take(given, accept)
        if given:
            self._offset = int(given[-1]["update_id"]) + 1
        return bool(given)

    async def hooked(self, posted: Posted, accept: Accept) -> str | None:
        """An update that Telegram has posted here; None when it was not Telegram. Returns after the commit."""
        secret = self._settings.webhook_secret.get_secret_value()
        given = posted.headers.get(SECRET_HEADER, "")
        if self._settings.mode == "polling" or posted.method != "POST" or not hmac.compare_digest(given.encode(), secret.encode()):
            return None
        update = json.loads(posted.body)
        await self._take([update] if isinstance(update, dict) else [], accept)
        return ""

    async def _take(self, given: Sequence[dict[str, Any]], accept: Accept) -> None:
        read = [both for each in given if (both := self._read(each)) is not None]
        committed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        for update, _ in read:
            if update.callback_query is not None:
                self._answer_soon(update.callback_query, committed)
        try:
            await accept([each for _, each in read if each is not None])
        except BaseException:
            committed.set_result(False)
            raise
        committed.set_result(True)

    def _read(self, given: dict[str, Any]) -> tuple[Update, Incoming | None] | None:
        """One that cannot be read must not stop the others."""
        try:
            update = Update.de_json(essential(given), self._bot)
            return update, incoming(self.name, self._bot_name, update)
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            log.error("an update that cannot be read", channel=self.name, id=given.get("update_id"), error=kind_of(error))
            return None

    # --- pressed buttons -------------------------------------------------------------------------------------------

    def _answer_soon(self, query: CallbackQuery, committed: asyncio.Future[bool]) -> None:
        where = (query.message.chat.id, query.message.message_id) if query.message is not None else (0, 0)
        before = self._acts.get(where)
        task = asyncio.create_task(self._answer(query, committed, before), name="answer a press")
        self._acts[where] = task
        task.add_done_callback(lambda done: self._acts.pop(where, None) if self._acts.get(where) is done else None)

    async def _answer(self, query: CallbackQuery, committed: asyncio.Future[bool], before: asyncio.Task[None] | None) -> None:
        """Once the press is written down: the waiting sign goes, and the message shows what was chosen."""
        if not await committed:
            return
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        try:
            await self._call("answerCallbackQuery", {"callback_query_id": query.id})
        except TelegramError as error:  # too late, or answered before a crash: the sign goes by itself
            log.info("a press was not answered", channel=self.name, error=type(error).__name__)
        message = query.message
        if not isinstance(message, Message) or message.reply_markup is None or query.data is None:
            return
        markup = with_chosen([[button.to_dict() for button in row] for row in message.reply_markup.inline_keyboard], query.data)
        if markup is None:
            return
        try:
            where = {"chat_id": message.chat.id, "message_id": message.message_id}
            await self._call("editMessageReplyMarkup", {**where, "reply_markup": markup})
        except TelegramError as error:  # only a mark
            log.info("a press was not marked", channel=self.name, error=type(error).__name__)

    # --- out -------------------------------------------------------------------------------------------------------

    def limit(self, to: Urn) -> Limit:
        return _GROUP if _is_group(int(to.address)) else _PRIVATE

    async def say(self, to: Urn, message: Rendered, *, dedupe: str) -> str:
        """Pictures first, so that the words with their buttons stand at the end of the chat."""
        chat = int(to.address)
        texts = parts(message.text)
        sets = media.sets(message.attachments, self.name)
        steps: list[Callable[[], Awaitable[str]]] = [lambda chosen=chosen: self._show(chat, chosen) for chosen in sets]  # type: ignore[misc]
        for number, text in enumerate(texts, start=1):
            markup = keyboard(message.buttons) if number == len(texts) else None
            steps.append(lambda text=text, markup=markup: self._say(chat, text, markup))  # type: ignore[misc]
        ids = self._begun.pop((to.address, dedupe), [])
        try:
            for step in steps[len(ids) :]:
                ids.append(await step())
        except BaseException as error:  # also cut off by the sender's own limit
            if ids:
                self._begun[to.address, dedupe] = ids
                if len(self._begun) > MOST_BEGUN:
                    del self._begun[next(iter(self._begun))]
            if isinstance(error, TelegramError):
                raise self._sorted(to, error) from None
            raise
        shown, said = ",".join(id for id in ids[: len(sets)] if id), ",".join(ids[len(sets) :])
        return f"{shown};{said}" if shown else said

    async def _say(self, chat: int, text: str, markup: dict[str, Any] | None) -> str:
        parameters = {"chat_id": chat, "text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        if markup is not None and not _is_group(chat):  # what is pressed in a group is nobody's answer
            parameters["reply_markup"] = markup
        return str((await self._call("sendMessage", parameters))["message_id"])

    async def _show(self, chat: int, chosen: media.Set) -> str:
        return ",".join(str(id) for id in await media.show(self._bot, chat, chosen, self._around.read))

    async def replace(self, to: Urn, external_id: str, message: Rendered) -> None:
        chat, ids = int(to.address), external_id.rpartition(";")[2].split(",")
        texts = parts(message.text)
        texts = texts[: len(ids)]  # what stands there cannot grow in number
        for number, (id, text) in enumerate(zip(ids, texts, strict=False), start=1):
            act = self._acts.get((chat, int(id)))
            if act is not None:
                await asyncio.gather(act, return_exceptions=True)
            parameters: dict[str, Any] = {"chat_id": chat, "message_id": int(id), "text": text, "parse_mode": "HTML"}
            parameters["link_preview_options"] = {"is_disabled": True}
            markup = keyboard(message.buttons) if number == len(texts) else None
            if markup is not None and not _is_group(chat):
                parameters["reply_markup"] = markup
            try:
                await self._call("editMessageText", parameters)
            except TelegramError as error:
                if is_no_longer_there(error):
                    raise Gone("the message is gone") from None
                if not is_done(error):
                    raise self._sorted(to, error) from None
        await self._delete(to, [int(id) for id in ids[len(texts) :]])

    async def withdraw(self, to: Urn, external_id: str) -> None:
        await self._delete(to, [int(id) for id in external_id.replace(";", ",").split(",")])

    async def clear(self, to: Urn, *, said: Sequence[str], heard: Sequence[str]) -> None:
        ours = [int(id) for external_id in said for id in external_id.replace(";", ",").split(",")]
        await self._delete(to, sorted({*ours, *message_ids(list(heard))}))

    async def _delete(self, to: Urn, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), MOST_AT_ONCE):
            try:
                await self._call("deleteMessages", {"chat_id": int(to.address), "message_ids": ids[start : start + MOST_AT_ONCE]})
            except TelegramError as error:
                if not is_no_longer_there(error):
                    raise self._sorted(to, error) from None

    def _sorted(self, to: Urn, error: TelegramError) -> Exception:
        """Telegram never says that a 429 means the whole bot; several chats at once do."""
        found = sorted_error(error)
        if isinstance(found, Throttled):
            now = self._around.clock.now()
            self._throttled = {chat: at for chat, at in self._throttled.items() if now - at < SECOND} | {to.address: now}
            found.everyone = len(self._throttled) >= _SEVERAL
        return found

    # --- files -----------------------------------------------------------------------------------------------------

    async def fetch(self, reference: str, *, most: int) -> bytes:
        file_id = reference.partition(":")[2]
        if not file_id:
            raise Rejected("no reference")
        try:
            file = await self._call("getFile", {"file_id": file_id})
            if int(file.get("file_size") or 0) > most:
                raise TooLarge("larger than we take")
            return await self._request.retrieve(f"{self._bot.base_file_url}/{file['file_path']}")
        except TelegramError as error:
            if "too big" in error.message.casefold():
                raise TooLarge("larger than Telegram gives") from None
            raise sorted_error(error) from None


def _is_group(chat: int) -> bool:
    """Bot API: the numbers of groups are negative."""
    return chat < 0
