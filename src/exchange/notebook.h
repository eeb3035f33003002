// A trained run as a Jupyter notebook (nbformat 4.5): the recipe in words, its curve, the weights, and Python that
// rebuilds the network in NumPy, sweeps its code, and trains it on in PyTorch.
#pragma once

#include <string>

#include "training/checkpoint.h"

namespace hourglass {

/// The notebook's JSON. Its cells need NumPy; pictures need Matplotlib, training needs PyTorch, and each cell says so.
std::string to_notebook(const Checkpoint& checkpoint);

}  // namespace hourglass
