"""A demo dataset of texts that needs no network: headlines that a seeded generator makes up.

No newspaper wrote them. 8.5 % tell of disasters; on both sides words stand for what they do not mean: a team ends a
scoring drought, and a city is rebuilt after the flood that the concert was held for. Bags of words are misled there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from activate_va.datasets.base import Dataset, DatasetSource, Origin, Split, of_parts
from activate_va.datasets.splitting import drawn_parts
from activate_va.kinds.text import texts

COUNT, DISASTER_SHARE, SEED = 20_000, 0.085, 2019
CLASSES = ("other", "disaster")


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(", "))


PLACES = _words(
    "Arden, Brookfield, Calder Bay, Dunmore, Eastport, Farrow, Glenrock, Harwick, Inverloch, Juniper Falls, "
    "Kingsmere, Lowmoor, Marston, Norvale, Oakhaven, Pellworth, Quarry Hill, Ravensby, Stonebridge, Thornton, "
    "Ulverton, Westcliff, Yarrow"
)
PEOPLE = _words("Abbott, Bianchi, Chen, Dalgaard, Eriksen, Fofana, Gupta, Haddad, Ito, Jansen, Kowalski, Lopez")
TEAMS = _words("Rovers, Harriers, United, Comets, Falcons, Mariners, Wanderers, Pilots")
THINGS = _words("bank, retailer, airline, studio, carmaker, brewery, start-up, broadcaster, union, museum")
TOPICS = _words("school meals, rail fares, housing, pensions, parking, tuition, broadband, opening hours, recycling")
HAZARDS = _words("flood, wildfire, earthquake, landslide, hurricane, tornado, avalanche, blizzard, storm surge")
NUMBERS = _words("two, three, five, seven, nine, a dozen, twenty, forty, hundreds of, thousands of")
ENDINGS = (
    "",
    "",
    " this week",
    " again",
    ", report says",
    ": live",
    " on Monday",
    " at last",
    ", sources say",
    " today",
)

DISASTER = (
    "{hazard} leaves {number} families homeless near {place}",
    "{number} missing after {hazard} hits {place}",
    "Rescuers search rubble in {place} as {hazard} toll rises to {number}",
    "{place} evacuated as {hazard} closes in",
    "Drought empties reservoir above {place}, {topic} talks put off",
    "Roads cut off and power out in {place} after {hazard}",
    "Explosion at {thing} warehouse in {place} injures {number}",
    "Concert in {place} raises millions for {hazard} victims",
    "Ferry with {number} aboard sinks off {place}",
    "{person} thanks volunteers as {place} rebuilds after {hazard}",
    "Aftershocks keep {number} in tents outside {place}",
    "Red alert in {place} as river bursts its banks",
    "Insurers count cost of {hazard} that struck {place}",
    "Star striker of {team} gives shirt to survivors of {place} {hazard}",
)
FIGURATIVE = (
    "{team} end scoring drought with {number} goals against {other_team}",
    "{person} wins {place} seat by a landslide",
    "{thing} drowns in flood of complaints over {topic}",
    "{thing} shares in free fall after storm over {topic}",
    "Avalanche of applications for {number} jobs at {place} {thing}",
    "{team} buried under avalanche of goals in {place}",
    "Political earthquake in {place} as {person} resigns over {topic}",
    "{person} weathers storm of criticism on {topic}",
    "New album by {person} sets charts on fire",
    "Whirlwind romance of {person} ends after {number} days",
    "{thing} burns through {number} million in {place}",
    "Price war erupts between {thing} and {other_thing}",
    "{team} crash out as {person} explodes at referee",
    "Tsunami of memes follows {person} interview on {topic}",
)
PLAIN = (
    "{place} council votes on {topic}",
    "{person} named head of {place} {thing}",
    "{thing} opens {number} shops in {place}",
    "{team} beat {other_team} in {place} derby",
    "{number} things to do in {place} this weekend",
    "{person} on {topic}: what to know",
    "{thing} and {other_thing} agree to merge",
    "Why {place} argues about {topic}",
    "Review: {person} at the {place} festival",
    "Weather for {place}: dry with light winds",
    "{team} sign {person} for {number} seasons",
    "Poll: {topic} divides {place}",
)


@dataclass(frozen=True)
class Headlines(DatasetSource):
    """20,000 generated headlines, all different; pool, validation and test are drawn at random."""

    name: str = "headlines"
    title: str = "Headlines (generated)"
    modality: str = "text"
    seed: int = SEED

    def files(self) -> tuple[Path, ...]:
        return ()

    def load(self) -> Dataset:
        rng = np.random.default_rng(self.seed)
        labels = np.zeros(COUNT, np.int64)
        labels[: round(COUNT * DISASTER_SHARE)] = 1
        rng.shuffle(labels)
        lines: dict[str, None] = {}
        for label in labels:
            lines[_fresh(int(label), lines, rng)] = None
        origin = Origin(np.arange(COUNT, dtype=np.int64), texts([f"headline-{row:05d}" for row in range(COUNT)]))
        return of_parts(self, CLASSES, Split(texts(list(lines)), labels, origin), drawn_parts(labels, self.seed))


def _fresh(label: int, taken: dict[str, None], rng: np.random.Generator) -> str:
    """One that is not taken: there are some tens of thousands of each sort."""
    while True:
        line = headline(label, rng)
        if line not in taken:
            return line


def headline(label: int, rng: np.random.Generator) -> str:
    """One of class `label`, an index into `CLASSES`."""
    figurative = rng.random() < 0.4
    templates = DISASTER if label else FIGURATIVE if figurative else PLAIN
    return _filled(templates[rng.integers(len(templates))], rng)


def _filled(template: str, rng: np.random.Generator) -> str:
    team, other_team = (TEAMS[index] for index in rng.permutation(len(TEAMS))[:2])
    thing, other_thing = (THINGS[index] for index in rng.permutation(len(THINGS))[:2])
    one = {"place": PLACES, "person": PEOPLE, "topic": TOPICS, "hazard": HAZARDS, "number": NUMBERS}
    drawn = {name: words[rng.integers(len(words))] for name, words in one.items()}
    line = template.format(team=team, other_team=other_team, thing=thing, other_thing=other_thing, **drawn)
    return line[0].upper() + line[1:] + ENDINGS[rng.integers(len(ENDINGS))]
