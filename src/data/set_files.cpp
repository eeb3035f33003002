#include "data/set_files.h"

#include <algorithm>
#include <array>

#include "data/crc.h"
#include "data/idx.h"
#include "data/npy.h"
#include "text/characters.h"

namespace hourglass {
namespace {

/// How a part of the split is called by MNIST's files and by Keras's arrays.
struct PartNames {
  const char* idx;
  const char* array;
};
constexpr PartNames kTrainNames = {"train", "train"}, kValidationNames = {"validation", "val"},
                    kHeldOutNames = {"t10k", "test"};

struct WrittenPart {
  PartNames names;
  std::span<const std::uint8_t> pixels, labels;
  std::size_t size() const { return pixels.size() / kImagePixels; }
};

std::vector<WrittenPart> parts_of(const ImageSet& set) {
  std::vector<WrittenPart> parts;
  const auto add = [&](PartNames names, IndexRange range) {
    const std::size_t end = std::min<std::size_t>(range.end, set.size()),
                      begin = std::min<std::size_t>(range.begin, end);
    if (begin == end) return;
    WrittenPart part{names, std::span(set.pixels).subspan(begin * kImagePixels, (end - begin) * kImagePixels), {}};
    if (set.labels.size() == set.size()) part.labels = std::span(set.labels).subspan(begin, end - begin);
    parts.push_back(part);
  };
  if (set.published.present()) {
    add(kTrainNames, set.published.train);
    add(kValidationNames, set.published.validation);
    add(kHeldOutNames, set.published.held_out);
  } else {
    add(kTrainNames, {0, static_cast<std::uint32_t>(set.size())});
  }
  return parts;
}

constexpr std::size_t kLongestClassName = 200;

/// Names as NumPy has text: rows of UTF-32 letters, all as long as the longest, filled up with zeros.
SetFile class_names_file(const std::vector<std::string>& class_names) {
  std::vector<std::u32string> names;
  std::size_t longest = 1;
  for (const std::string& name : class_names) {
    std::u32string letters;
    for (std::size_t at = 0; at < name.size() && letters.size() < kLongestClassName;) {
      const CodePoint letter = code_point_at(name, at);
      letters += letter.value;
      at += letter.bytes;
    }
    longest = std::max(longest, letters.size());
    names.push_back(std::move(letters));
  }
  SetFile file{"class_names.npy",
               {npy_head("<U" + std::to_string(longest), "(" + std::to_string(names.size()) + ",)"), {}}};
  for (std::u32string& name : names) {
    name.resize(longest);
    for (const char32_t letter : name)
      for (int shift = 0; shift < 32; shift += 8) file.bytes.head.push_back(static_cast<std::uint8_t>(letter >> shift));
  }
  return file;
}

void put_little(std::vector<std::uint8_t>& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

void put_name(std::vector<std::uint8_t>& out, const std::string& name) {
  out.insert(out.end(), name.begin(), name.end());
}

/// What a zip says of a stored entry, in front of it and in its directory alike (PKWARE APPNOTE 6.3, 4.3.7): version
/// 2.0, names in UTF-8, stored, the first day that it can name.
void put_entry(std::vector<std::uint8_t>& out, std::uint32_t check, std::uint64_t size, const std::string& name) {
  put_little(out, 20, 2);
  put_little(out, 0x0800, 2);
  put_little(out, 0, 2);
  put_little(out, 0, 2);
  put_little(out, 0x0021, 2);
  put_little(out, check, 4);
  put_little(out, size, 4);
  put_little(out, size, 4);
  put_little(out, name.size(), 2);
  put_little(out, 0, 2);
}

}  // namespace

std::vector<SetFile> set_as_idx(const ImageSet& set) {
  std::vector<SetFile> files;
  for (const WrittenPart& part : parts_of(set)) {
    const std::string name = part.names.idx;
    files.push_back({name + "-images-idx3-ubyte", {idx_images_head(part.size()), part.pixels}});
    if (!part.labels.empty())
      files.push_back({name + "-labels-idx1-ubyte", {idx_labels_head(part.size()), part.labels}});
  }
  return files;
}

std::vector<SetFile> set_as_arrays(const ImageSet& set) {
  std::vector<SetFile> files;
  for (const WrittenPart& part : parts_of(set)) {
    const std::string name = part.names.array, count = std::to_string(part.size());
    files.push_back({"x_" + name + ".npy", {npy_head("|u1", "(" + count + ", 28, 28)"), part.pixels}});
    if (!part.labels.empty())
      files.push_back({"y_" + name + ".npy", {npy_head("|u1", "(" + count + ",)"), part.labels}});
  }
  if (set.labelled() && !set.class_names.empty()) files.push_back(class_names_file(set.class_names));
  return files;
}

std::vector<std::string> idx_file_names() {
  std::vector<std::string> names;
  for (const PartNames& part : {kTrainNames, kValidationNames, kHeldOutNames}) {
    names.push_back(std::string(part.idx) + "-images-idx3-ubyte");
    names.push_back(std::string(part.idx) + "-labels-idx1-ubyte");
  }
  return names;
}

std::expected<std::vector<FilePiece>, Error> as_zip(std::vector<SetFile> files) {
  constexpr std::uint64_t kTooLarge = 0xFFFFFFFF;
  std::vector<FilePiece> pieces;
  std::vector<std::uint8_t> directory;
  std::uint64_t at = 0;
  for (SetFile& file : files) {
    const std::uint64_t size = file.bytes.size(), begins = at;
    // What an entry takes beside its bytes is 30 and its name, twice, and 16.
    if (size >= kTooLarge || at + size + directory.size() + 1024 >= kTooLarge)
      return fail("These images are too many for one archive, which holds less than 4 GB: save them as IDX files.");
    const std::uint32_t check = crc(crc(0, file.bytes.head), file.bytes.body);
    FilePiece piece;
    put_little(piece.head, 0x04034B50, 4);
    put_entry(piece.head, check, size, file.name);
    put_name(piece.head, file.name);
    piece.head.insert(piece.head.end(), file.bytes.head.begin(), file.bytes.head.end());
    piece.body = file.bytes.body;
    at += piece.size();
    pieces.push_back(std::move(piece));

    put_little(directory, 0x02014B50, 4);
    put_little(directory, 20, 2);  // the version that made it
    put_entry(directory, check, size, file.name);
    put_little(directory, 0, 2 + 2 + 2);  // no comment, first disk, no kind
    put_little(directory, 0, 4);          // no attributes
    put_little(directory, begins, 4);
    put_name(directory, file.name);
  }
  FilePiece end{std::move(directory)};
  const std::uint64_t directory_size = end.head.size();
  put_little(end.head, 0x06054B50, 4);
  put_little(end.head, 0, 2 + 2);  // disks
  put_little(end.head, files.size(), 2);
  put_little(end.head, files.size(), 2);
  put_little(end.head, directory_size, 4);
  put_little(end.head, at, 4);
  put_little(end.head, 0, 2);  // no comment
  pieces.push_back(std::move(end));
  return pieces;
}

std::uint64_t size_of(std::span<const FilePiece> pieces) {
  std::uint64_t size = 0;
  for (const FilePiece& piece : pieces) size += piece.size();
  return size;
}

std::vector<std::uint8_t> joined_pieces(std::span<const FilePiece> pieces) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(static_cast<std::size_t>(size_of(pieces)));
  for (const FilePiece& piece : pieces) {
    bytes.insert(bytes.end(), piece.head.begin(), piece.head.end());
    bytes.insert(bytes.end(), piece.body.begin(), piece.body.end());
  }
  return bytes;
}

}  // namespace hourglass
