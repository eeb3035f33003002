# scikit-learn's t-SNE on the images that hourglass map has drawn: the same images, principal coordinates, perplexity and iterations.
#   python3 tsne_sklearn.py FOLDER POINTS.csv [COORDINATES LABELS]
# FOLDER: that of the catalogue's MNIST files; POINTS: what hourglass map --out wrote. With the last two, the principal coordinates (n, 50
# floats) and the labels (n bytes) are written there, for another library, and nothing is drawn.
# Prints {"seconds": of the map alone, "kl": divergence, "knn5": share of the class of 5 neighbours}.
import csv
import gzip
import json
import sys
import time

import numpy
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

folder, points, *written = sys.argv[1:]


def idx(name, head):
    with gzip.open(f"{folder}/{name}.gz") as file:
        return numpy.frombuffer(file.read(), numpy.uint8)[head:]


with open(points, newline="") as file:
    rows = [int(row["image"]) for row in csv.DictReader(file)]
# The set's published order: 60,000 to train on and for validation, then 10,000.
images = numpy.concatenate([idx(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784) for part in ("train", "t10k")])[rows] / 255.0
labels = numpy.concatenate([idx(f"{part}-labels-idx1-ubyte", 8) for part in ("train", "t10k")])[rows]
centred = images - images.mean(axis=0)
_, axes = numpy.linalg.eigh(centred.T @ centred)
coordinates = (centred @ axes[:, ::-1][:, :50]).astype(numpy.float32)
if written:
    coordinates.tofile(written[0])
    labels.astype(numpy.uint8).tofile(written[1])
    sys.exit()

begin = time.perf_counter()
tsne = TSNE(2, perplexity=30, n_iter=1000, init="pca", learning_rate="auto", n_jobs=2, random_state=1)
places = tsne.fit_transform(coordinates)
seconds = time.perf_counter() - begin

near = NearestNeighbors(n_neighbors=6).fit(places).kneighbors(places, return_distance=False)[:, 1:]
right = [numpy.bincount(labels[row]).argmax() == label for row, label in zip(near, labels)]
print(json.dumps({"seconds": seconds, "kl": float(tsne.kl_divergence_), "knn5": float(numpy.mean(right))}))
