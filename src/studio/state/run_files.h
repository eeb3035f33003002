// The files in which a person takes a run away: asked of the engine, and for a report also what the network makes of
// the held-out images. Apart so that a button and a script get the same bytes.
#pragma once

#include <expected>
#include <optional>

#include "exchange/run_forms.h"
#include "studio/state/context.h"

namespace hourglass {

/// The file that belongs to the ExportModel of that ticket, once; nothing while the engine has not told all that it is
/// made of. Errors: a run that cannot be read, an engine that died. That ExportModel failed is for the caller to hear.
std::optional<std::expected<Bytes, Error>> file_of_run(Context& ui, RunForm form, Ticket exported);

/// Nobody waits for that file any more.
void abandon_file_of_run(State& state, Ticket exported);

}  // namespace hourglass
