// What a run is, as pairs of words: the metadata of files that other programs read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "training/checkpoint.h"

namespace hourglass {

/// Version, network, data, pixels, settings as JSON, and the figures of the last epoch.
std::vector<std::pair<std::string, std::string>> run_facts(const Checkpoint& checkpoint);

}  // namespace hourglass
