"""What is attached, in words and for showing. A position is said, a picture or document is shown where the channel can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.texts import t, tn
from storage.models import Attachment, AttachmentKind, AttachmentState, Text

State = Mapping[str, Any]


def joined(state: State, brought: Iterable[Attachment]) -> list[list[Any]]:
    """What a conversation remembers of attachments, with some more, each once: pairs of number and kind."""
    before = list(state.get("attachments", ()))
    known = {number for number, _ in before}
    return [*before, *([each.id, each.kind.value] for each in brought if each.id not in known)]


def ids(state: State) -> list[int]:
    """The numbers of what a conversation remembers."""
    return [number for number, _ in state.get("attachments", ())]


def kinds(state: State) -> list[AttachmentKind]:
    """Their kinds."""
    return [AttachmentKind(kind) for _, kind in state.get("attachments", ())]


def remembered(state: State) -> Text | None:
    """What a conversation remembers, in words."""
    return in_words(kinds(state))


def in_words(kinds: Iterable[AttachmentKind]) -> Text | None:
    """ "2 pictures, 1 document, a position"; None for nothing."""
    count = {kind: 0 for kind in AttachmentKind}
    for kind in kinds:
        count[kind] += 1
    pieces = []
    if count[AttachmentKind.PICTURE]:
        pieces.append(tn("{count} picture", "{count} pictures", count[AttachmentKind.PICTURE]))
    if count[AttachmentKind.VIDEO]:
        pieces.append(tn("{count} film", "{count} films", count[AttachmentKind.VIDEO]))
    if count[AttachmentKind.VOICE]:
        pieces.append(tn("{count} recording", "{count} recordings", count[AttachmentKind.VOICE]))
    if count[AttachmentKind.DOCUMENT]:
        pieces.append(tn("{count} document", "{count} documents", count[AttachmentKind.DOCUMENT]))
    if count[AttachmentKind.POSITION]:
        pieces.append(t("a position"))
    return _listed(pieces)


def _listed(pieces: Sequence[Text]) -> Text | None:
    said = None
    for piece in pieces:
        said = piece if said is None else t("{one}, {other}", one=said, other=piece)
    return said


def lines(attachments: Sequence[Attachment]) -> tuple[Text, ...]:
    """What is attached, one line, and each position in figures (degrees north and east, WGS 84)."""
    said = in_words(each.kind for each in attachments)
    head = () if said is None else (t("Attached: {attached}", attached=said),)
    return (*head, *(position_line(*each.position) for each in attachments if each.position is not None))


def position_line(latitude: float, longitude: float) -> Text:
    """A position in figures (degrees north and east, WGS 84)."""
    return t("Position: {latitude}, {longitude}", latitude=f"{latitude:.5f}", longitude=f"{longitude:.5f}")


def files(attachments: Iterable[Attachment]) -> tuple[int, ...]:
    """The numbers of what can be shown."""
    return tuple(each.id for each in attachments if each.state is AttachmentState.KEPT and each.position is None)
