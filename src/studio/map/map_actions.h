// What a person does on the code map, apart from how it was asked for: a button, a key, a pointer and a script all call
// these.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "studio/state/context.h"

namespace hourglass {

/// Fits the view to where the points are; show_all_points() to all of them, however far some are.
void fit_map(State& state);
void show_all_points(State& state);

void show_view(Context& ui, MapMemory::View view);
/// The same images on another map. Ends of the path that are the middle of a class are so on that one too.
void show_map(Context& ui, MapKind kind);
/// The three maps beside each other.
void toggle_compare(Context& ui);
void toggle_manifold(Context& ui);
void toggle_shapes(Context& ui);
void toggle_numbers(Context& ui);
/// The row of what can be saved.
void toggle_saving(Context& ui);
void hide_classes(Context& ui, std::uint64_t hidden);
void show_subset(Context& ui, command::Subset subset);

/// Principal axes or two of the code's numbers; which two; where another of the numbers stands.
void choose_axes(Context& ui, bool principal);
void choose_axis(Context& ui, bool across, int number);
void set_number(Context& ui, int number, float value);

void toggle_path(Context& ui);
void close_path(Context& ui);
/// ... and its row, where both ends stood in it; one that waits for them goes on waiting.
void forget_path(State& state);
/// The first free end of the path, A then B; a complete path starts anew.
void choose_path_end(State& state, std::span<const float> code, double now);
/// The middle of a class becomes A or B and stays its middle while the codes move.
void choose_path_class(Context& ui, bool first, unsigned label);
/// Ends that were chosen as the middle of a class move with it, to the map that is shown.
void move_path(State& state);
void play_or_rest_morph(Context& ui);

/// Shows the decoded image of `code` at its place until the pointer comes to the map.
void pin_probe(State& state, std::span<const float> code);
/// Likewise at the point of the image at `place` of those that the map shows.
void pin_image(State& state, std::size_t place);
void let_go_probe(State& state);

}  // namespace hourglass
