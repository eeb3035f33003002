#include "data/folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "data/text.h"

namespace hourglass {
namespace {

namespace fs = std::filesystem;

Source opened_late(const fs::path& path, std::string name, std::uint64_t size) {
  Source source;
  source.name = std::move(name);
  source.size = size;
  source.read = [file = path.string()](std::uint64_t offset,
                                       std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    const auto opened = file_source(file);
    if (!opened) return std::unexpected(opened.error());
    return opened->read(offset, into);
  };
  return source;
}

std::expected<void, Error> add_folder(const fs::path& folder, std::vector<Source>& sources) {
  std::error_code error;
  const fs::path base = fs::weakly_canonical(folder, error);
  std::vector<fs::path> files;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    if (hidden && at->is_directory(error)) at.disable_recursion_pending();
    if (!hidden && at->is_regular_file(error)) files.push_back(at->path());
  }
  if (error) return fail("The folder {0} cannot be read to its end.", in_quotes(folder.string()));
  if (files.empty()) return fail("The folder {0} holds no files.", in_quotes(folder.string()));
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::uint64_t size = fs::file_size(file, error);
    if (error) return fail("The file {0} cannot be opened.", in_quotes(file.string()));
    sources.push_back(opened_late(file, (base.filename() / file.lexically_relative(folder)).generic_string(), size));
  }
  return {};
}

}  // namespace

std::expected<std::vector<Source>, Error> open_paths(const std::vector<std::string>& paths) {
  std::vector<Source> sources;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      if (auto added = add_folder(path, sources); !added) return std::unexpected(added.error());
      continue;
    }
    auto source = file_source(path);
    if (!source) return std::unexpected(source.error());
    sources.push_back(std::move(*source));
  }
  return sources;
}

}  // namespace hourglass
