// The first layer's filters as colours: what each hidden unit looks for. Negative and positive weights diverge from the
// paper's colour in two hues that colour-blind people can tell apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/network.h"

namespace hourglass {

struct FilterColors {
  std::uint32_t negative = 0xff1a69b5;  ///< 0xAABBGGRR, as Graphics takes it: orange
  std::uint32_t none = 0xffffffff;
  std::uint32_t positive = 0xffb5691a;  ///< blue
};

/// Filters first..first+count-1 as cells of a picture `columns` wide: rgba (rows * 28, columns * 28). `alike`: one
/// scale for all of the layer (its 99.5th percentile), otherwise each filter to its own largest weight. Cells past the
/// last filter get `none`.
void paint_filters(const Network& network, int first, int count, int columns, bool alike, const FilterColors& colors,
                   std::span<std::uint32_t> rgba);

/// Number of hidden units of the first layer.
int filter_count(const Network& network);

/// The weight that `alike` shows in full colour.
float common_scale(const Network& network);

}  // namespace hourglass
