// tar and zip against archives that libarchive wrote, and the streams in which they are packed.
#include <gtest/gtest.h>

#include <optional>

#include "data/gzip.h"
#include "data/made_files.h"
#include "data/tar.h"
#include "data/xz.h"
#include "data/zip.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;

std::vector<Entry> read_tar(const Bytes& bytes, std::size_t piece) {
  std::vector<Entry> entries;
  TarHandler handler;
  handler.begin = [&](const std::string& path, std::uint64_t) {
    entries.push_back({path, {}});
    return true;
  };
  handler.data = [&](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
    entries.back().bytes.insert(entries.back().bytes.end(), more.begin(), more.end());
    return {};
  };
  handler.end = []() -> std::expected<void, Error> { return {}; };
  TarReader reader;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto done = reader.feed(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)), handler);
    EXPECT_TRUE(done) << done.error().message.english();
  }
  EXPECT_TRUE(reader.complete());
  return entries;
}

std::vector<Entry> some_entries() {
  std::vector<Entry> entries;
  for (std::size_t size : {0, 1, 511, 512, 513, 5000}) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + size);
    entries.push_back({"folder/" + std::to_string(size) + ".bin", bytes});
  }
  return entries;
}

void expect_equal(const std::vector<Entry>& a, const std::vector<Entry>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].path, b[i].path);
    EXPECT_EQ(a[i].bytes, b[i].bytes);
  }
}

TEST(Tar, ReadsEveryDialectWhateverThePieces) {
  const auto entries = some_entries();
  for (const Bytes& bytes : {made::tar(entries), made::pax(entries), made::gnutar(entries)}) {
    for (std::size_t piece : {1, 7, 512, 1000, 1 << 20}) expect_equal(read_tar(bytes, piece), entries);
  }
}

TEST(Tar, ReadsLongNamesOfEveryDialect) {
  const std::string folder(90, 'f'), file(90, 'n');
  const std::vector<Entry> ustar = {{folder + "/" + file, {1, 2, 3}}, {"short", {4}}};
  expect_equal(read_tar(made::tar(ustar), 100), ustar);
  const std::vector<Entry> longer = {{folder + "/" + folder + "/" + folder + "/" + file + file, {1, 2, 3}},
                                     {"short", {4}}};
  expect_equal(read_tar(made::pax(longer), 100), longer);
  expect_equal(read_tar(made::gnutar(longer), 100), longer);
}

TEST(Tar, RecognisesItselfByItsChecksum) {
  Bytes bytes = made::tar(some_entries());
  EXPECT_TRUE(looks_like_tar(bytes));
  bytes[10] ^= 1;
  EXPECT_FALSE(looks_like_tar(bytes));
}

