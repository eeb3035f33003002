#include "data/folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "data/options.h"
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

/// Why what is neither file nor folder is not opened.
Sentence why_not_opened(fs::file_type type, const std::string& name) {
  switch (type) {
    case fs::file_type::fifo: return say("{0} is a pipe.", in_quotes(name));
    case fs::file_type::socket: return say("{0} is a socket.", in_quotes(name));
    case fs::file_type::block:
    case fs::file_type::character: return say("{0} is a device.", in_quotes(name));
    case fs::file_type::not_found: return say("{0} is a link that leads nowhere.", in_quotes(name));
    default: return say("{0} is not a file that can be read.", in_quotes(name));
  }
}

std::expected<void, Error> add_folder(const fs::path& folder, std::vector<Source>& sources) {
  std::error_code error;
  const fs::path base = fs::weakly_canonical(folder, error);
  std::vector<fs::path> files;
  std::vector<Source> others;
  const auto name_of = [&](const fs::path& path) {
    return (base.filename() / path.lexically_relative(folder)).generic_string();
  };
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with('.');
    std::error_code untold;  // of a link that leads nowhere, which is no reason to stop
    const fs::file_type type = at->status(untold).type();
    const bool folder_here = type == fs::file_type::directory, linked = at->is_symlink(untold);
    if (hidden && folder_here) at.disable_recursion_pending();
    if (hidden || (folder_here && !linked)) continue;
    if (type == fs::file_type::regular) {
      files.push_back(at->path());
      continue;
    }
    Source other;
    other.name = name_of(at->path());
    other.not_read = folder_here ? say("{0} is a link to a folder and was not followed.", in_quotes(other.name))
                                 : why_not_opened(type, other.name);
    others.push_back(std::move(other));
  }
  if (error) return fail("The folder {0} cannot be read to its end.", in_quotes(folder.string()));
  if (files.empty() && others.empty()) return fail("The folder {0} holds no files.", in_quotes(folder.string()));
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::uint64_t size = fs::file_size(file, error);
    if (error) return fail("The file {0} cannot be opened.", in_quotes(file.string()));
    sources.push_back(opened_late(file, name_of(file), size));
  }
  std::ranges::sort(others, {}, &Source::name);
  std::move(others.begin(), others.end(), std::back_inserter(sources));
  return {};
}

std::expected<Source, Error> pipe_at(const std::string& path) {
  std::ifstream pipe(path, std::ios::binary);
  if (!pipe) return fail("The file {0} cannot be opened.", in_quotes(path));
  // What a shell opens for a command is called by a number ("/dev/fd/63").
  const std::string_view name = last_part(path);
  const bool number = name.find_first_not_of("0123456789") == std::string_view::npos;
  return piped_source(pipe, number ? "pipe" : std::string(name), Limits().kept_bytes);
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
    const fs::file_type type = fs::status(path, error).type();
    const bool special =
        type == fs::file_type::block || type == fs::file_type::character || type == fs::file_type::socket;
    if (special) return fail(why_not_opened(type, path));
    auto source = type == fs::file_type::fifo ? pipe_at(path) : file_source(path);
    if (!source) return std::unexpected(source.error());
    sources.push_back(std::move(*source));
  }
  return sources;
}

}  // namespace hourglass
