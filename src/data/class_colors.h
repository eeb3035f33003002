// The ten colours of classes, wherever points of several are drawn: Petroff's cycle (M. A. Petroff, "Accessible Color
// Sequences for Data Visualization", 2021, arXiv 2107.02270, ten-colour sequence), which colour-blind people can tell
// apart.
#pragma once

#include <array>
#include <cstdint>

namespace hourglass {

/// 0xrrggbb of the first ten classes; from the eleventh on they begin anew.
inline constexpr std::array<std::uint32_t, 10> kClassRgb = {0x3f90da, 0xffa90e, 0xbd1f01, 0x94a4a2, 0x832db6,
                                                            0xa96b59, 0xe76300, 0xb9ac70, 0x717581, 0x92dadd};
/// What has no class (255) is grey.
constexpr std::uint32_t class_rgb(unsigned label) { return label < 255 ? kClassRgb[label % 10] : kClassRgb[8]; }

}  // namespace hourglass
