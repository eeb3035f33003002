// The ten class colours: Petroff's cycle (M. A. Petroff, "Accessible Color Sequences for Data Visualization", 2021,
// arXiv 2107.02270, ten-colour sequence), which colour-blind people can tell apart. The same in both themes and in
// every panel.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <span>

namespace hourglass {

/// 0xRRGGBB as Dear ImGui packs it.
constexpr ImU32 rgb(std::uint32_t hex, std::uint32_t alpha = 255) {
  return (alpha << 24) | ((hex & 0xff) << 16) | (hex & 0xff00) | ((hex >> 16) & 0xff);
}
/// The same colour with another opacity (0..1), times the one that it had.
constexpr ImU32 faded(ImU32 color, float opacity) {
  const auto alpha = static_cast<float>(color >> 24) * opacity;
  return (color & 0x00ffffffu) | (static_cast<ImU32>(alpha + 0.5f) << 24);
}
/// a at t = 0, b at t = 1.
constexpr ImU32 mixed(ImU32 a, ImU32 b, float t) {
  ImU32 out = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float from = static_cast<float>((a >> shift) & 0xff);
    const float to = static_cast<float>((b >> shift) & 0xff);
    out |= static_cast<ImU32>(from + (to - from) * t + 0.5f) << shift;
  }
  return out;
}

/// Relative luminance (WCAG 2.2), 0 for black to 1 for white, of an opaque colour.
float luminance(ImU32 color);
/// Contrast ratio (WCAG 2.2) of two opaque colours, 1 to 21: text wants 4.5, the edge of a mark 3.
float contrast(ImU32 a, ImU32 b);
/// `color`, darker or lighter until it has at least this contrast to every one of the grounds; it goes towards `away`,
/// black or white.
ImU32 readable_on(std::span<const ImU32> grounds, ImU32 color, ImU32 away, float ratio);

inline constexpr std::array<ImU32, 10> kClassColors = {
    rgb(0x3f90da), rgb(0xffa90e), rgb(0xbd1f01), rgb(0x94a4a2), rgb(0x832db6),
    rgb(0xa96b59), rgb(0xe76300), rgb(0xb9ac70), rgb(0x717581), rgb(0x92dadd),
};

/// From the eleventh class on the colours begin anew; images without a label (255) get the grey of the cycle.
constexpr ImU32 class_color(unsigned label) { return label < 255 ? kClassColors[label % 10] : kClassColors[8]; }

}  // namespace hourglass
