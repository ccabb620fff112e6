"""A draft of an announcement or a meeting: questions in any order, then a card that stands until one of its buttons decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.coordinator import card
from handlers.coordinator.asking import audience, personal_in
from handlers.dialogue.context import Context
from handlers.dialogue.dialogue import Dialogue
from handlers.dialogue.slots import Ask, Slots, State, Take
from handlers.dialogue.update import as_number, fold
from handlers.texts import t
from handlers.views import announcement as views
from storage.announcing import TEAM, Announcement, Stage
from storage.models import Button, Prompt, Text
from storage.repositories import announcements, attachments

WORDS = {"words", "uk", "en", "agenda", "checked", "place"}
"""Slots that take a text for other people."""
CANCEL = ("anuluj", "/anuluj", "cancel", "скасувати")
Show = Callable[[Context, Announcement], Awaitable[None]]


class Drafting(Slots):
    """The draft of one room. `show` shows the card of what is kept; `anew` stands on the button below a draft that is gone."""

    def __init__(self, room: Dialogue, *names: str, then: Ask, show: Show, anew: Text) -> None:
        super().__init__(room, *names, then=then)
        self.steps = (*names, "card")
        """Where the conversation may stand while this draft is written."""
        self._room = room
        self._show = show
        self._anew = anew
        room.is_asked_again = True
        room.for_others |= WORDS & set(names)
        room.step("card")(self._undecided)
        room.link("drop")(self._drop)
        room.resumes(*self.steps, links=("again", "drop", "go_on"))(self.resumed)
        room.link("go_on")(self._go_on)

    def over(self, ctx: Context) -> None:
        """The button belongs to a draft that is gone."""
        button = Button(self._anew, self._room.to("begin"))
        ctx.say(Prompt((t("This draft is no longer open. Nothing was sent by this."),), (button,)))

    def answers(self, link: str, slot: str, given: State) -> None:
        """The button ``room.link`` answers the question of a slot."""

        async def press(ctx: Context, _: str) -> None:
            await self.answered(ctx, slot, given)

        self.button(link)(press)

    def button(self, link: str) -> Callable[[Callable[[Context, str], Awaitable[None]]], Callable[[Context, str], Awaitable[None]]]:
        """A button under one of the questions: pressing it turns to this draft, should it have been set aside."""
        self._room.turned_to.add(f"{self._room.name}.{link}")
        return self._room.link(link)

    def takes(self, name: str) -> Callable[[Take], Take]:
        """As in `Slots`; "anuluj" is no answer, it deletes the draft."""

        def register(take: Take) -> Take:
            async def unless_cancelled(ctx: Context, state: State, text: str) -> State | None:
                if not is_cancelled(ctx):
                    return await take(ctx, state, text)
                await self._drop_it(ctx)
                return None

            Slots.takes(self, name)(unless_cancelled)
            return take

        return register

    async def answered(self, ctx: Context, slot: str, given: State) -> None:
        """A button has answered the question of a slot; pressed twice, or too late, it is the question that stands now that is asked."""
        if await self.answer(ctx, slot, given):
            return
        if self._room.is_at(ctx, *self.steps):
            await self.resumed(ctx)
        else:
            self.over(ctx)

    def is_this(self, ctx: Context, number: str) -> bool:
        """Whether the draft that stands is the one that this button names; one that is not kept yet has no number."""
        if not self._room.is_at(ctx, *self.steps):
            return False
        id = ctx.state.get("id")
        return number == ("" if id is None else str(id))

    def cancel(self, state: State) -> Button:
        """[Cancel] under a question."""
        return card.drop_button(self._room, t("Cancel"), state["id"])

    def is_free(self, ctx: Context) -> bool:
        """Whether a draft can be begun, or opened; False if it was said that another one stands."""
        if not self._room.is_at(ctx, *self.steps) and not self._room.is_aside(ctx):
            return True
        body = t("Another draft is open here. Please finish it first, or delete it.")
        buttons = (Button(t("Go on with it"), self._room.to("go_on")),)
        ctx.say(Prompt((body,), buttons))
        return False

    async def _go_on(self, ctx: Context, _: str) -> None:
        """[Go on with it]."""
        if self._room.is_at(ctx, *self.steps):
            await self.resumed(ctx)
        else:
            self.over(ctx)

    async def without_files(self, ctx: Context) -> bool:
        """For rooms whose texts go without pictures: a position passes, words are taken, and that a file was not is said."""
        if not self._room.is_at(ctx, *self.steps) or all(each.position is not None for each in ctx.update.attachments):
            return False
        ctx.say(Prompt((t("Pictures and files cannot go with it. Only words are taken here."),)))
        return not ctx.update.text

    async def resumed(self, ctx: Context) -> None:
        """Something else came in between: the question, or the card, stands again."""
        at_card = self._room.is_at(ctx, "card")
        kept = await announcements.visible_to(ctx.unit, ctx.me.id, int(ctx.state["id"]), ctx.now) if at_card else None
        if not at_card:
            await self.advance(ctx, ctx.state)
        elif kept is not None and kept.stage is Stage.DRAFT:
            await self._show(ctx, kept)
        else:  # it was sent for approval, or dropped, from another phone: nothing new could be begun before
            ctx.end()
            self.over(ctx)

    async def own(self, ctx: Context, argument: str) -> Announcement | None:
        """The draft that [Open the draft] means: not approved, or taken back; for whoever wrote it."""
        number = as_number(argument)
        kept = None if number is None else await announcements.visible_to(ctx.unit, ctx.me.id, number, ctx.now)
        return kept if kept is not None and kept.author == ctx.me.id and kept.stage is Stage.DRAFT else None

    async def _undecided(self, ctx: Context) -> None:
        """Words while the card stands change nothing: one of its buttons does."""
        if is_cancelled(ctx):
            await self._drop_it(ctx)
            return
        ctx.say(Prompt((t("Nothing was changed. Please use the buttons under the card: the draft is kept."),)))
        await self.resumed(ctx)

    async def _drop(self, ctx: Context, argument: str) -> None:
        """[Delete the draft]."""
        if not self.is_this(ctx, argument):
            if argument or not self._room.is_at(ctx, *self.steps):
                self.over(ctx)
            else:
                await self.resumed(ctx)  # a button from before it was kept: what stands is shown, and can be deleted there
            return
        await self._drop_it(ctx)

    async def _drop_it(self, ctx: Context) -> None:
        number = ctx.state["id"]
        ctx.end()
        if number is not None and not await announcements.drop_draft(ctx.unit, int(number), ctx.now):
            self.over(ctx)
            return
        if number is not None:
            attachments.announce(ctx.unit, (), contact=ctx.me.id, announcement=int(number))
        ctx.say(Prompt((t("The draft is deleted. Nothing was sent."),)))

    # --- what seems to name somebody ---------------------------------------------------------------------------------

    def checks(self, words_of: Callable[[State], str], take: Take) -> None:
        """The slot "checked": what seems to name somebody in these words is pointed out; they are written anew (`take`), or left."""

        async def ask(ctx: Context, state: State) -> None:
            body = t("Everybody who gets it will read that. Please write the text once more, or leave it.")
            leave = Button(t("It is official, leave it"), self._room.to("keep"))
            buttons = (leave, card.drop_button(self._room, t("Delete the draft"), state["id"]))
            ctx.say(Prompt((*views.personal(personal_in(ctx, words_of(state))), body), buttons))

        self.asks("checked")(ask)
        self.takes("checked")(take)
        self.answers("keep", "checked", {"checked": True})

    # --- to whom -----------------------------------------------------------------------------------------------------

    def asks_for_whom(self, question: Text, *, also: State) -> None:
        """The slot "audience": the whole district, its team, a street or houses. `also` is known with any answer."""

        async def ask(ctx: Context, state: State) -> None:
            whole = Button(t("The whole district {district}", district=state["district"]), self._room.to("everybody"))
            team = Button(t("The coordination team"), self._room.to("team"))
            ctx.say(Prompt((question,), (whole, team, self.cancel(state))))

        async def take(ctx: Context, state: State, text: str) -> State | None:
            found = audience(ctx, int(state["district"]), text)
            return None if found is None else {**state, "audience": found, **also}

        async def everybody(ctx: Context, _: str) -> None:
            await self.answered(ctx, "audience", {"audience": {"district": ctx.state.get("district")}, **also})

        async def of_team(ctx: Context, _: str) -> None:
            await self.answered(ctx, "audience", {"audience": {"district": ctx.state.get("district"), "role": TEAM}, **also})

        self.asks("audience")(ask)
        self.takes("audience")(take)
        self.button("everybody")(everybody)
        self.button("team")(of_team)


def is_cancelled(ctx: Context) -> bool:
    """Whether somebody writes that they do not want to go on."""
    return not ctx.update.attachments and fold(ctx.update.text) in CANCEL
