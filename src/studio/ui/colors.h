// Colours as Dear ImGui packs them, those of the classes (the same in both themes and in every panel), and what can be
// read on what.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <span>

#include "data/class_colors.h"

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

inline constexpr std::array<ImU32, kClassRgb.size()> kClassColors = [] {
  std::array<ImU32, kClassRgb.size()> colors{};
  for (std::size_t i = 0; i < colors.size(); ++i) colors[i] = rgb(kClassRgb[i]);
  return colors;
}();

/// That of data/class_colors.h.
constexpr ImU32 class_color(unsigned label) { return rgb(class_rgb(label)); }

}  // namespace hourglass
