// Pictures made for tests: JPEG, WebP and GIF by the encoders of the libraries whose decoders are used, BMP by hand,
// and what EXIF says about a picture. Apart from made_files.h, which needs none of these libraries.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// Needs <cstdio> before it.
#include <jpeglib.h>

#include <gif_lib.h>
#include <webp/encode.h>

#include "data/made_files.h"

namespace hourglass::made {

/// The segment APP1 that says an orientation, without marker and length.
inline Bytes exif(int orientation, bool big_endian = false) {
  Bytes out = {'E', 'x', 'i', 'f', 0, 0};
  const auto put = [&](std::uint64_t value, int bytes) {
    big_endian ? put_big(out, value, bytes) : put_little(out, value, bytes);
  };
  put_text(out, big_endian ? "MM" : "II");
  put(42, 2);
  put(8, 4);       // where the directory begins
  put(2, 2);       // so many entries
  put(0x0100, 2);  // the width, which nobody asks for
  put(3, 2);
  put(1, 4);
  put(28, 2);
  put(0, 2);
  put(0x0112, 2);  // the orientation
  put(3, 2);
  put(1, 4);
  put(static_cast<std::uint64_t>(orientation), 2);
  put(0, 2);
  put(0, 4);  // no further directory
  return out;
}

struct JpegKind {
  int width = 28, height = 28;
  J_COLOR_SPACE from = JCS_GRAYSCALE;    ///< of the samples that are given
  J_COLOR_SPACE stored = JCS_GRAYSCALE;  ///< in the file
  bool progressive = false;
  Bytes app1 = {};                         ///< a segment of metadata
  std::vector<jpeg_scan_info> scans = {};  ///< its own order of scans
};

/// `samples`: (height, width, channels), of the best quality that there is.
inline Bytes jpeg(std::span<const std::uint8_t> samples, const JpegKind& kind = {}) {
  jpeg_compress_struct writer;
  jpeg_error_mgr errors;
  writer.err = jpeg_std_error(&errors);
  jpeg_create_compress(&writer);
  unsigned char* made = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&writer, &made, &size);
  const int channels = kind.from == JCS_GRAYSCALE ? 1 : kind.from == JCS_CMYK ? 4 : 3;
  writer.image_width = static_cast<JDIMENSION>(kind.width);
  writer.image_height = static_cast<JDIMENSION>(kind.height);
  writer.input_components = channels;
  writer.in_color_space = kind.from;
  jpeg_set_defaults(&writer);
  jpeg_set_colorspace(&writer, kind.stored);
  jpeg_set_quality(&writer, 100, TRUE);
  if (kind.progressive) jpeg_simple_progression(&writer);
  if (!kind.scans.empty()) {
    writer.scan_info = kind.scans.data();
    writer.num_scans = static_cast<int>(kind.scans.size());
  }
  jpeg_start_compress(&writer, TRUE);
  if (!kind.app1.empty())
    jpeg_write_marker(&writer, JPEG_APP0 + 1, kind.app1.data(), static_cast<unsigned>(kind.app1.size()));
  while (writer.next_scanline < writer.image_height) {
    const std::size_t at = std::size_t{writer.next_scanline} * kind.width * channels;
    JSAMPROW row = const_cast<JSAMPROW>(samples.data() + at);
    jpeg_write_scanlines(&writer, &row, 1);
  }
  jpeg_finish_compress(&writer);
  Bytes out(made, made + size);
  jpeg_destroy_compress(&writer);
  std::free(made);
  return out;
}

/// (height, width, 4) bytes, exact.
inline Bytes webp_lossless(const Bytes& rgba, int width, int height) {
  std::uint8_t* made = nullptr;
  const std::size_t size = WebPEncodeLosslessRGBA(rgba.data(), width, height, width * 4, &made);
  Bytes out(made, made + size);
  WebPFree(made);
  return out;
}
inline Bytes webp_lossy(const Bytes& rgba, int width, int height) {
  std::uint8_t* made = nullptr;
  const std::size_t size = WebPEncodeRGBA(rgba.data(), width, height, width * 4, 95, &made);
  Bytes out(made, made + size);
  WebPFree(made);
  return out;
}
inline Bytes opaque(std::span<const std::uint8_t> grey) {
  Bytes rgba;
  for (const std::uint8_t value : grey) rgba.insert(rgba.end(), {value, value, value, 255});
  return rgba;
}
/// The beginning of an animation: that it is one, and of what size.
inline Bytes webp_animation(int width, int height) {
  Bytes body;
  put_text(body, "WEBPVP8X");
  put_little(body, 10, 4);
  put_little(body, 2, 4);  // there are frames
  put_little(body, static_cast<std::uint64_t>(width - 1), 3);
  put_little(body, static_cast<std::uint64_t>(height - 1), 3);
  put_text(body, "ANIM");
  put_little(body, 6, 4);
  put_little(body, 0, 6);
  Bytes out;
  put_text(out, "RIFF");
  put_little(out, body.size(), 4);
  put_bytes(out, body);
  return out;
}

struct GifKind {
  int width = 28, height = 28;  ///< of the picture
  int left = 0, top = 0;        ///< on its ground
  int ground_width = 28, ground_height = 28;
  bool interlaced = false;
  int transparent = NO_TRANSPARENT_COLOR;
  int pictures = 1;  ///< all alike
};

