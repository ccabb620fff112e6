"""The names of one town as people say them: inflected, shortened, turned round, misspelt. Pure.

Every name's inflected forms are generated once. A word that is in no dictionary and in no name may be a misspelt one: it counts as
the name within two letters of it (or that sounds the same), and only if no other name is as near as that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, DamerauLevenshtein

from bot.districts.inflection import forms, is_a_first_name, is_a_word, nominatives, spellings
from handlers.dialogue.update import fold

LABELS = frozenset(
    "ul ulica ulicy ulice ulica ulicach al aleja alei aleje alej alejach pl plac placu placem place os osiedle osiedlu osiedla bulwar skwer".split()
)
TITLES = frozenset(
    "gen generala ks ksiedza sw swietego swietej prym prymasa kard kardynala marsz marszalka im imienia bp biskupa dr prof por plk mjr kpt hetm "
    "hetmana braci rtm prezydenta".split()
)
_KINDS = frozenset("wal most szlak rynek park droga rondo skwer".split())
"""Words of names that are no surnames."""
_ORDINAL_ENDINGS = frozenset("go ego ciego szego mego".split())
_LIKE = 72.0
MOST_LETTERS = 2
"""By which a name may be misspelt."""
_SHORTEST_MISSPELT, _SHORTEST_BADLY_MISSPELT, _LONG = 5, 8, 9
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_FIGURES = {figure: roman for roman, figure in _ROMAN.items()}
_SAME_SOUND = tuple(
    (re.compile(pattern), same)
    for pattern, same in (
        ("rz|ż|ź", "z"), ("sz|ś", "s"), ("cz|ć", "c"), ("ch", "h"), ("ó", "u"), ("ą", "on"), ("ę", "en"), ("ń", "n"), ("ł", "l"), (r"w\b", "f"),
        (r"(?<=[^aeiouy\W])i(?=[aeou])", ""), ("[yj]", "i"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text; `key` is how it is compared; `glued`: no blank stands before it."""

    text: str
    key: str
    capital: bool
    glued: bool = False


@dataclass(frozen=True, slots=True)
class _Alias:
    """A name in its words; `may_miss`: first names; `person`: named after somebody, whose surname is enough."""

    street: str
    keys: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    may_miss: frozenset[int]
    person: bool
    surnames: frozenset[int]
    needs_title: bool
    """Only a first name is left of it ("Świętego Józefa"): the title must be said."""


@dataclass(frozen=True, slots=True)
class Named:
    """What stands at a place of a text: streets that are meant by the same words (mostly one), and where the words end.

    `incomplete`: the words are only part of the names, so that nothing is meant yet. `misspelt`: by how many letters."""

    streets: frozenset[str]
    start: int
    end: int
    misspelt: int = 0
    incomplete: bool = False
    person: bool = False
    unsaid: int = 0
    """Words of the name that are not among them."""


