#include "data/tar.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kLargestExtension = 1u << 20;

using Block = std::span<const std::uint8_t>;

// A field of octal digits, or GNU's base-256 (first bit set) for sizes beyond 8 GB.
std::optional<std::uint64_t> number_in(Block field) {
  std::uint64_t value = 0;
  if (field[0] & 0x80) {
    if (field[0] != 0x80) return std::nullopt;  // negative, or beyond 64 bits
    for (std::size_t i = 1; i < field.size(); ++i) {
      if (value >> 55) return std::nullopt;
      value = value << 8 | field[i];
    }
    return value;
  }
  std::size_t i = 0;
  while (i < field.size() && field[i] == ' ') ++i;
  for (; i < field.size() && field[i] >= '0' && field[i] <= '7'; ++i) value = value << 3 | (field[i] - '0');
  for (; i < field.size(); ++i) {
    if (field[i] != ' ' && field[i] != 0) return std::nullopt;
  }
  return value;
}

std::string text_in(Block field) {
  const auto end = std::find(field.begin(), field.end(), 0);
  return {field.begin(), end};
}

bool checksum_agrees(Block block) {
  const auto stated = number_in(block.subspan(148, 8));
  if (!stated || *stated == 0) return false;
  std::uint64_t sum = 8 * ' ';
  for (std::size_t i = 0; i < kBlock; ++i) {
    if (i < 148 || i >= 156) sum += block[i];
  }
  return sum == *stated;
}

}  // namespace

bool looks_like_tar(Block bytes) { return bytes.size() >= kBlock && checksum_agrees(bytes.first(kBlock)); }

std::expected<void, Error> TarReader::feed(Block bytes, const TarHandler& handler) {
  while (!bytes.empty() && state_ != State::done) {
    if (state_ == State::header) {
      const std::size_t piece = std::min(bytes.size(), kBlock - filled_);
      std::memcpy(block_.data() + filled_, bytes.data(), piece);
      filled_ += piece;
      bytes = bytes.subspan(piece);
      if (filled_ < kBlock) break;
      filled_ = 0;
      if (auto done = header_complete(handler); !done) return done;
      continue;
    }
    std::uint64_t& left = state_ == State::padding ? padding_ : left_;
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left));
    if (state_ == State::wanted) {
      if (auto done = handler.data(bytes.first(piece)); !done) return done;
    } else if (state_ == State::extension) {
      extension_.append(reinterpret_cast<const char*>(bytes.data()), piece);
    }
    left -= piece;
    bytes = bytes.subspan(piece);
    if (left > 0) break;
    if (state_ == State::padding) {
      state_ = State::header;
    } else if (auto done = body_complete(handler); !done) {
      return done;
    }
  }
  return {};
}

std::expected<void, Error> TarReader::header_complete(const TarHandler& handler) {
  const Block block = block_;
  if (std::all_of(block.begin(), block.end(), [](std::uint8_t b) { return b == 0; })) {
    state_ = State::done;
    return {};
  }
  const auto stated_size = number_in(block.subspan(124, 12));
  if (!checksum_agrees(block) || !stated_size) {
    return fail("The archive is damaged: a tar header was expected and something else stands there.");
  }
  const char kind = static_cast<char>(block[156]);
  const bool regular = kind == '0' || kind == 0 || kind == '7';
  // Links and folders have no body whatever their size field says; pax sizes apply to files.
  const bool bodiless = kind >= '1' && kind <= '6';
  if (kind == '1' || kind == '2') ++links_;
  left_ = bodiless ? 0 : regular && has_next_size_ ? next_size_ : *stated_size;
  padding_ = (kBlock - left_ % kBlock) % kBlock;

  if (kind == 'g' || kind == 'K') {
    state_ = State::unwanted;  // say nothing about the next file's name or size
  } else if (kind == 'x' || kind == 'L') {
    if (left_ > kLargestExtension)
      return fail("The archive is damaged: a file name in it is said to be over 1 MB long.");
    extension_kind_ = kind;
    extension_.clear();
    state_ = State::extension;
  } else {
    std::string path = std::exchange(next_path_, {});
    has_next_size_ = false;
    if (path.empty()) {
      path = text_in(block.subspan(0, 100));
      const bool ustar = std::memcmp(block.data() + 257, "ustar\0", 6) == 0;
      const std::string prefix = ustar ? text_in(block.subspan(345, 155)) : std::string();
      if (!prefix.empty()) path = prefix + "/" + path;
    }
    state_ = regular && handler.begin(path, left_) ? State::wanted : State::unwanted;
  }
  if (left_ == 0) return body_complete(handler);
  return {};
}

std::expected<void, Error> TarReader::body_complete(const TarHandler& handler) {
  std::expected<void, Error> result;
  if (state_ == State::wanted) result = handler.end();
  if (state_ == State::extension) {
    if (extension_kind_ == 'x') {
      read_pax();
    } else {
      next_path_ = extension_.substr(0, extension_.find('\0'));
    }
  }
  state_ = padding_ > 0 ? State::padding : State::header;
  return result;
}

// Records "LENGTH KEY=VALUE\n", LENGTH counting the whole record.
void TarReader::read_pax() {
  std::string_view rest = extension_;
  while (!rest.empty()) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
    const std::size_t digits = static_cast<std::size_t>(end - rest.data());
    if (error != std::errc{} || length > rest.size() || length < digits + 2 || rest[digits] != ' ') return;
    std::string_view record = rest.substr(digits + 1, length - digits - 2);
    rest.remove_prefix(length);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = record.substr(0, equals), value = record.substr(equals + 1);
    if (key == "path") next_path_ = std::string(value.substr(0, value.find('\0')));
    if (key == "size") {
      std::uint64_t size = 0;
      const auto [stop, failed] = std::from_chars(value.data(), value.data() + value.size(), size);
      if (failed == std::errc{} && stop == value.data() + value.size()) {
        next_size_ = size;
        has_next_size_ = true;
      }
    }
  }
}

}  // namespace hourglass