/// `indices`: (height, width), into a palette whose colour i is grey of brightness i.
inline Bytes gif(std::span<const std::uint8_t> indices, const GifKind& kind = {}) {
  Bytes out;
  int error = 0;
  GifFileType* file = EGifOpen(
      &out,
      [](GifFileType* to, const GifByteType* bytes, int size) {
        static_cast<Bytes*>(to->UserData)->insert(static_cast<Bytes*>(to->UserData)->end(), bytes, bytes + size);
        return size;
      },
      &error);
  EGifSetGifVersion(file, true);
  ColorMapObject* greys = GifMakeMapObject(256, nullptr);
  for (int i = 0; i < 256; ++i) {
    const auto grey = static_cast<GifByteType>(i);
    greys->Colors[i] = {grey, grey, grey};
  }
  EGifPutScreenDesc(file, kind.ground_width, kind.ground_height, 8, 0, greys);
  for (int n = 0; n < kind.pictures; ++n) {
    GraphicsControlBlock control{};
    control.DisposalMode = DISPOSAL_UNSPECIFIED;
    control.TransparentColor = kind.transparent;
    GifByteType block[4];
    EGifGCBToExtension(&control, block);
    EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, sizeof block, block);
    EGifPutImageDesc(file, kind.left, kind.top, kind.width, kind.height, kind.interlaced, nullptr);
    const auto put_rows = [&](int first, int step) {
      for (int y = first; y < kind.height; y += step) {
        const auto begin = indices.begin() + static_cast<std::ptrdiff_t>(y) * kind.width;
        Bytes row(begin, begin + kind.width);
        EGifPutLine(file, row.data(), kind.width);
      }
    };
    if (kind.interlaced) {
      put_rows(0, 8);
      put_rows(4, 8);
      put_rows(2, 4);
      put_rows(1, 2);
    } else {
      put_rows(0, 1);
    }
  }
  EGifCloseFile(file, &error);
  GifFreeMapObject(greys);
  return out;
}

struct BmpKind {
  int width = 28, height = 28;  ///< height below 0: the first row is the uppermost
  int bits = 24;
  unsigned packing = 0;
  unsigned header = 40;
  std::vector<std::uint32_t> masks = {};
  Bytes palette = {};  ///< blue, green, red and, except for OS/2's header of 12 bytes, a byte that is not used
};

/// `body`: the pixels as the file has them.
inline Bytes bmp(const Bytes& body, const BmpKind& kind) {
  Bytes header;
  put_little(header, kind.header, 4);
  const int side_bytes = kind.header == 12 ? 2 : 4;
  put_little(header, static_cast<std::uint64_t>(kind.width), side_bytes);
  put_little(header, static_cast<std::uint64_t>(kind.height), side_bytes);
  put_little(header, 1, 2);
  put_little(header, static_cast<std::uint64_t>(kind.bits), 2);
  if (kind.header > 12) {
    put_little(header, kind.packing, 4);
    put_little(header, body.size(), 4);
    put_little(header, 2835, 4);
    put_little(header, 2835, 4);
    put_little(header, kind.palette.size() / 4, 4);
    put_little(header, 0, 4);
  }
  for (const std::uint32_t mask : kind.masks) put_little(header, mask, 4);
  if (header.size() < kind.header) header.resize(kind.header);
  put_bytes(header, kind.palette);
  Bytes out = {'B', 'M'};
  put_little(out, 14 + header.size() + body.size(), 4);
  put_little(out, 0, 4);
  put_little(out, 14 + header.size(), 4);
  put_bytes(out, header);
  put_bytes(out, body);
  return out;
}

/// (height, width) bytes of grey, by a palette, from below: what Paint writes.
inline Bytes bmp(std::span<const std::uint8_t> grey, int width = 28, int height = 28) {
  BmpKind kind{.width = width, .height = height, .bits = 8};
  for (int i = 0; i < 256; ++i) {
    const auto value = static_cast<std::uint8_t>(i);
    kind.palette.insert(kind.palette.end(), {value, value, value, 0});
  }
  Bytes body;
  for (int y = height - 1; y >= 0; --y) {
    const auto row = grey.begin() + static_cast<std::ptrdiff_t>(y) * width;
    body.insert(body.end(), row, row + width);
    while (body.size() % 4 != 0) body.push_back(0);
  }
  return bmp(body, kind);
}

/// An image in each of the kinds, by the ending of its name.
struct PictureKindMade {
  std::string ending;
  Bytes (*make)(std::span<const std::uint8_t> grey);  ///< of 28x28 pixels
  bool exact;
};
inline std::vector<PictureKindMade> picture_kinds() {
  using Grey = std::span<const std::uint8_t>;
  return {{".png", [](Grey grey) { return png(grey); }, true},
          {".jpg", [](Grey grey) { return jpeg(grey); }, false},
          {".webp", [](Grey grey) { return webp_lossless(opaque(grey), 28, 28); }, true},
          {".gif", [](Grey grey) { return gif(grey); }, true},
          {".bmp", [](Grey grey) { return bmp(grey); }, true}};
}

}  // namespace hourglass::made
