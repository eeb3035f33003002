// A run's history, and the pinned ones beside it, as a table for a spreadsheet.
#pragma once

#include <span>
#include <string>

#include "studio/state/state.h"

namespace hourglass {

/// One line a point: run, epoch, step, and the figures of training/history.h. RFC 4180.
std::string history_csv(const Run& run, std::span<const Run> pinned);

}  // namespace hourglass
