"""The command line: ``python -m bot demo | run | check-config | migrate | sms-costs …``."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.table import Table

from bot import demo as stage
from bot import districts_command as districts
from bot.app import App
from bot.channels.channel import Incoming
from bot.channels.sms.settings import SmsSettings
from bot.channels.webchat import WebChat
from bot.clock import SystemClock
from bot.command import ConfigFile, or_exit, town_of
from bot.config import Settings, demo_settings, read_config
from bot.districts.categories import load_categories
from bot.documents.qr import draw
from bot.emergency.model import Model
from bot.keys import installation_key, sealer
from bot.logs import configure, log
from bot.web.guard import Rates, Sessions
from bot.web.health import Pulse
from bot.web.server import Pane, Site, make_site
from handlers.dialogue.ports import Found
from handlers.dialogue.update import Kind
from handlers.rules import deep_link
from handlers.rules.codes import LASTS, new_code
from handlers.texts.moments import instant, local
from storage.database import open_database
from storage.migrate import migrate as apply_migrations
from storage.models import Role
from storage.repositories import conversations, invites, vitals
from storage.repositories.vitals import Cost
from storage.unit import Unit, Units

cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="The district officer's bot.")
cli.add_typer(districts.cli, name="districts")
cli.command()(districts.resolve)


@cli.command()
def demo(
    data: Annotated[Path, typer.Option(help="Where the demo keeps its database.")] = Path("var"),
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again, on Wednesday at ten.")] = False,
) -> None:
    """Starts the example town on this machine only; PORT changes the port."""
    settings = or_exit(lambda: demo_settings(data))
    if fresh:
        for path in data.glob("demo.db*"):
            path.unlink()
    configure(level=settings.log.level, json=False)
    _serve(_demo(settings, data))


@cli.command()
def run(config: ConfigFile) -> None:
    """Starts the bot in production."""
    settings = or_exit(lambda: read_config(config))
    configure(level=settings.log.level, json=settings.log.form == "json")
    _serve(_run(settings))


@cli.command("check-config")
def check_config(config: ConfigFile) -> None:
    """Says what is wrong with a configuration, and where; starts nothing."""
    settings = or_exit(lambda: read_config(config))
    town = or_exit(lambda: town_of(settings))
    or_exit(lambda: load_categories(settings.town.folder))
    typer.echo(f"{config}: correct. {town.name}: {len(town.districts)} districts, {len(town.streets)} streets.")


@cli.command()
def migrate(config: ConfigFile) -> None:
    """Brings the database up to date (`run` does it by itself)."""
    settings = or_exit(lambda: read_config(config))

    async def work() -> int:
        database = await open_database(settings.database.path)
        try:
            return len(await apply_migrations(database))
        finally:
            await database.close()

    count = or_exit(lambda: asyncio.run(work()))
    typer.echo(f"{settings.database.path}: {count} migrations applied.")


@cli.command()
def invite(
    config: ConfigFile,
    role: Annotated[Role, typer.Argument(help="officer, supervisor or desk (the duty desk)")],
    label: Annotated[str, typer.Option("--for", help="For whom: rank and name, as the supervisor will read it.")],
    district: Annotated[int | None, typer.Option(help="The officer's district.")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="How long the role lasts; without it, until it is ended.")] = None,
) -> None:
    """Prints a code that gives a role once, within a day; only by order of the Komendant."""
    settings = or_exit(lambda: read_config(config))
    town = or_exit(lambda: town_of(settings))
    if (district is None) == (role is Role.OFFICER) or (district is not None and district not in town.districts):
        numbers = ", ".join(str(number) for number in town.districts)
        typer.echo(f"An officer needs --district (one of {numbers}); a supervisor has none.", err=True)
        raise typer.Exit(2)
    code = new_code()
    seal = sealer(installation_key(settings.database.path))(code)

    async def work() -> None:
        database = await open_database(settings.database.path)
        units = Units(database)
        units.start()
        try:
            await apply_migrations(database)
            now = SystemClock().now()

            async def keep(unit: Unit) -> None:
                invites.add(
                    unit,
                    seal=seal,
                    role=role,
                    district=district,
                    label=label,
                    role_days=days,
                    made_by=invites.OPERATOR,
                    now=now,
                    expires_at=now + LASTS,
                )
                conversations.audit(unit, invites.OPERATOR, "invite", f"district:{district or 0}", now)

            await units.run(keep)
        finally:
            await units.stop()
            await database.close()

    or_exit(lambda: asyncio.run(work()))
    typer.echo(f"{code}\nFor {label}: works once, within 24 hours. The person writes it in the chat.")


@cli.command()
def qr(
    config: ConfigFile,
    out: Annotated[Path, typer.Option("--out", help="The picture: a name that ends in .png or .svg.")],
    bot: Annotated[str, typer.Option("--bot", help="The bot's name at Telegram, without the @.")],
    address: Annotated[str, typer.Argument(help='A building, like "Podmiejska 13"; without it, see --district.')] = "",
    district: Annotated[int | None, typer.Option(help="A district instead of a building.")] = None,
) -> None:
    """Draws a QR code for a poster: whoever scans it is greeted with the officer of that building or district."""
    settings = or_exit(lambda: read_config(config))
    town = or_exit(lambda: town_of(settings))
    if district is not None and district in town.districts:
        parameter = deep_link.of_district(district)
    elif district is None and isinstance(found := town.resolve(address), Found):
        parameter = deep_link.of_building(found.place.building)
    else:
        typer.echo("Please give one address of this town, with its house number, or --district with one of its districts.", err=True)
        raise typer.Exit(2)
    link = f"https://t.me/{bot.removeprefix('@')}?start={parameter}"
    try:
        draw(link, out)
    except (ValueError, OSError) as error:
        typer.echo(f"{out}: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"{link}\n{out}")


@cli.command("sms-costs")
def sms_costs(
    config: ConfigFile,
    month: Annotated[str, typer.Argument(help="Like 2027-01; without it, the present month.")] = "",
) -> None:
    """Says what SMS cost in a month, by what they were about: each announcement by itself."""
    settings = or_exit(lambda: read_config(config))
    now = local(SystemClock().now(), settings.zone)
    try:
        begin = datetime.strptime(month or f"{now:%Y-%m}", "%Y-%m").replace(tzinfo=settings.zone)
    except ValueError as error:
        typer.echo(f"{month}: please write the month like 2027-01", err=True)
        raise typer.Exit(2) from error
    until = (begin + timedelta(days=31)).replace(day=1)

    async def work() -> list[Cost]:
        database = await open_database(settings.database.path)
        try:
            await apply_migrations(database)
            return await vitals.parts_by_subject(database.reader, instant(begin), instant(until))
        finally:
            await database.close()

    found = or_exit(lambda: asyncio.run(work()))
    price = next((each.part_price for each in settings.channels.values() if isinstance(each, SmsSettings)), Decimal(0))
    table = Table("About", "Messages", "Parts", "Cost", title=f"SMS {begin:%Y-%m}")
    for each in found:
        table.add_row(each.subject or "everything else", str(each.messages), str(each.parts), f"{each.parts * price:.2f}")
    parts = sum(each.parts for each in found)
    table.add_row("together", str(sum(each.messages for each in found)), str(parts), f"{parts * price:.2f}")
    Console().print(table)


@cli.command()
def emergency() -> None:
    """Reads JSON lines {"id","text"} and writes {"id","class","card"}: what the emergency guard takes each message for."""
    model = Model.load()
    for line in sys.stdin:
        if line.strip():
            given = json.loads(line)
            found = model.judge(str(given["text"]))
            typer.echo(json.dumps({"id": given["id"], "class": found.level.value, "card": found.matter.value}))


def _serve(main: Coroutine[None, None, None]) -> None:
    try:
        or_exit(lambda: asyncio.run(main))
    except KeyboardInterrupt:
        sys.exit(130)


async def _run(settings: Settings) -> None:
    app = await App.open(settings)
    try:
        await app.prepare()
        await _listen(app, _site(app, panes=()))
    finally:
        await app.close()


async def _demo(settings: Settings, data: Path) -> None:
    database = await open_database(settings.database.path)
    await apply_migrations(database)
    units = Units(database)
    units.start()
    clock = await stage.demo_clock(database, units)
    await units.stop()
    await database.close()
    app = await App.open(settings, clock=clock)
    try:
        districts = {number: app.town.district(number) for number in app.town.districts}
        if await stage.set_the_stage(app.units, districts, settings.zone):
            await app.fetcher.step()  # the calendar file that goes with the invitation
            for persona in stage.PERSONAS:
                hello = Incoming(persona.channel, f"hello:{persona.address}", persona.address, Kind.MESSAGE, text="/start")
                await app.intake.accept(hello)
            await app.settle()
        panes = [Pane(p.address, p.title, _web_chat(app, p.channel), p.language, p.is_staff) for p in stage.PERSONAS]
        typer.echo(f"\n  Pokaz: http://{settings.web.host}:{settings.web.port}\n  (example town, nothing leaves this machine; stop with Ctrl+C)\n")
        await _listen(app, _site(app, panes=panes))
    finally:
        await app.close()


def _web_chat(app: App, name: str) -> WebChat:
    channel = app.channels[name]
    assert isinstance(channel, WebChat), "the demo's channels are web chats"
    return channel


def _site(app: App, panes: Sequence[Pane]) -> Site:
    web, desk = app.settings.web, app.settings.desk
    channel = next(channel for channel in app.channels.values() if isinstance(channel, WebChat))
    key = installation_key(app.settings.database.path)
    return Site(
        intake=app.intake,
        channel=channel,
        clock=app.clock,
        catalogs=app.catalogs,
        sessions=Sessions(key, secure=web.secure),
        rates=Rates(web.messages_per_minute),
        hosts=web.public_hosts,
        secure=web.secure,
        town=app.town.name,
        is_example=app.town.is_example,
        duty_phone=desk.duty_phone,
        administrator=desk.administrator,
        exit_to=app.settings.web.exit_to,
        files=app.files,
        largest_mb=app.settings.media.largest_mb,
        pulse=Pulse(app.reader, app.clock, app.units.tally, app.is_running, app.send_errors),
        calendar=app.calendar,
        panes=panes,
        hooks=app.receivers,
    )


async def _listen(app: App, site: Site) -> None:
    """Serves until SIGTERM or Ctrl+C."""
    web = app.settings.web
    config = uvicorn.Config(
        make_site(site), host=web.host, port=web.port, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=3
    )
    server = _Server(config, site)
    app.start()
    log.info("started", town=app.town.name, port=web.port)
    await server.serve()


class _Server(uvicorn.Server):
    """Ends the open streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, site: Site) -> None:
        super().__init__(config)
        self._site = site

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._site.closing.set()
        await super().shutdown(sockets)


if __name__ == "__main__":
    cli()
