// What a person can do with the runs that are kept.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "studio/state/context.h"
#include "studio/state/shelf.h"

namespace hourglass {

/// Asks for a run of the shelf; it becomes the present one when it is there, and goes on training if it shall.
void ask_for_kept(Context& ui, std::string_view id, bool trains);
/// It is there: its checkpoint. `copy`: another page goes on with it, so this one makes it a run of its own.
void open_kept(Context& ui, std::string_view id, std::span<const std::uint8_t> model, bool copy, bool trains);
/// Called whenever something was heard: a run that was opened gets its images, and goes on training if it shall.
void follow_opened(Context& ui);

/// The run before is brought back by undo, where that was the last thing that happened; false: something else was, or
/// there is none. `last`: it need not be the last.
bool undo_new_run(Context& ui, bool last);

void name_kept(Context& ui, std::string_view id, std::string_view name);
/// Off the shelf, or back upon it. What was taken off is forgotten when the page is next opened.
void take_off_shelf(Context& ui, std::string_view id);
void put_back_on_shelf(Context& ui, std::string_view id);
void pin_kept(Context& ui, std::string_view id);
void save_kept(Context& ui, std::string_view id);

}  // namespace hourglass
