"""What a pool of 100,000 short texts takes, part by part: `python -m tests.benchmarks.many_texts --before`.

Generated headlines, all different; features, the graph of neighbours, and UMAP from both, in wall and processor
seconds. `--before` does it once more by scikit-learn and umap-learn alone, in the same process, and says how well both
maps keep what is near: the share of a sample's 15 nearest that are among those on the map, and trustworthiness.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import normalize

from activate_va.datasets.headlines import DISASTER_SHARE, headline
from activate_va.kinds.characters import IN_A_ROW
from activate_va.kinds.text import DIRECTIONS, TextKind, texts
from activate_va.kinds.tfidf import MOST_COLUMNS, WORD
from activate_va.pool import features
from activate_va.pool.content import PoolContent
from activate_va.projections import projections, umap

K, LOOKED_AT = 15, 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--before", action="store_true", help="by the libraries alone, too")
    given = parser.parse_args()
    items = generated(given.texts)
    print(f"{'':10} {'part':10} {'seconds':>8} {'processor':>10}", flush=True)
    points, drawn = all_parts("ours", TextKind().features, items)
    print("neighbours kept {:.3f}, trustworthiness {:.4f}".format(*kept(points, drawn)), flush=True)
    if given.before:
        features.MANY_SAMPLES = umap.VERY_MANY = given.texts
        points, drawn = all_parts("libraries", of_libraries, items)
        print("neighbours kept {:.3f}, trustworthiness {:.4f}".format(*kept(points, drawn)), flush=True)


def generated(count: int) -> NDArray[Any]:
    rng, lines = np.random.default_rng(1), dict[str, None]()
    while len(lines) < count:
        lines[headline(int(rng.random() < DISASTER_SHARE), rng)] = None
    return texts(list(lines))


def all_parts(
    who: str, features_of: Callable[[Any], Any], items: NDArray[Any]
) -> tuple[NDArray[np.float32], NDArray[np.floating]]:
    begun = time.perf_counter()
    points = timed(who, "features", lambda: features_of(items))
    content = PoolContent(points)
    timed(who, "graph", lambda: content.neighbours(K))
    drawn = timed(who, "UMAP", lambda: projections["umap"].lay_out(content, lambda stage, share: None))
    print(f"{who:10} {'all':10} {time.perf_counter() - begun:8.1f}", flush=True)
    return points, drawn


def timed(who: str, part: str, work: Callable[[], Any]) -> Any:
    begun, cpu = time.perf_counter(), time.process_time()
    done = work()
    print(f"{who:10} {part:10} {time.perf_counter() - begun:8.1f} {time.process_time() - cpu:10.1f}", flush=True)
    return done


def of_libraries(items: NDArray[Any]) -> NDArray[np.float32]:
    chosen = {"dtype": np.float32, "sublinear_tf": True, "max_features": MOST_COLUMNS}
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=WORD, **chosen)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=IN_A_ROW, **chosen)
    matrix = FeatureUnion([("words", words), ("characters", characters)]).fit_transform(items.tolist())
    scores: NDArray[np.float32] = normalize(TruncatedSVD(DIRECTIONS, random_state=0).fit_transform(matrix))
    return scores


def kept(points: NDArray[np.float32], drawn: NDArray[np.floating]) -> tuple[float, float]:
    """Of samples drawn by lot among all: the share of nearest that stay, and trustworthiness (Venna and Kaski 2001)."""
    n, stay, strangers = len(points), 0, 0.0
    for row in np.random.default_rng(0).choice(n, LOOKED_AT, replace=False):
        far = np.linalg.norm(points - points[row], axis=1)
        on_map = np.linalg.norm(drawn - drawn[row], axis=1)
        far[row] = on_map[row] = np.inf
        near_on_map = np.argpartition(on_map, K)[:K]
        stay += len(np.intersect1d(np.argpartition(far, K)[:K], near_on_map))
        ranks = np.searchsorted(np.sort(far), far[near_on_map]) + 1
        strangers += np.maximum(ranks - K, 0).sum()
    return stay / LOOKED_AT / K, 1 - 2 * strangers / (LOOKED_AT * K * (2 * n - 3 * K - 1))


if __name__ == "__main__":
    main()
