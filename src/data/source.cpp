#include "data/source.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <istream>
#include <limits>
#include <utility>

#include "data/text.h"

namespace hourglass {
namespace {

std::size_t copy_from(std::span<const std::uint8_t> bytes, std::uint64_t offset, std::span<std::uint8_t> into) {
  if (offset >= bytes.size()) return 0;
  const std::size_t length = std::min<std::size_t>(into.size(), bytes.size() - static_cast<std::size_t>(offset));
  if (length > 0) std::memcpy(into.data(), bytes.data() + offset, length);
  return length;
}

constexpr std::uint64_t kWindow = 1u << 20;

}  // namespace

Source view_source(std::string name, std::span<const std::uint8_t> bytes) {
  Source source;
  source.name = std::move(name);
  source.size = bytes.size();
  source.view = bytes;
  source.read = [bytes](std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    return copy_from(bytes, offset, into);
  };
  return source;
}

Source memory_source(std::string name, std::vector<std::uint8_t> bytes) {
  auto kept = std::make_shared<std::vector<std::uint8_t>>(std::move(bytes));
  Source source = view_source(std::move(name), *kept);
  source.read = [kept](std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    return copy_from(*kept, offset, into);
  };
  return source;
}

Source read_ahead(Source source) {
  struct Window {
    std::uint64_t at = 0;
    std::vector<std::uint8_t> bytes;
  };
  auto window = std::make_shared<Window>();
  source.read = [inner = std::move(source.read), window, size = source.size](
                    std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    if (into.size() >= kWindow) return inner(offset, into);
    const bool inside = offset >= window->at && offset + into.size() <= window->at + window->bytes.size();
    if (!inside && offset < size) {
      window->at = offset;
      window->bytes.resize(static_cast<std::size_t>(std::min(kWindow, size - offset)));
      const auto got = inner(offset, window->bytes);
      window->bytes.resize(got.value_or(0));
      if (!got) return got;
    }
    if (offset < window->at) return std::size_t{0};
    return copy_from(window->bytes, offset - window->at, into);
  };
  return source;
}

std::expected<Source, Error> piped_source(std::istream& pipe, std::string name, std::uint64_t most) {
  std::vector<std::uint8_t> bytes;
  constexpr std::streamsize kPipeBytes = 1 << 16;
  for (std::array<char, kPipeBytes> block; pipe.read(block.data(), kPipeBytes) || pipe.gcount() > 0;) {
    bytes.insert(bytes.end(), block.begin(), block.begin() + pipe.gcount());
    if (bytes.size() > most) return fail("More than {0} are piped in: name a file.", in_bytes(most));
  }
  return memory_source(std::move(name), std::move(bytes));
}

std::expected<Source, Error> file_source(const std::string& path, std::string name) {
  auto stream = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*stream) return fail("The file {0} cannot be opened.", in_quotes(path));
  stream->seekg(0, std::ios::end);
  const std::streamoff size = stream->tellg();
  // A folder opens as a stream on some systems and then has no size.
  if (!*stream || size < 0 || size == std::numeric_limits<std::streamoff>::max()) {
    return fail("{0} is not a file that can be read.", in_quotes(path));
  }
  Source source;
  source.name = name.empty() ? std::string(last_part(path)) : std::move(name);
  source.size = static_cast<std::uint64_t>(size);
  source.read = [stream, label = source.name](std::uint64_t offset,
                                              std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    stream->clear();
    stream->seekg(static_cast<std::streamoff>(offset));
    stream->read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    if (stream->bad()) return fail("Reading {0} failed; was the file moved or its disk removed?", in_quotes(label));
    return static_cast<std::size_t>(stream->gcount());
  };
  return source;
}

}  // namespace hourglass
