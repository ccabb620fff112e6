"""Prompt to JSON and back: the form in which the outbox keeps what will be said."""

from __future__ import annotations

import json
from typing import Any

from storage.models import Button, Moment, Parameter, Prompt, Style, Text, Written

EMPTY = '{"body":[],"buttons":[],"short":null}'
"""A prompt of which nothing is left."""


def dump(prompt: Prompt) -> str:
    """The JSON of a prompt. `load` gives an equal prompt back."""
    return json.dumps(
        {
            "body": [_block(block) for block in prompt.body],
            "buttons": [{"label": _text(b.label), "value": b.value, "key": b.key, "minor": b.minor} for b in prompt.buttons],
            "short": None if prompt.short is None else _text(prompt.short),
            **({"discreet": _text(prompt.discreet)} if prompt.discreet is not None else {}),
            **({"attachments": prompt.attachments} if prompt.attachments else {}),
            **({"whole": True} if prompt.whole else {}),
            **({"begins_at": prompt.begins_at} if prompt.begins_at else {}),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load(source: str) -> Prompt:
    """The prompt that `dump` wrote."""
    data = json.loads(source)
    return Prompt(
        body=tuple(_load_block(block) for block in data["body"]),
        buttons=tuple(Button(_load_text(b["label"]), b["value"], b["key"], b["minor"]) for b in data["buttons"]),
        short=None if data["short"] is None else _load_text(data["short"]),
        attachments=tuple(data.get("attachments", ())),
        discreet=_load_text(data["discreet"]) if "discreet" in data else None,
        whole=data.get("whole", False),
        begins_at=data.get("begins_at", 0),
    )


def _block(block: Text | Written) -> dict[str, Any]:
    return {"written": dict(block.words)} if isinstance(block, Written) else _text(block)


def _load_block(data: dict[str, Any]) -> Text | Written:
    return Written(data["written"]) if "written" in data else _load_text(data)


def _text(text: Text) -> dict[str, Any]:
    data: dict[str, Any] = {"id": text.msgid}
    if text.parameters:
        data["with"] = {name: _parameter(value) for name, value in text.parameters.items()}
    if text.plural is not None:
        data["plural"], data["count"] = text.plural, text.count
    return data


def _load_text(data: dict[str, Any]) -> Text:
    parameters = {name: _load_parameter(value) for name, value in data.get("with", {}).items()}
    return Text(data["id"], parameters, data.get("plural"), data.get("count"))


def _parameter(value: Parameter) -> Any:
    if isinstance(value, Moment):
        return {"at": value.at, "style": value.style.value}
    if isinstance(value, Text):
        return {"text": _text(value)}
    if isinstance(value, Written):
        return {"written": dict(value.words)}
    return value


def _load_parameter(value: Any) -> Parameter:
    if isinstance(value, dict) and "written" in value:
        return Written(value["written"])
    if isinstance(value, dict):
        return _load_text(value["text"]) if "text" in value else Moment(value["at"], Style(value["style"]))
    if isinstance(value, str | int):
        return value
    raise ValueError(f"not a parameter of a text: {value!r}")
