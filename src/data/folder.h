// Paths on a disk as the sources of one load: files as they are, folders as all the files in them, by their paths from
// the folder's own name on. For the command line and the packer; on the page a folder comes as the browser hands it
// over.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "data/source.h"
#include "math/error.h"

namespace hourglass {

/// Errors, with the path: what cannot be opened, a folder without files. Hidden files are passed over. A file is opened
/// only when its turn comes: a folder may hold more of them than a process may have open. What is named and is a pipe
/// is read to its end; one in a folder, a device and the like are not opened, as nobody may ever write to them
/// (Source::not_read).
std::expected<std::vector<Source>, Error> open_paths(const std::vector<std::string>& paths);

}  // namespace hourglass
