"""A street and a house inside a sentence: "wczoraj o 22 na Granicznej 12 była bójka, 3 osoby".

A name counts only with something that shows it to be a place: a label, a preposition and a capital letter, a house number beside it,
or that the text says nothing else. What could be an ordinary word, or a person, is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.districts.cyrillic import latin
from bot.districts.house_numbers import House, house_before, house_behind
from bot.districts.inflection import forms, is_a_first_name, is_a_genitive, is_a_noun, is_a_noun_at_a_place, is_a_town, is_a_word
from bot.districts.names import LABELS, TITLES, Named, StreetNames, Token
from bot.districts.spoken import with_ordinals
from handlers.dialogue.update import fold

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[^\W\d_](?![^\W\d_]))?|[^\w\s]")
_BEFORE = frozenset(
    "na przy pod z ze od do kolo obok w we dla za przed nad wzdluz po mieszkam okolicy okolicach rogu skrzyzowanie skrzyzowaniu naprzeciw "
    "naprzeciwko miedzy".split()
)
_OF_PEOPLE = frozenset("z ze od do dla za przed nad w we po mieszkam kolo obok pod naprzeciw naprzeciwko okolicy okolicach".split())
"""Before a surname without a house these speak of a person as well as of a street; before a date, of a day."""
_FROM_TO = frozenset("z ze od do dla".split())
"""Before the nominative of an adjective these speak of a town: "z Gdańska"."""
_PERSON = frozenset(
    "pan pani panem pania pana panu panstwo panstwa aspirant aspiranta sierzant sierzanta posterunkowy posterunkowego komisarz komisarza mlodszy "
    "sasiad sasiada sasiadem sasiadka sasiadki sasiadke kolega kolegi kolezanka kolezanki doktor pulkownik liceum szkola szkoly szkole kosciol "
    "kosciola kosciele przychodnia przychodni pomnik pomnika pomnikiem technikum gimnazjum podstawowka zawodowka lo sp fabryka firma".split()
)
"""Behind these a name is somebody's, or that of a school or a church."""
_AROUND = frozenset(
    "adres moj to jest dzielnicowy dzielnicowego dzielnicowym kto mieszkamy mieszkanie mieszka dom blok prosze dzien dobry dobrywieczor witam "
    "ulica ulicy nr numer numerem numeru domu lokalu pilne czesc hej zglaszam adresem pod i a albo lub miasto".split()
)
"""What people say around an address when they want to know who the officer is."""
_ASKED_FOR = frozenset("adres adresem adresu dzielnicowy dzielnicowego dzielnicowym patrol patrolu halas zglaszam".split())
"""Right before an address, whatever is told besides."""
_COMPLAINTS = frozenset("skarga skarge skargi skarg zazalenie donos".split())
_IN_AN_ESTATE = frozenset("na z ze w we do od".split())
_ESTATES = frozenset("os osiedle osiedlu osiedla osiedlem".split())
"""Behind these a name is an estate, and no street."""
TOWNS = (
    "Poznań Łódź Wrocław Warszawa Kraków Gdańsk Szczecin Bydgoszcz Lublin Katowice Toruń Kielce Częstochowa Białystok Rzeszów Opole Radom "
    "Lwów Lwiw Kijów Kyiw Odesa Charków Charkiw Dnipro"
).split()
"""Large towns, however they are written: an address there is not ours. Those near by are the town's data; other names of places are
known by their capital letter."""
_ON_THE_WAY = frozenset("z ze do od dla przez".split())
_CORNERS = frozenset("skrzyzowanie skrzyzowaniu rog rogu".split())
_JOINS = frozenset("i a oraz lub albo abo z ze przy rog rogu".split())
_ORDINARY = 6
"""Letters up to which a name that is a word besides needs a capital letter ("dobra", "krótka")."""
MOST_CORRECTIONS = 8
"""Words of a text that are looked at as misspelt names: each costs a third of a millisecond."""
_MONTH_NAME = re.compile(r"\d+ (?:maja|stycznia|listopada|sierpnia|kwietnia|czerwca|lipca|lutego|marca|wrzesnia|pazdziernika|grudnia)")


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence says: streets that could be meant by one name (mostly one), and the house.

    `sure` is False where the words are only part of several names."""

    streets: frozenset[str]
    house: str
    detail: str
    alone: bool = False
    """Whether the sentence says nothing besides ("mieszkam na Granicznej 12"): it is an address, and no story."""
    sure: bool = True


class Sentences:
    """The names of one town, ready to be found in sentences."""

    def __init__(
        self, town_name: str, known_as: Mapping[str, str], *, estates: Iterable[str] = (), neighbours: Iterable[str] = (), postcode: str = ""
    ) -> None:
        """`known_as`: what streets are or were called, and the street that it is. `neighbours`: places near by, of one word each.

        `postcode`: how the town's own begin; with another one an address is elsewhere."""
        self._estates = {name: forms(name) for name in sorted(estates) if " " not in name}
        self._postcode = postcode.replace("-", "")
        self.names = StreetNames(known_as, other_words=estates)
        self._fillers = _BEFORE | LABELS | TITLES | _AROUND | forms(town_name)
        self._asked_for = _ASKED_FOR | forms(town_name)
        own = {form for called in known_as for word in re.findall(r"[^\W_]+", called) for form in forms(word)}
        self._own = own | forms(town_name) | {form for name in estates for word in name.split() for form in forms(word)} | self._fillers
        self._elsewhere = {form for town in (*TOWNS, *neighbours) for form in forms(town)} - own - forms(town_name)

    def mentions(self, text: str) -> list[Mention]:
        """The places that are named, in order, each once. Nothing is guessed: what could be an ordinary word is left out."""
        tokens = with_ordinals(tokenise(text))
        if self._postcode and any(
            _postcode(tokens, at) and tokens[at + 1].text == "-" and not (token.key + tokens[at + 2].key).startswith(self._postcode)
            for at, token in enumerate(tokens[:-2])
        ):
            return []
        found: list[Mention] = []
        doubtful: list[Mention] = []
        passed_over: Named | None = None
        end_of_last, position, besides, corrections = -1, 0, 0, MOST_CORRECTIONS
        while position < len(tokens):
            correct = corrections > 0 and _may_be_misspelt(tokens, position)
            corrections -= correct
            named = self.names.at(tokens, position, misspelt=correct) if tokens[position].key[:1].isalnum() else None
            if named is None:
                besides += self._says_more(tokens, position)
                position += 1
                continue
            named = _of_somebody_else(tokens, named)
            house = house_behind(tokens, named.end)
            if not house.house and (before := house_before(tokens, named.start)):
                house = House(before, house.detail, house.end)
                besides -= 1  # what was taken for something else is the number
            if self._is_elsewhere(tokens, named.start, house.end):
                return []
            between = tokens[end_of_last : named.start] if end_of_last >= 0 else []
            at_a_corner = end_of_last == named.start and any(token.key in _CORNERS for token in tokens[:end_of_last])
            joined = not named.incomplete and (_only_joins(between) or at_a_corner)
            if joined or self._shows_a_place(tokens, named, house):
                mention = Mention(named.streets, house.house, house.detail, sure=not named.incomplete)
                kept = found if mention.sure else doubtful
                if passed_over is not None and mention.sure and _only_joins(tokens[passed_over.end : named.start]):
                    kept.append(Mention(passed_over.streets, "", ""))  # "wroclawska przy torowej": a place beside a place
                if mention not in kept:
                    kept.append(mention)
                position = end_of_last = house.end
                passed_over = None
            elif passed_over is not None and not (named.incomplete or named.misspelt) and _both_named(tokens, passed_over, named):
                found += [Mention(each, "", "") for each in (passed_over.streets, named.streets)]  # "Polna, Lipowa i Handlowa"
                position = end_of_last = named.end
                passed_over = None
            else:
                besides += not self._is_filler(tokens, named.start)
                passed_over = None if named.incomplete or named.misspelt else named
                position = named.end
        found = found or doubtful
        return [replace(found[0], alone=True)] if len(found) == 1 and not besides else found

    def estates(self, text: str) -> list[str]:
        """The estates that a text names: behind "os.", or with a preposition and a capital letter. They are no addresses."""
        tokens = tokenise(text)
        found: list[str] = []
        for at, token in enumerate(tokens):
            labelled = any(each.key in _ESTATES for each in tokens[max(at - 2, 0) : at])
            gone_to = at > 0 and tokens[at - 1].key in _IN_AN_ESTATE and token.capital and not self.names.knows(token.key)
            for name, spoken in self._estates.items() if labelled or gone_to else ():
                if name not in found and (token.key in spoken or (len(name) > 5 and token.key.startswith(fold(name)))):
                    found.append(name)
        return found

    def _says_more(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a token says something besides an address."""
        token = tokens[position]
        if not token.text[:1].isalnum() or self._is_filler(tokens, position):
            return False
        if len(token.text) == 1 and token.capital:
            return False
        return not (token.key.isdigit() and _postcode(tokens, position))

    def _is_filler(self, tokens: Sequence[Token], position: int) -> bool:
        return tokens[position].key in self._fillers

    def _is_elsewhere(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether another town stands right before the street, or behind the house: "Ostrów, ul. Wrocławska 5", "Polna 5, Sieradz"."""
        before = start - 1
        while before >= 0 and (
            tokens[before].key in LABELS or tokens[before].key in TITLES or tokens[before].key in ("na", "przy") or tokens[before].text in ",.-–"
        ):
            before -= 1
        behind = end
        while behind < len(tokens) and (tokens[behind].text in ",-–" or tokens[behind].key in ("w", "we")):
            behind += 1
        near = self._is_a_town(tokens, before) or self._is_a_town(tokens, before - 1, of=before)
        return near or (self._is_a_town(tokens, behind) and (behind > end or tokens[behind].key in self._elsewhere))

    def _is_a_town(self, tokens: Sequence[Token], at: int, of: int | None = None) -> bool:
        """Whether a town stands there; with `of`, only as the first word of a town's name whose second word is there ("Ostrów Wielkopolski")."""
        if not 0 <= at < len(tokens) or not tokens[at].text.isalpha() or tokens[at].key in self._own:
            return False
        if of is not None and not (tokens[of].text.isalpha() and tokens[of].key not in self._fillers):
            return False
        if at and (tokens[at - 1].key in _ON_THE_WAY or tokens[at - 1].key in _PERSON or tokens[at - 1].key in _ESTATES):
            return False
        if tokens[at].key in self._elsewhere:
            return True
        return (
            (of is None or tokens[of].capital)
            and tokens[at].capital
            and len(tokens[at].key) > 3
            and is_a_town(tokens[at].text)
            and not is_a_first_name(tokens[at].text)
        )

    def _shows_a_place(self, tokens: Sequence[Token], named: Named, house: House) -> bool:
        """A label before it, a house number beside it, a preposition and a capital letter; or nothing else is said."""
        start, end = named.start, named.end
        before = start - 1
        while before >= 0 and (
            tokens[before].key in TITLES or tokens[before].text in (".", ":", "-") or (len(tokens[before].key) == 1 and tokens[before].capital)
        ):
            before -= 1
        said = tokens[before] if before >= 0 else None
        key = said.key or said.text if said is not None else ""
        if (key in _ESTATES and not house.house) or key in _PERSON or (key == "na" and before and tokens[before - 1].key in _COMPLAINTS):
            return False
        capitals = any(token.capital for token in tokens[start:end])
        words = [token for token in tokens[start:end] if token.key[:1].isalpha()]
        ordinary = len(words) == 1 and len(words[0].key) <= _ORDINARY and (is_a_word(words[0].text.lower()) or not named.misspelt)
        if named.incomplete and not (house.house or key in LABELS):
            return False
        if key in LABELS:
            return True
        if named.person and not house.house and _is_a_day(tokens, end):
            return False
        if ordinary and end < house.end < len(tokens) and tokens[end].text == "," and not house.detail:
            return False  # "Dobra, 17 będzie w porządku"
        only = self._nothing_else(tokens, start, house.end or end)
        if house.house:
            begins = start == 0 or tokens[start - 1].text in ".,!?;"
            ends = house.end >= len(tokens) or bool(house.detail)
            return capitals or key in _BEFORE or only or len(words) > 1 or not ordinary or begins or ends or key in self._asked_for
        if only:
            return not (named.misspelt and len(words[0].key) <= _ORDINARY) and (capitals or not ordinary or len(words) > 1)
        if named.misspelt and not (capitals and key in _BEFORE):
            return False
        if len(words) > 1 and tokens[end - 1].capital and len(tokens[end - 1].key) > 1 and (not named.person or words[0].key == "rondo"):
            return True
        if key in _BEFORE:
            return self._is_meant_by_preposition(tokens, named, key, capitals=capitals, ordinary=ordinary)
        return capitals and start > 0 and self._on_the_way(tokens, named, said)

    def _is_meant_by_preposition(self, tokens: Sequence[Token], named: Named, key: str, *, capitals: bool, ordinary: bool) -> bool:
        """ "na Polnej", "przy Asnyka"; not "z Kochanowskim", "po 3 Maja", "z Gdańska", "w Rodzinnej atmosferze"."""
        last = tokens[named.end - 1]
        if key in _OF_PEOPLE and (named.person or _MONTH_NAME.fullmatch(" ".join(token.key for token in tokens[named.start : named.end]))):
            return False
        if named.person and last.key.endswith(("im", "em", "iem", "ymi")):
            return False
        if key in _FROM_TO and last.key.endswith("a"):
            return False
        if not capitals:
            return named.start > 0 and not ordinary and self._stands_alone(tokens, named)
        behind = tokens[named.end] if named.end < len(tokens) else None
        follows = behind is not None and behind.text.isalpha() and not behind.capital
        if follows and behind is not None and last.key.endswith("ej") and is_a_noun_at_a_place(behind.text):
            return False
        if behind is not None and behind.capital and behind.key[:1].isalpha() and behind.key not in self._own and not named.person:
            return False  # "na Zielonej Górze": a longer name
        return named.start > 0 and not (follows and behind is not None and is_a_noun(last.text.lower()) and is_a_genitive(behind.text))

    def _nothing_else(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether what stands around the name and its house says nothing."""
        return all(not self._says_more(tokens, at) for at in (*range(start), *range(end, len(tokens))))

    def _stands_alone(self, tokens: Sequence[Token], named: Named) -> bool:
        """ "na podmiejskiej w aucie", but not "na podmiejskiej drodze": no noun follows that it could belong to."""
        behind = tokens[named.end] if named.end < len(tokens) else None
        adjective = tokens[named.end - 1].key.endswith("ej")
        return adjective and (behind is None or not behind.key[:1].isalpha() or not is_a_noun(behind.text))

    def _on_the_way(self, tokens: Sequence[Token], named: Named, said: Token | None) -> bool:
        """ "jadę Wrocławską", "idę Śródmiejską do domu": an adjective with a capital letter, in a case that no surname's owner is in."""
        behind = tokens[named.end] if named.end < len(tokens) else None
        adjective = not named.person and tokens[named.end - 1].text.endswith("ą") and named.end - named.start == 1
        return adjective and not (said is not None and said.capital and named.start > 1) and not (behind is not None and behind.capital)


def _is_a_day(tokens: Sequence[Token], at: int) -> bool:
    """ "29 września": behind a saint's name it is his day."""
    return at + 1 < len(tokens) and tokens[at].key.isdecimal() and bool(_MONTH_NAME.fullmatch(f"{tokens[at].key} {tokens[at + 1].key}"))


def _of_somebody_else(tokens: Sequence[Token], named: Named) -> Named:
    """Another first name before a surname, another kind of place, a longer name: the street that is meant may be one that nobody knows."""
    before = tokens[named.start - 1] if named.start else None
    if before is None:
        return named
    another = named.person and named.unsaid and is_a_first_name(before.text) and len(before.key) > 2
    kinds = {street.split()[0] for street in named.streets}
    square = before.key in _SQUARES or (before.text == "." and named.start > 1 and tokens[named.start - 2].key == "pl")
    longer = (
        before.capital and len(before.key) > 3 and tokens[named.start].key[:1].isdigit() and before.key not in LABELS and before.key not in _AROUND
    )
    longer = longer and before.key not in _BEFORE
    if another or (square and "Plac" not in kinds) or longer:
        return replace(named, incomplete=True)
    return named


_SQUARES = frozenset("pl plac placu placem".split())


def _only_joins(between: Sequence[Token]) -> bool:
    """Whether two names belong together: "Widok i Polna", "między Łódzką a Częstochowską", "Nowy Świat / Handlowa"."""
    return 1 <= len(between) <= 2 and all(token.key in _JOINS or token.text in (",", "/", "-", "–") for token in between)


def _both_named(tokens: Sequence[Token], one: Named, other: Named) -> bool:
    """Two names with capital letters, and nothing but a comma, a slash or "i" between them."""
    capitals = all(any(token.capital for token in tokens[each.start : each.end]) for each in (one, other))
    return capitals and _only_joins(tokens[one.end : other.start])


def tokenise(text: str) -> list[Token]:
    """Words, numbers and marks, in Latin letters."""
    plain = unicodedata.normalize("NFC", latin(text))
    return [Token(m[0], fold(m[0]) or m[0], m[0][:1].isupper(), m.start() > 0 and not plain[m.start() - 1].isspace()) for m in _TOKEN.finditer(plain)]


def _may_be_misspelt(tokens: Sequence[Token], position: int) -> bool:
    """Whether it is worth the while: a label or a preposition before it, or a number soon behind it, or it is the text's only word."""
    before = tokens[position - 1] if position else None
    if (
        before is None
        or before.key in LABELS
        or before.key in TITLES
        or before.text in ".,:;!"
        or (before.key in _BEFORE and tokens[position].capital)
    ):
        return True
    return any(token.key[:1].isdigit() for token in tokens[position + 1 : position + 4])


def _postcode(tokens: Sequence[Token], position: int) -> bool:
    """ "62-800"."""

    def digits(at: int, many: int) -> bool:
        return 0 <= at < len(tokens) and tokens[at].key.isdigit() and len(tokens[at].key) == many

    def dash(at: int) -> bool:
        return 0 <= at < len(tokens) and tokens[at].text == "-"

    return (digits(position, 2) and dash(position + 1) and digits(position + 2, 3)) or (
        digits(position, 3) and dash(position - 1) and digits(position - 2, 2)
    )
