// What the code map does whether it is seen or not: follows the engine's codes, lays them in the plane, keeps the
// trail.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// Once a frame; more often does nothing.
void update_map(Context& ui);

bool map_has_labels(const State& state);
/// Labels of the images whose codes the map shows; empty without labels.
std::vector<std::uint8_t> map_labels(const State& state);
/// The codes that the map shows now: of the present, or of the epoch that was wound back to.
std::vector<float> map_codes(const State& state);
double map_epoch(const State& state);

/// Winds the map to an entry of the trail; the last one or -1 is the present.
void wind_back(Context& ui, int entry);
/// Lays the codes in the plane anew after the plane was changed; `glide`: the points move there.
void lay_out(Context& ui, bool glide = true);
void fit_map(State& state);

/// The first free end of the path, A then B; a complete path starts anew.
void choose_path_end(State& state, std::span<const float> code, double now);

/// Shows the decoded image of `code` at its place until the pointer comes to the map.
void pin_probe(State& state, std::span<const float> code);

/// Keys when the map has the keyboard: arrows move a probe, Enter chooses A and B, + and - zoom, Escape forgets.
bool map_key(State& state, std::string_view key, bool shift, double now);

/// "index,label,code 1,code 2...": one line for each image.
std::string codes_csv(std::span<const float> codes, int width, int every, std::span<const std::uint8_t> labels,
                      const std::vector<std::string>& class_names);

}  // namespace hourglass