class StreetNames:
    """Finds names in tokens."""

    def __init__(self, known_as: Mapping[str, str], *, other_words: Iterable[str] = ()) -> None:
        """`known_as`: what streets are or were called, and the street that it is. `other_words`: names that are no misspelt streets."""
        self._others = {form for name in other_words for word in name.split() if len(word) > 2 for form in forms(word)}
        self._other_stems = tuple(form for form in self._others if len(form) >= _SHORTEST_MISSPELT)
        self._aliases = [_alias(called, street) for called, street in known_as.items()]
        self._at: dict[str, list[tuple[_Alias, int]]] = defaultdict(list)
        for alias in self._aliases:
            for index, each in enumerate(alias.forms):
                for form in each:
                    if _begins_a_name(form, alias, index):
                        self._at[form].append((alias, index))
        self._long = [form for form in self._at if len(form) > 2 and not form[0].isdigit()]
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for word in {word for called in known_as for word in re.findall(r"[^\W\d_]{5,}", called)}:
            for spelling in spellings(word):
                if fold(spelling) in self._at:
                    self._sounds[sound(spelling)].add(fold(spelling))
        self._ends: dict[str, set[str]] = defaultdict(set)
        for alias in self._aliases:
            for start in range(len(alias.keys)):
                end = " ".join(alias.keys[start:])
                if not start or len(end) > 3:
                    self._ends[end].add(alias.street)
        self._near = lru_cache(maxsize=2000)(self._nearby)

    def at(self, tokens: Sequence[Token], position: int, *, misspelt: bool) -> Named | None:
        """The name that begins here: the longest, the most complete, the best spelt. `misspelt`: whether mistakes are made up for."""
        key = tokens[position].key
        if len(key) > 1 and position + 1 < len(tokens) and tokens[position + 1].text == "." and key not in self._at:
            return self._shortened(tokens, position)
        exact = [self._follow(tokens, position, alias, index, {}) for alias, index in self._at.get(key, ())]
        whole = _best([found for found in exact if found is not None and not found.incomplete])
        if whole is not None:
            hyphen = whole.unsaid and whole.end + 1 < len(tokens) and tokens[whole.end].text == "-" and tokens[whole.end + 1].capital
            return replace(whole, end=whole.end + 2) if hyphen else whole  # "Skłodowskiej-Cirie": what is joined belongs to it
        if misspelt and (near := self._corrected(tokens, position)) is not None:
            return near
        return _best([found for found in exact if found is not None])

    def _shortened(self, tokens: Sequence[Token], position: int) -> Named | None:
        """ "Powst. Listopadowych": a name whose first word is cut short; all its words must be there."""
        key = tokens[position].key
        found = [
            self._follow(tokens, position, alias, index, {})
            for alias in self._aliases
            for index, word in enumerate(alias.keys)
            if word.startswith(key) and len(alias.keys) > 1
        ]
        return _best([each for each in found if each is not None and not each.incomplete and each.end > position + 2])

    def knows(self, key: str) -> bool:
        """Whether the word, folded, is a form of a word of some name."""
        return key in self._at

    def similar(self, words: str) -> tuple[list[str], float]:
        """Streets whose name, or its end, looks like these folded words, the likest first, and how like (0 to 100): to be offered only."""
        near = process.extract(words, self._ends.keys(), scorer=fuzz.ratio, limit=4, score_cutoff=_LIKE)
        streets = list(dict.fromkeys(street for end, _, _ in near for street in sorted(self._ends[end])))
        return streets, near[0][1] if near else 0.0

    def _corrected(self, tokens: Sequence[Token], position: int) -> Named | None:
        """The name of which these words are a misspelling; with another one as near it is asked about."""
        near: dict[int, Mapping[str, int]] = {}
        exact = tokens[position].key in self._at
        for at in range(position + exact, min(position + 5, len(tokens))):
            if tokens[at].key not in self._at and tokens[at].key[:1].isalpha():
                near[at] = self._near(
                    tokens[at].text.lower(), exact and len(tokens[at].key) > 3
                )  # beside a word of the name, another one may be a Polish word
        anchors = {tokens[position].key: 0} if exact else near.get(position, {})
        found: dict[str, Named] = {}
        for form, letters in anchors.items():
            for alias, index in self._at[form]:
                named = self._follow(tokens, position, alias, index, near, letters)
                better = alias.street not in found or (named is not None and named.end > found[alias.street].end)
                if named is not None and named.misspelt and better and not (named.incomplete and index in alias.may_miss):
                    found[alias.street] = named
        whole = [each for each in found.values() if not each.incomplete]
        if not whole:
            return None
        longest = max(whole, key=lambda each: (each.end, -each.misspelt))
        others = frozenset(street for street, each in found.items() if each.end >= longest.end)  # a part of a name may be meant as well
        return Named(others, position, longest.end, longest.misspelt, person=longest.person)

    def _follow(
        self, tokens: Sequence[Token], position: int, alias: _Alias, index: int, near: Mapping[int, Mapping[str, int]], letters: int = 0
    ) -> Named | None:
        """How far the alias goes from here, its words in any order."""
        left = set(range(len(alias.keys))) - {index}
        end = at = position + 1
        while left and at < len(tokens):
            token = tokens[at]
            ordinal = token.key in _ORDINAL_ENDINGS and tokens[at - 1].text == "-"  # "3-go Maja"
            if token.text in (".", "-", "–") or token.key in TITLES or ordinal:
                at += 1
                continue
            if letters and token.key.isdigit() and token.key not in alias.keys:
                break  # behind a misspelt "Mieszka" a 1 is rather a house than the first
            word, more = _next_word(token, alias, left, near.get(at, {}))
            if word is None or letters + more > MOST_LETTERS:
                break
            left.discard(word)
            letters += more
            end = at = at + 1
            if at < len(tokens) and tokens[at].text == "." and len(token.key) < len(alias.keys[word]):
                end = at = at + 1
        said = set(range(len(alias.keys))) - left
        complete = left <= alias.may_miss or (alias.person and bool(said & alias.surnames))
        if alias.needs_title and not _has_title(tokens, position):
            complete = False
        if left and not any(len(alias.keys[at]) > 2 for at in said - alias.may_miss):
            complete = False
        return Named(frozenset({alias.street}), position, end, letters, not complete, alias.person, len(left))

    def _nearby(self, word: str, beside: bool) -> Mapping[str, int]:
        """Forms within two letters, or that sound nearly the same; none for a Polish word, unless it stands `beside` a word of the name."""
        key = fold(word)
        if not beside and (len(key) < _SHORTEST_MISSPELT or key in self._others or key.startswith(self._other_stems) or _is_polish(word)):
            return {}
        most = MOST_LETTERS if len(key) >= _SHORTEST_BADLY_MISSPELT - 1 else 1
        candidates = process.extract(key, self._long, scorer=OSA.distance, score_cutoff=MOST_LETTERS + 1, limit=None)
        # two letters, of which the second stands between two that were exchanged, are three by OSA
        near = {form: letters for form, _, _ in candidates if (letters := DamerauLevenshtein.distance(key, form)) <= MOST_LETTERS}
        for heard, distance, _ in process.extract(sound(word), list(self._sounds), scorer=OSA.distance, score_cutoff=len(key) >= _LONG, limit=None):
            for form in self._sounds[heard]:
                near[form] = min(near.get(form, MOST_LETTERS), 1 + int(distance))
        if most < MOST_LETTERS and any(distance > most for distance in near.values()):
            closest = {street for form in near for street in self._streets_of(form)}
            return near if len(closest) > 1 else {form: distance for form, distance in near.items() if distance <= most}
        return near

    def _streets_of(self, form: str) -> set[str]:
        return {alias.street for alias, _ in self._at[form]}


