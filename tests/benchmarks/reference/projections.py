"""umap-learn and scikit-learn's t-SNE on raw pixels, with a seed as a reproducible notebook would give them.

python tests/benchmarks/reference/projections.py umap
"""

from __future__ import annotations

import sys
import warnings

from activate_va.datasets import open_dataset


def main() -> None:
    warnings.simplefilter("ignore")
    pool = open_dataset("mnist").pool.items
    pixels = pool.reshape(len(pool), -1) / 255.0
    if sys.argv[1] == "umap":
        import umap

        umap.UMAP(random_state=0).fit_transform(pixels)
    else:
        from sklearn.manifold import TSNE

        TSNE(random_state=0, n_jobs=-1).fit_transform(pixels)


if __name__ == "__main__":
    main()
