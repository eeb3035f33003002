// Files that the command line reads and writes. What is written takes its place whole or not at all: on a full disk the
// file that was there before stays as it was.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "apps/cli.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

/// A device or a pipe cannot be replaced by another file.
bool takes_bytes_as_they_come(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return fs::exists(status) && !fs::is_regular_file(status);
}

/// Where a link stands, what it points to is written.
fs::path resolved(const std::string& path) {
  std::error_code error;
  return fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : fs::path(path);
}

std::string beside(const fs::path& path) { return path.string() + ".hourglass-part"; }

std::unexpected<Error> cannot_write(const std::string& path, int reason) {
  if (reason == 0) return fail("The file {0} cannot be written.", path);
  return fail("The file {0} cannot be written: {1}.", path, verbatim(std::strerror(reason)));
}

std::expected<void, Error> write_bytes(const std::string& to, const std::string& name,
                                       std::span<const FilePiece> pieces) {
  errno = 0;
  std::ofstream file(to, std::ios::binary);
  for (const FilePiece& piece : pieces)
    for (const std::span<const std::uint8_t> bytes : {std::span(piece.head), piece.body})
      file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return cannot_write(name, errno);
  return {};
}

}  // namespace

std::expected<std::vector<std::uint8_t>, Error> read_file(const std::string& path) {
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type == fs::file_type::directory) return fail("{0} is a folder, not a file.", path);
  // A pipe is read to its end. A device may never end.
  if (type == fs::file_type::character || type == fs::file_type::block)
    return fail("{0} is a device, not a file.", path);
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail("The file {0} cannot be opened.", path);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return fail("The file {0} cannot be read to its end.", path);
  return bytes;
}

std::expected<void, Error> check_outputs(std::initializer_list<std::string> paths) {
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    if (path.empty()) continue;
    std::error_code error;
    if (fs::is_directory(path, error)) return fail("{0} is a folder; name the file to write.", path);
    if (takes_bytes_as_they_come(path)) continue;
    if (!seen.insert(fs::weakly_canonical(path, error).string()).second)
      return fail("Two results would be written to {0}: name two files.", path);
    const fs::path folder = fs::path(path).parent_path();
    if (!folder.empty() && !fs::is_directory(folder, error))
      return fail("The folder {0} does not exist: make it first.", folder.string());
    // Only trying tells whether a file may be made there.
    const std::string part = beside(resolved(path));
    if (auto written = write_bytes(part, path, {}); !written) return written;
    fs::remove(part, error);
  }
  return {};
}

std::expected<void, Error> write_file(const std::string& path, std::span<const FilePiece> pieces) {
  if (takes_bytes_as_they_come(path)) return write_bytes(path, path, pieces);
  std::error_code error;
  const fs::path whole = resolved(path);
  const std::string part = beside(whole);
  auto written = write_bytes(part, path, pieces);
  if (written) {
    // Who may read the file that was there may read this one, and nobody else.
    if (const fs::file_status before = fs::status(whole, error); fs::is_regular_file(before))
      fs::permissions(part, before.permissions(), error);
    fs::rename(part, whole, error);
    if (error) written = cannot_write(path, error.value());
  }
  if (!written) fs::remove(part, error);
  return written;
}

std::expected<void, Error> write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  const FilePiece piece{{}, bytes};
  return write_file(path, std::span(&piece, 1));
}

std::expected<void, Error> write_file(const std::string& path, std::string_view text) {
  return write_file(path, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

}  // namespace hourglass::cli