def _said(word: str, of_a_person: bool) -> frozenset[str]:
    """The forms of a word. A street that is named after somebody is in the genitive; in the nominative it is somebody else."""
    return forms(word) - nominatives(word) if of_a_person else forms(word)


def _is_polish(word: str) -> bool:
    return is_a_word(word) or any(is_a_word(each) for each in with_diacritics(word))


def _begins_a_name(form: str, alias: _Alias, index: int) -> bool:
    """A conjunction does not, nor a Roman numeral; a figure only where the name begins with it."""
    return (len(form) > 1 and not form.isdigit() and alias.keys[index] not in _ROMAN) or (form.isdigit() and index == 0)


def _alias(called: str, street: str) -> _Alias:
    all_words = re.findall(r"[^\W_]+", called)
    words = [word for word in all_words if fold(word) not in LABELS and fold(word) not in TITLES] or all_words
    keys = tuple(fold(word) for word in words)
    numerals = {at for at, key in enumerate(keys) if key.isdigit() or (key in _ROMAN and at == len(keys) - 1)}
    last = max((at for at in range(len(words)) if at not in numerals), default=0)
    first_names = {at for at, word in enumerate(words) if is_a_first_name(word)}
    may_miss = first_names - {last}
    person = bool(may_miss) or any(fold(word) in TITLES for word in all_words)
    alone = {at for at in range(len(words)) if len(keys[at]) > 2 and keys[at] not in _KINDS} - numerals - may_miss
    if not person or "i" in keys or (numerals and last in first_names):
        alone = set()
    needs_title = set(range(len(words))) == first_names and any(fold(word) in TITLES for word in all_words)
    figures = {at: {_ROMAN.get(keys[at]) or _FIGURES.get(keys[at], keys[at])} for at in numerals}
    each = tuple(_said(word, person) | figures.get(at, set()) for at, word in enumerate(words))
    return _Alias(street, keys, each, frozenset(may_miss), person, frozenset(alone), needs_title)


def _has_title(tokens: Sequence[Token], position: int) -> bool:
    """ "Świętego Józefa", "św. Józefa"."""
    before = [token for token in tokens[max(position - 2, 0) : position] if token.text != "."]
    return bool(before) and before[-1].key in TITLES


def _next_word(token: Token, alias: _Alias, left: Iterable[int], near: Mapping[str, int]) -> tuple[int | None, int]:
    """Which of the words that are left the token is, and misspelt by how much."""
    for at in sorted(left):
        if token.key in alias.forms[at] and (alias.keys[at] != "i" or at < len(alias.keys) - 1 or token.text != "i"):
            return at, 0  # "mieszka i ma psa" is no Mieszko the First
    for at in sorted(left):
        short = alias.keys[at].startswith(token.key) and token.text[:1].isalpha()
        if short and ((at in alias.may_miss and len(token.key) <= 3) or len(token.key) >= 3):
            return at, 0
    for at in sorted(left):
        distances = [near[form] for form in alias.forms[at] if form in near]
        if distances:
            return at, min(distances)
    return None, 0


def _best(found: Sequence[Named]) -> Named | None:
    """The longest; among equally long ones the complete; what remains may be several streets."""
    if not found:
        return None
    longest = max(each.end for each in found)
    best = [each for each in found if each.end == longest]
    if any(not each.incomplete for each in best):
        best = [each for each in best if not each.incomplete]
    streets = frozenset[str]().union(*(each.streets for each in best))
    first = best[0]
    person, unsaid = all(each.person for each in best), max(each.unsaid for each in best)
    return Named(streets, first.start, longest, incomplete=first.incomplete, person=person, unsaid=unsaid)


def sound(word: str) -> str:
    """How a word in lower case sounds, roughly: spellings that sound alike are the same."""
    for pattern, same in _SAME_SOUND:
        word = pattern.sub(same, word)
    return word


_PLAIN = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}


@lru_cache(maxsize=2000)
def with_diacritics(word: str) -> tuple[str, ...]:
    """The words that may be meant where somebody types without diacritics; at most two letters are changed."""
    places = [at for at, letter in enumerate(word) if letter in _PLAIN][:10]
    found: list[str] = []
    layer = [word]
    for _ in range(2):
        layer = [each[:at] + letter + each[at + 1 :] for each in layer for at in places if each[at] in _PLAIN for letter in _PLAIN[each[at]]]
        layer = list(dict.fromkeys(layer))[:60]
        found += layer
    return tuple(dict.fromkeys(found))