TEST(Tar, SaysWhenAHeaderIsNoHeader) {
  Bytes bytes = made::tar({{"a", Bytes(512, 1)}, {"b", Bytes(512, 2)}});
  bytes[1024 + 3] ^= 0x40;
  TarReader reader;
  const auto done = reader.feed(bytes, {[](const std::string&, std::uint64_t) { return false; }, {}, {}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message.english(),
            "The archive is damaged: a tar header was expected and something else stands there.");
}

std::vector<Entry> read_zip(const Bytes& bytes) {
  const Source source = view_source("made.zip", bytes);
  Budget budget{Limits{}};
  const auto directory = read_zip_directory(source, budget);
  EXPECT_TRUE(directory) << directory.error().message.english();
  std::vector<Entry> entries;
  for (const ZipEntry& entry : directory.value_or(std::vector<ZipEntry>{})) {
    entries.push_back({entry.path, {}});
    auto reader = ZipEntryReader::open(source, entry);
    EXPECT_TRUE(reader) << reader.error().message.english();
    while (reader) {
      const auto more = reader->next([&](std::span<const std::uint8_t> piece) -> std::expected<void, Error> {
        entries.back().bytes.insert(entries.back().bytes.end(), piece.begin(), piece.end());
        return {};
      });
      EXPECT_TRUE(more) << more.error().message.english();
      if (!more || !*more) break;
    }
  }
  return entries;
}

TEST(Zip, ReadsStoredAndDeflatedEntries) {
  auto entries = some_entries();
  entries.push_back({"big", Bytes(300'000, 9)});
  for (bool deflate : {true, false}) expect_equal(read_zip(made::zip(entries, deflate)), entries);
}

TEST(Zip, ReadsZip64) {
  const auto entries = some_entries();
  const Bytes bytes = made::packed(entries, [](archive* a) {
    archive_write_set_format_zip(a);
    archive_write_set_format_option(a, "zip", "zip64", "1");
  });
  expect_equal(read_zip(bytes), entries);
}

TEST(Zip, ReadsAnArchiveBehindAComment) {
  Bytes bytes = made::zip(some_entries());
  const std::string comment(3000, 'c');
  bytes[bytes.size() - 2] = static_cast<std::uint8_t>(comment.size());
  bytes[bytes.size() - 1] = static_cast<std::uint8_t>(comment.size() >> 8);
  made::put_text(bytes, comment);
  expect_equal(read_zip(bytes), some_entries());
}

TEST(Zip, RefusesADamagedEntryByItsChecksum) {
  Bytes bytes = made::zip({{"a", Bytes(100, 'x')}}, false);
  const auto at = std::search_n(bytes.begin(), bytes.end(), 50, 'x') - bytes.begin();
  bytes[static_cast<std::size_t>(at) + 10] = 'y';
  const Source source = view_source("a.zip", bytes);
  Budget budget{Limits{}};
  const auto directory = read_zip_directory(source, budget);
  ASSERT_TRUE(directory);
  auto reader = ZipEntryReader::open(source, directory->at(0));
  ASSERT_TRUE(reader);
  std::expected<bool, Error> more = true;
  while (more && *more) more = reader->next([](std::span<const std::uint8_t>) { return std::expected<void, Error>(); });
  EXPECT_FALSE(more);
}

TEST(Zip, SaysThatAnEntryIsEncryptedOrPackedOtherwise) {
  const Source source = view_source("a.zip", {});
  ZipEntry entry;
  entry.path = "secret.png";
  entry.encrypted = true;
  EXPECT_EQ(ZipEntryReader::open(source, entry).error().message.english(),
            "\"secret.png\" is protected by a password; unpack the archive and load what was in it.");
  entry.encrypted = false;
  entry.method = 14;
  EXPECT_EQ(ZipEntryReader::open(source, entry).error().message.english(),
            "\"secret.png\" is packed by a method (14) that cannot be read here; pack it as an ordinary zip.");
}

TEST(Gzip, UnpacksWhatItPacked) {
  Bytes bytes(200'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * i >> 5);
  EXPECT_EQ(gunzip(gzip(bytes), 1 << 20), bytes);
  EXPECT_EQ(gunzip(made::gzipped(bytes), 1 << 20), bytes);
  EXPECT_EQ(gunzip(made::gzipped(bytes), 1000).error().message.english(), "This unpacks to more than 1.0 kB.");
}

/// What comes out of `packed`, fed in pieces of this size; nothing where that is refused or cut off.
std::optional<Bytes> unpacked_by(Unpacking&& stream, const Bytes& packed, std::size_t piece) {
  Bytes out;
  for (std::size_t at = 0; at < packed.size(); at += piece) {
    const auto fed = stream.feed(std::span(packed).subspan(at, std::min(piece, packed.size() - at)),
                                 [&](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
                                   out.insert(out.end(), more.begin(), more.end());
                                   return {};
                                 });
    if (!fed) return std::nullopt;
  }
  return stream.complete() ? std::optional(out) : std::nullopt;
}

TEST(Packed, SeveralStreamsAreOneAndGarbageBehindThemIsLetBe) {
  const auto joined = [](Bytes first, const Bytes& second, const Bytes& garbage) {
    first.insert(first.end(), second.begin(), second.end());
    first.insert(first.end(), garbage.begin(), garbage.end());
    return first;
  };
  for (const Bytes& garbage : {Bytes(), Bytes(600, 0), Bytes{7}, Bytes(600, 7)}) {
    const Bytes gz = joined(made::gzipped({1, 2, 3}), made::gzipped({4, 5}), garbage);
    const Bytes xz = joined(made::as_xz({1, 2, 3}), made::as_xz({4, 5}), garbage);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{700}}) {
      EXPECT_EQ(unpacked_by(Gunzip(), gz, piece), (Bytes{1, 2, 3, 4, 5})) << piece;
      EXPECT_EQ(unpacked_by(Unxz(), xz, piece), (Bytes{1, 2, 3, 4, 5})) << piece;
    }
  }
}

TEST(Packed, ASecondStreamThatIsDamagedIsNoGarbage) {
  Bytes xz = made::as_xz({1, 2, 3});
  const std::size_t first = xz.size();
  const Bytes second = made::as_xz({4, 5});
  xz.insert(xz.end(), second.begin(), second.end());
  for (const std::size_t at : {std::size_t{8}, std::size_t{13}, std::size_t{26}}) {
    Bytes damaged = xz;
    damaged[first + at] ^= 1;
    for (const std::size_t piece : {std::size_t{1}, std::size_t{700}})
      EXPECT_FALSE(unpacked_by(Unxz(), damaged, piece)) << at << " " << piece;
  }
}

TEST(Packed, ManyBytesComeOutAsTheyWentIn) {
  Bytes bytes(300'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * i >> 5);
  for (const std::size_t piece : {std::size_t{1000}, bytes.size()}) {
    EXPECT_EQ(unpacked_by(Gunzip(), made::gzipped(bytes), piece), bytes);
    EXPECT_EQ(unpacked_by(Unxz(), made::as_xz(bytes), piece), bytes);
  }
}

TEST(Packed, NothingWrongComesOutOfWhatIsDamaged) {
  Bytes gz = made::gzipped(Bytes(100, 7));
  gz[gz.size() - 6] ^= 1;
  EXPECT_FALSE(unpacked_by(Gunzip(), gz, 1000));
  const Bytes bytes(100, 7), xz = made::as_xz(bytes);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < xz.size(); ++at) {
    Bytes changed = xz;
    changed[at] ^= 1;
    const auto unpacked = unpacked_by(Unxz(), changed, 1000);
    EXPECT_EQ(unpacked.value_or(bytes), bytes) << at;
    if (!unpacked) ++refused;
  }
  EXPECT_GE(refused, xz.size() - 1) << "one byte tells how bytes were foretold, which matters little to equal ones";
}

}  // namespace
}  // namespace hourglass
