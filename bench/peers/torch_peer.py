# PyTorch on the processor: the same tied network, loss and optimizer as bench/step_cases.cpp, asked line by line.
#   python3 torch_peer.py THREADS
# Debian's python3-torch, with a fast BLAS beside it (libopenblas0-pthread): by the reference one it takes ten times as long.
# Reads {"widths": [784, ...], "batch": n}, a line each, and answers {"seconds": of a step, "images": n} or {"error": why}.
import json
import random
import sys
import time

# The result is looked at every so many steps, as with the other peers; sooner where they take longer than that.
STEPS_TOGETHER = 10
PATIENCE = 2
IMAGES = 2048


def painted_images():
    """Strokes on nothing, 0..1, that fill a fifth of each image, as digits do (bench/images.cpp)."""
    images = torch.zeros(IMAGES, 28, 28)
    pixels = images.numpy()
    for image in pixels:
        x, y = 10 + random.randrange(8), 6 + random.randrange(8)
        while (image > 0).sum() < 150:
            for p in range(9):
                image[y + p // 3, x + p % 3] = 0.1 + 0.9 * random.random()
            x, y = min(max(x + random.randrange(3) - 1, 4), 21), min(max(y + random.randrange(3) - 1, 4), 21)
    return images.reshape(IMAGES, 784)


class Network:
    """ReLU inside, linear code and output, the decoder's weights the encoder's transposed, squared error, Adam."""

    def __init__(self, images, widths, batch):
        self.images, self.batch, self.at = images, batch, 0
        pairs = list(zip(widths, widths[1:]))
        self.weights = [torch.nn.Parameter(torch.nn.init.xavier_uniform_(torch.empty(n, m))) for m, n in pairs]
        self.down = [torch.nn.Parameter(torch.zeros(n)) for _, n in pairs]
        self.up = [torch.nn.Parameter(torch.zeros(m)) for m, _ in pairs]
        # foreach: one pass over all parameters at once, its fastest on the processor.
        self.optimizer = torch.optim.Adam([*self.weights, *self.down, *self.up], lr=1e-4, foreach=True)
        self.seconds(1)
        self.together = min(max(int(PATIENCE / self.seconds(1)), 1), STEPS_TOGETHER)

    def step(self):
        x = self.images[self.at : self.at + self.batch]
        self.at = (self.at + self.batch) % IMAGES
        h, last = x, len(self.weights) - 1
        for l, weight in enumerate(self.weights):
            h = torch.nn.functional.linear(h, weight, self.down[l])
            h = torch.relu(h) if l < last else h
        for l in range(last, -1, -1):
            h = torch.addmm(self.up[l], h, self.weights[l])
            h = torch.relu(h) if l > 0 else h
        loss = (h - x).square().sum() / self.batch
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss

    def seconds(self, steps):
        """Of one step."""
        start = time.perf_counter()
        for _ in range(steps):
            loss = self.step()
        if not torch.isfinite(loss):
            raise ValueError(f"its loss is {loss.item()}")
        return (time.perf_counter() - start) / steps


networks = {}
why = None
try:
    import torch

    torch.set_num_threads(int(sys.argv[1]))
    painted = painted_images()
    torch.ones(2, 2) @ torch.ones(2, 2)
    with open("/proc/self/maps") as maps:
        if not any(name in line for line in maps for name in ("openblas", "mkl", "blis", "atlas")):
            why = "its matrix products are the reference BLAS's: install libopenblas0-pthread"
except ImportError:
    why = "Debian's python3-torch is not installed"
for line in sys.stdin:
    try:
        if why:
            raise RuntimeError(why)
        asked = json.loads(line)
        if line not in networks:
            networks[line] = Network(painted, asked["widths"], asked["batch"])
        network = networks[line]
        answer = {"seconds": network.seconds(network.together), "images": network.batch}
    except Exception as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
