// The link that a teacher gives away: made of what is on the page and of what was chosen on the sheet (share_state.h).
#pragma once

#include <string>
#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// Opens the sheet, which begins as the page is.
void open_share(Context& ui);
/// A part of the page is shown or hidden by the link; the last panel stays.
void share_part(ShareState& share, PagePart part, bool shown);
void share_panel(ShareState& share, PagePart panel, bool shown);
bool is_last_panel(const ShareState& share, PagePart part);
/// The site's origin ("https://moodle.example") of whatever address was typed; empty where it is none.
std::string origin_of(std::string_view typed);

/// What the link says after its '?'.
std::string shared_query(const State& state, std::string_view language);
/// The whole link; where there is no page, the query alone.
std::string shared_link(const State& state, std::string_view language);
/// The same in a frame, for the HTML of a course page.
std::string shared_frame(const State& state, std::string_view language);

void copy_shared_link(Context& ui);
void copy_shared_frame(Context& ui);
/// Asks the page for the link's QR code, unless it is there or on its way. Whether it is there.
bool bring_code(Context& ui);

/// Shows all that a link hides, and lets its settings be changed; or as the link has it.
void show_all(Context& ui, bool all);
/// Large, with the map or the sweep alone.
void set_projector(Context& ui, bool on);
/// The page as a whole, in a tab of its own.
void open_whole_page(Context& ui);

}  // namespace hourglass
