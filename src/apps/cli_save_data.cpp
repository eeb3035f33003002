// Where hourglass data --save writes a set, and that it never mixes with what is there.
#include <algorithm>
#include <filesystem>

#include "apps/cli.h"
#include "data/text.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

std::string within(const std::string& folder, const std::string& name) { return (fs::path(folder) / name).string(); }

}  // namespace

std::expected<SetTarget, Error> SetTarget::check(const std::string& path) {
  std::error_code error;
  const bool there = fs::is_directory(path, error);
  if (!there && lower(path).ends_with(".npz")) {
    if (auto writable = check_outputs({path}); !writable) return std::unexpected(writable.error());
    return SetTarget(path, false);
  }
  if (!there && !path.ends_with('/'))
    return fail("{0} is neither: name a file that ends in .npz, or a folder with a slash at its end.", quote(path));
  std::string folder = path;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  // What can be made in a folder can be made in its place.
  if (auto writable = check_outputs({there ? within(folder, idx_file_names().front()) : folder}); !writable)
    return std::unexpected(writable.error());
  if (!there && fs::exists(folder, error)) return fail("{0} is a file, not a folder.", quote(folder));
  return SetTarget(folder, true);
}

std::expected<void, Error> SetTarget::write(const ImageSet& set) const {
  if (!folder_) {
    const auto pieces = as_zip(set_as_arrays(set));
    if (!pieces) return std::unexpected(pieces.error());
    return write_file(path_, *pieces);
  }
  const std::vector<SetFile> files = set_as_idx(set);
  std::error_code error;
  for (const std::string& name : idx_file_names()) {
    const bool replaced = std::ranges::find(files, name, &SetFile::name) != files.end();
    if (!replaced && fs::exists(within(path_, name), error))
      return fail("The folder {0} holds {1} of another set: name another folder.", quote(path_), quote(name));
  }
  fs::create_directory(path_, error);
  for (const SetFile& file : files) {
    const std::span<const FilePiece> whole(&file.bytes, 1);
    if (auto written = write_file(within(path_, file.name), whole); !written) return written;
  }
  return {};
}

}  // namespace hourglass::cli
