// The pinned runs under the loss chart's legend: a pill for each, with its value where the chart is read, or why it has
// none there.
#pragma once

#include <vector>

#include "studio/loss/loss_curves.h"
#include "studio/state/context.h"

namespace hourglass {

/// How the pills stand: each as wide as it wants where all fit into a row, otherwise in equal columns.
struct Pills {
  std::vector<float> widths;
  int columns = 0, rows = 0;
  float high = 24;
  float height() const { return static_cast<float>(rows) * high + static_cast<float>(rows - 1) * kGap1; }
};

Pills pills_of(Context& ui, const LossCurves& curves, float room);

/// `epoch`: the one that is read, whose value then stands for the run's title; negative: none.
void draw_pins(Context& ui, const Rect& area, const Pills& pills, const LossCurves& curves, double epoch);

}  // namespace hourglass
