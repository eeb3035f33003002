// Two runs side by side: which two, and in what their recipes differ.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// Opens the sheet, with a run of the shelf (empty: as it was last) as the second one beside the run on the page.
void open_compare(Context& ui, std::string_view kept = {});
/// Once the sheet has been closed, before a frame is drawn: which two stays known. Networks and what they make of all
/// images are tens of megabytes, and asked for anew.
void leave_compare(State& state);
/// Another run as the first (0) or second (1); the one that is there already changes places with it.
void choose_compared(State& state, std::size_t which, std::string_view kept);
void swap_compared(State& state);
/// Turns the second map towards the first.
void align_compared(State& state, bool aligned);

/// Answers Host::look_at_kept. No bytes: it is not kept any more.
void take_seen_run(State& state, std::string_view id, std::span<const std::uint8_t> model);

/// One of the two as it can be shown now. Views must not outlive the frame.
struct RunSeen {
  const Network* network = nullptr;  ///< none: there are no weights (yet)
  std::uint64_t weights = 0;         ///< another number for other weights
  const Experiment* experiment = nullptr;
  const History* history = nullptr;
  Sentence title = {};
  Sentence why_none = {};  ///< why there is no network, where that is known
  bool on_page = false;
};
RunSeen compared_run(const State& state, std::size_t which);
/// Whether the two are not one and the same.
bool compares_two(const State& state);

/// A setting in which two recipes differ. A value is empty where the setting has no effect; what has one in a single
/// recipe, and is there as it usually is, is left out.
struct RecipeDifference {
  std::string_view key;  ///< of the setting
  Key name;
  Sentence a, b;
};
std::vector<RecipeDifference> recipe_differences(const Experiment& a, const Experiment& b);

}  // namespace hourglass
