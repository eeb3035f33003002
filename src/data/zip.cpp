#include "data/zip.h"

#include <algorithm>
#include <cstring>

#include "data/crc.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kCentralHeader = 0x02014B50;
constexpr std::uint32_t kEnd = 0x06054B50;
constexpr std::uint32_t kEnd64Locator = 0x07064B50;
constexpr std::uint32_t kEnd64 = 0x06064B50;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kReadPiece = 64 * 1024;

using Bytes = std::span<const std::uint8_t>;

std::uint64_t little(Bytes bytes, std::size_t at, std::size_t length) {
  std::uint64_t value = 0;
  for (std::size_t i = length; i-- > 0;) value = value << 8 | bytes[at + i];
  return value;
}
std::uint16_t u16(Bytes bytes, std::size_t at) { return static_cast<std::uint16_t>(little(bytes, at, 2)); }
std::uint32_t u32(Bytes bytes, std::size_t at) { return static_cast<std::uint32_t>(little(bytes, at, 4)); }
std::uint64_t u64(Bytes bytes, std::size_t at) { return little(bytes, at, 8); }

std::unexpected<Error> damaged(const Source& source) {
  return fail("{0} is a zip archive that cannot be read: it was cut off or is damaged.", in_quotes(source.name));
}

// Exactly `length` bytes at `offset`.
std::expected<std::vector<std::uint8_t>, Error> read_exactly(const Source& source, std::uint64_t offset,
                                                             std::size_t length) {
  std::vector<std::uint8_t> bytes(length);
  const auto got = source.read(offset, bytes);
  if (!got) return std::unexpected(got.error());
  if (*got != length) return damaged(source);
  return bytes;
}

struct Directory {
  std::uint64_t offset, size, entries;
  std::uint64_t end;  // where the directory must end at the latest
};

std::expected<Directory, Error> find_directory(const Source& source) {
  if (source.size < kEndBytes) return damaged(source);
  // The end record stands last, before a comment of up to 65,535 bytes.
  const auto tail_size = static_cast<std::size_t>(std::min<std::uint64_t>(source.size, kEndBytes + 65535));
  const std::uint64_t tail_at = source.size - tail_size;
  const auto tail = read_exactly(source, tail_at, tail_size);
  if (!tail) return std::unexpected(tail.error());
  for (std::size_t at = tail_size - kEndBytes + 1; at-- > 0;) {
    if (u32(*tail, at) != kEnd || u16(*tail, at + 20) > tail_size - at - kEndBytes) continue;
    if (u16(*tail, at + 4) != u16(*tail, at + 6) && u16(*tail, at + 4) != 0xFFFF) {
      return fail("{0} is one part of a zip archive in several; join them first.", in_quotes(source.name));
    }
    Directory directory{u32(*tail, at + 16), u32(*tail, at + 12), u16(*tail, at + 10), tail_at + at};
    if (directory.offset == 0xFFFFFFFF || directory.size == 0xFFFFFFFF || directory.entries == 0xFFFF) {
      if (directory.end < 20) return damaged(source);
      const auto locator = read_exactly(source, directory.end - 20, 20);
      if (!locator) return std::unexpected(locator.error());
      if (u32(*locator, 0) == kEnd64Locator) {
        const std::uint64_t end64 = u64(*locator, 8);
        if (end64 > directory.end || directory.end - end64 < 56) return damaged(source);
        const auto record = read_exactly(source, end64, 56);
        if (!record) return std::unexpected(record.error());
        if (u32(*record, 0) != kEnd64) return damaged(source);
        directory = {u64(*record, 48), u64(*record, 40), u64(*record, 32), end64};
      }
    }
    if (directory.size > directory.end || directory.offset > directory.end - directory.size) return damaged(source);
    return directory;
  }
  return damaged(source);
}

// The 64-bit sizes that an extra field holds for those that did not fit into 32.
void read_zip64_extra(Bytes extra, ZipEntry& entry) {
  while (extra.size() >= 4) {
    const std::uint16_t id = u16(extra, 0), size = u16(extra, 2);
    extra = extra.subspan(4);
    if (size > extra.size()) return;
    if (id == 1) {
      Bytes field = extra.first(size);
      for (std::uint64_t* value : {&entry.unpacked, &entry.packed, &entry.header}) {
        if (*value != 0xFFFFFFFF || field.size() < 8) continue;
        *value = u64(field, 0);
        field = field.subspan(8);
      }
    }
    extra = extra.subspan(size);
  }
}

}  // namespace

