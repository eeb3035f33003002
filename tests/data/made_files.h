// Files made for tests: images with known pixels in every format that the data room reads, written by code that shares
// nothing with the readers (archives by libarchive, xz by liblzma, PNG chunks by hand over zlib). The fuzzers' seeds
// come from here too.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <lzma.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/image_set.h"

namespace hourglass::made {

using Bytes = std::vector<std::uint8_t>;

/// Distinct images with structure (a disc whose place and size depend on the number), labelled 0, 1, ..., classes - 1
/// in turn.
inline ImageSet images(std::size_t count, int classes = 10) {
  ImageSet set;
  set.name = "made";
  for (std::size_t n = 0; n < count; ++n) {
    const int cx = 6 + static_cast<int>(n * 7 % 16), cy = 6 + static_cast<int>(n * 5 % 17),
              r = 3 + static_cast<int>(n % 4);
    for (int y = 0; y < kImageSide; ++y) {
      for (int x = 0; x < kImageSide; ++x) {
        const int d = (x - cx) * (x - cx) + (y - cy) * (y - cy);
        set.pixels.push_back(static_cast<std::uint8_t>(d <= r * r ? 255 - d * 3 : 0));
      }
    }
    // The number itself, so that no two are equal.
    for (int bit = 0; bit < 28; ++bit) set.pixels[n * kImagePixels + bit] = n >> bit & 1 ? 200 : 0;
    set.labels.push_back(static_cast<std::uint8_t>(n % classes));
  }
  for (int c = 0; c < classes; ++c) set.class_names.push_back(std::to_string(c));
  return set;
}

inline void put_big(Bytes& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
inline void put_little(Bytes& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
inline void put_text(Bytes& out, const std::string& text) { out.insert(out.end(), text.begin(), text.end()); }
inline void put_bytes(Bytes& out, const Bytes& more) { out.insert(out.end(), more.begin(), more.end()); }
inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
/// Its first bytes, as of a file that was cut off.
inline Bytes cut_to(const Bytes& bytes, std::size_t length) {
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)};
}

inline Bytes idx(const Bytes& values, const std::vector<std::uint32_t>& shape, std::uint8_t type = 8) {
  Bytes out = {0, 0, type, static_cast<std::uint8_t>(shape.size())};
  for (std::uint32_t size : shape) put_big(out, size, 4);
  put_bytes(out, values);
  return out;
}
inline Bytes idx_images(const ImageSet& set) {
  return idx(set.pixels, {static_cast<std::uint32_t>(set.size()), 28, 28});
}
inline Bytes idx_labels(const ImageSet& set) {
  return idx(set.labels, {static_cast<std::uint32_t>(set.labels.size())});
}

inline Bytes gzipped(const Bytes& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  Bytes out(deflateBound(&stream, bytes.size()) + 64);
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline Bytes as_xz(const Bytes& bytes, std::uint32_t level = 6) {
  Bytes out(lzma_stream_buffer_bound(bytes.size()));
  std::size_t size = 0;
  lzma_easy_buffer_encode(level, LZMA_CHECK_CRC64, nullptr, bytes.data(), bytes.size(), out.data(), &size, out.size());
  out.resize(size);
  return out;
}

/// `descr` as in "|u1", "<f4".
inline Bytes npy(const Bytes& values, const std::string& descr, const std::string& shape, bool fortran = false,
                 int version = 1) {
  std::string header =
      "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
  const std::size_t prefix = version == 1 ? 10 : 12;
  while ((prefix + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  Bytes out = {0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<std::uint8_t>(version), 0};
  put_little(out, header.size(), version == 1 ? 2 : 4);
  put_text(out, header);
  put_bytes(out, values);
  return out;
}
inline Bytes npy_images(const ImageSet& set) {
  return npy(set.pixels, "|u1", "(" + std::to_string(set.size()) + ", 28, 28)");
}
inline Bytes npy_labels(const ImageSet& set) { return npy(set.labels, "|u1", "(" + std::to_string(set.size()) + ",)"); }

template <typename T>
Bytes raw(const std::vector<T>& values) {
  Bytes out(values.size() * sizeof(T));
  std::memcpy(out.data(), values.data(), out.size());
  return out;
}

inline Bytes csv(const ImageSet& set, bool header, bool labels = true) {
  std::string text;
  if (header) {
    if (labels) text += "label,";
    for (int p = 0; p < kImagePixels; ++p) text += "pixel" + std::to_string(p) + (p + 1 < kImagePixels ? "," : "\n");
  }
  for (std::size_t n = 0; n < set.size(); ++n) {
    if (labels) text += std::to_string(set.labels[n]) + ",";
    for (int p = 0; p < kImagePixels; ++p) {
      text += std::to_string(set.image(n)[p]) + (p + 1 < kImagePixels ? "," : "\n");
    }
  }
  return {text.begin(), text.end()};
}

// PNG: chunks by hand. `samples` in the file's own channels, one std::uint16_t each, row by row.
struct PngKind {
  int width = 28, height = 28;
  int depth = 8;
  int colour = 0;  ///< 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
  bool interlaced = false;
  Bytes palette = {};       ///< RGB triples
  Bytes transparency = {};  ///< the tRNS chunk
};
inline int channels_of(int colour) { return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1; }

inline void put_chunk(Bytes& out, const char* kind, const Bytes& body) {
  put_big(out, body.size(), 4);
  const std::size_t from = out.size();
  put_text(out, kind);
  put_bytes(out, body);
  put_big(out, crc32(0, out.data() + from, static_cast<uInt>(out.size() - from)), 4);
}

inline Bytes png(const std::vector<std::uint16_t>& samples, const PngKind& kind) {
  const int channels = channels_of(kind.colour);
  Bytes rows;
  const auto pass = [&](int x0, int y0, int dx, int dy) {
    if (x0 >= kind.width || y0 >= kind.height) return;
    for (int y = y0; y < kind.height; y += dy) {
      rows.push_back(0);  // no filter
      std::uint32_t bits = 0;
      int filled = 0;
      for (int x = x0; x < kind.width; x += dx) {
        for (int c = 0; c < channels; ++c) {
          const std::uint16_t sample = samples[static_cast<std::size_t>((y * kind.width + x) * channels + c)];
          if (kind.depth == 16) {
            rows.push_back(static_cast<std::uint8_t>(sample >> 8));
            rows.push_back(static_cast<std::uint8_t>(sample));
          } else {
            bits = bits << kind.depth | sample;
            filled += kind.depth;
            if (filled == 8) {
              rows.push_back(static_cast<std::uint8_t>(bits));
              bits = 0;
              filled = 0;
            }
          }
        }
      }
      if (filled > 0) rows.push_back(static_cast<std::uint8_t>(bits << (8 - filled)));
    }
  };
  if (kind.interlaced) {
    pass(0, 0, 8, 8);
    pass(4, 0, 8, 8);
    pass(0, 4, 4, 8);
    pass(2, 0, 4, 4);
    pass(0, 2, 2, 4);
    pass(1, 0, 2, 2);
    pass(0, 1, 1, 2);
  } else {
    pass(0, 0, 1, 1);
  }
  Bytes packed(compressBound(rows.size()));
  uLongf length = packed.size();
  compress2(packed.data(), &length, rows.data(), rows.size(), 6);
  packed.resize(length);

  Bytes out = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  Bytes header;
  put_big(header, static_cast<std::uint64_t>(kind.width), 4);
  put_big(header, static_cast<std::uint64_t>(kind.height), 4);
  for (int value : {kind.depth, kind.colour, 0, 0, kind.interlaced ? 1 : 0})
    header.push_back(static_cast<std::uint8_t>(value));
  put_chunk(out, "IHDR", header);
  if (!kind.palette.empty()) put_chunk(out, "PLTE", kind.palette);
  if (!kind.transparency.empty()) put_chunk(out, "tRNS", kind.transparency);
  put_chunk(out, "IDAT", packed);
  put_chunk(out, "IEND", {});
  return out;
}
inline Bytes png(std::span<const std::uint8_t> grey, int width = 28, int height = 28) {
  return png(std::vector<std::uint16_t>(grey.begin(), grey.end()), {.width = width, .height = height});
}

struct Entry {
  std::string path;
  Bytes bytes;
};

/// Written by libarchive, as an opinion independent of our readers.
inline Bytes packed(const std::vector<Entry>& entries, const std::function<void(archive*)>& set_format) {
  archive* writer = archive_write_new();
  set_format(writer);
  Bytes out;
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open2(
      writer, &out, nullptr,
      [](archive*, void* data, const void* bytes, size_t length) -> la_ssize_t {
        const auto* from = static_cast<const std::uint8_t*>(bytes);
        static_cast<Bytes*>(data)->insert(static_cast<Bytes*>(data)->end(), from, from + length);
        return static_cast<la_ssize_t>(length);
      },
      nullptr, nullptr);
  for (const Entry& entry : entries) {
    archive_entry* header = archive_entry_new();
    archive_entry_set_pathname(header, entry.path.c_str());
    archive_entry_set_filetype(header, entry.path.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(header, 0644);
    archive_entry_set_size(header, static_cast<la_int64_t>(entry.bytes.size()));
    archive_write_header(writer, header);
    archive_write_data(writer, entry.bytes.data(), entry.bytes.size());
    archive_entry_free(header);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return out;
}
inline Bytes tar(const std::vector<Entry>& entries) { return packed(entries, archive_write_set_format_ustar); }
inline Bytes pax(const std::vector<Entry>& entries) { return packed(entries, archive_write_set_format_pax); }
inline Bytes gnutar(const std::vector<Entry>& entries) { return packed(entries, archive_write_set_format_gnutar); }
inline Bytes zip(const std::vector<Entry>& entries, bool deflate = true) {
  return packed(entries, [deflate](archive* a) {
    archive_write_set_format_zip(a);
    deflate ? archive_write_zip_set_compression_deflate(a) : archive_write_zip_set_compression_store(a);
  });
}

/// The set as PNG files in folders named after the classes: "set/A/0001.png".
inline std::vector<Entry> folders(const ImageSet& set, const std::string& root = "set/") {
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < set.size(); ++n) {
    entries.push_back(
        {root + set.class_names[set.labels[n]] + "/" + std::to_string(1000 + n) + ".png", png(set.image(n))});
  }
  return entries;
}

}  // namespace hourglass::made