bool looks_like_zip(Bytes bytes) {
  return bytes.size() >= 4 && (u32(bytes, 0) == kLocalHeader || u32(bytes, 0) == kEnd);
}

std::expected<std::vector<ZipEntry>, Error> read_zip_directory(const Source& source, Budget& budget) {
  const auto directory = find_directory(source);
  if (!directory) return std::unexpected(directory.error());
  if (auto kept = budget.keep(directory->size); !kept) return std::unexpected(kept.error());
  const auto bytes = read_exactly(source, directory->offset, static_cast<std::size_t>(directory->size));
  budget.release(directory->size);
  if (!bytes) return std::unexpected(bytes.error());

  std::vector<ZipEntry> entries;
  Bytes rest = *bytes;
  while (rest.size() >= 46 && u32(rest, 0) == kCentralHeader) {
    const std::size_t name = u16(rest, 28), extra = u16(rest, 30), comment = u16(rest, 32);
    if (rest.size() < 46 + name + extra + comment) return damaged(source);
    ZipEntry entry;
    entry.encrypted = u16(rest, 8) & 1;
    entry.method = u16(rest, 10);
    entry.crc = u32(rest, 16);
    entry.packed = u32(rest, 20);
    entry.unpacked = u32(rest, 24);
    entry.header = u32(rest, 42);
    entry.path.assign(reinterpret_cast<const char*>(rest.data()) + 46, name);
    read_zip64_extra(rest.subspan(46 + name, extra), entry);
    entries.push_back(std::move(entry));
    rest = rest.subspan(46 + name + extra + comment);
  }
  if (entries.size() != directory->entries) return damaged(source);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const ZipEntry& a, const ZipEntry& b) { return a.header < b.header; });
  return entries;
}

ZipEntryReader::ZipEntryReader(const Source& source, const ZipEntry& entry, std::uint64_t at)
    : source_(&source), entry_(entry), at_(at), left_(entry.packed), inflate_(Gunzip::Wrapping::raw_deflate) {}

std::expected<ZipEntryReader, Error> ZipEntryReader::open(const Source& source, const ZipEntry& entry) {
  if (entry.encrypted) {
    return fail("{0} is protected by a password; unpack the archive and load what was in it.", in_quotes(entry.path));
  }
  if (entry.method != 0 && entry.method != 8) {
    return fail("{0} is packed by a method ({1}) that cannot be read here; pack it as an ordinary zip.",
                in_quotes(entry.path), entry.method);
  }
  const auto header = read_exactly(source, entry.header, 30);
  if (!header) return std::unexpected(header.error());
  if (u32(*header, 0) != kLocalHeader) return damaged(source);
  const std::uint64_t at = entry.header + 30 + u16(*header, 26) + u16(*header, 28);
  if (at > source.size || entry.packed > source.size - at) return damaged(source);
  return ZipEntryReader(source, entry, at);
}

std::expected<bool, Error> ZipEntryReader::next(const ByteSink& sink) {
  if (left_ > 0) {
    const auto piece =
        read_exactly(*source_, at_, static_cast<std::size_t>(std::min<std::uint64_t>(left_, kReadPiece)));
    if (!piece) return std::unexpected(piece.error());
    at_ += piece->size();
    left_ -= piece->size();
    const auto checked = [&](Bytes bytes) -> std::expected<void, Error> {
      made_ += bytes.size();
      if (made_ > entry_.unpacked) return damaged(*source_);
      crc_ = crc(crc_, bytes);
      return sink(bytes);
    };
    const auto done = entry_.method == 0 ? checked(*piece) : inflate_.feed(*piece, checked);
    if (!done) return std::unexpected(done.error());
    if (left_ > 0) return true;
  }
  const bool whole = made_ == entry_.unpacked && (entry_.method == 0 || entry_.packed == 0 || inflate_.complete());
  if (!whole || crc_ != entry_.crc) return damaged(*source_);
  return false;
}

}  // namespace hourglass
