#include "data/bmp.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "data/text.h"

namespace hourglass {
namespace {

using BmpBytes = std::span<const std::uint8_t>;

constexpr std::size_t kFileHeader = 14, kOs2Header = 12, kWindowsHeader = 40;
// Of the header that follows the file's: OS/2 1 and 2, Windows 3 with no, three and four masks, Windows 4 and 5.
constexpr std::size_t kOs2LongHeader = 64;
constexpr std::size_t kHeaders[] = {kOs2Header, kWindowsHeader, 52, 56, kOs2LongHeader, 108, 124};

enum class BmpPacking : std::uint32_t { none, runs8, runs4, masks, jpeg, png, masks_and_opacity };

std::uint32_t bmp_16(BmpBytes bytes, std::size_t at) { return bytes[at] | std::uint32_t{bytes[at + 1]} << 8; }
std::uint32_t bmp_32(BmpBytes bytes, std::size_t at) { return bmp_16(bytes, at) | bmp_16(bytes, at + 2) << 16; }

struct BmpColour {
  std::uint8_t red = 0, green = 0, blue = 0, opacity = 255;
};

struct Bmp {
  std::uint32_t width = 0, height = 0;
  bool from_above = false;
  std::uint32_t bits = 0;
  BmpPacking packing = BmpPacking::none;
  std::array<std::uint32_t, 4> masks{};  // of red, green, blue and opacity
  std::vector<BmpColour> palette;
  BmpBytes pixels;

  std::size_t row_bytes() const { return (std::size_t{width} * bits + 31) / 32 * 4; }
};

/// The part of a pixel that a mask stands for, as 0..255.
std::uint8_t masked(std::uint32_t pixel, std::uint32_t mask) {
  if (mask == 0) return 0;
  const int shift = std::countr_zero(mask);
  const std::uint64_t most = mask >> shift, value = (pixel & mask) >> shift;
  return static_cast<std::uint8_t>((value * 255 + most / 2) / most);
}

class BmpCanvas {
 public:
  explicit BmpCanvas(const Bmp& bmp) : bmp_(bmp), rgba_(std::size_t{bmp.width} * bmp.height * 4) {}

  /// `row` in the order of the file. What lies outside is left out.
  void put(std::uint32_t row, std::uint32_t column, BmpColour colour) {
    if (row >= bmp_.height || column >= bmp_.width) return;
    const std::size_t y = bmp_.from_above ? row : bmp_.height - 1 - row;
    std::uint8_t* p = rgba_.data() + 4 * (y * bmp_.width + column);
    p[0] = colour.red;
    p[1] = colour.green;
    p[2] = colour.blue;
    p[3] = colour.opacity;
  }
  /// Many programs leave the fourth byte of a pixel 0 and mean a picture that is to be seen.
  void make_opaque_where_nothing_is() {
    for (std::size_t i = 3; i < rgba_.size(); i += 4) {
      if (rgba_[i] != 0) return;
    }
    for (std::size_t i = 3; i < rgba_.size(); i += 4) rgba_[i] = 255;
  }
  Picture picture() const {
    return grey_of_colours(rgba_, static_cast<int>(bmp_.width), static_cast<int>(bmp_.height));
  }

 private:
  const Bmp& bmp_;
  std::vector<std::uint8_t> rgba_;
};

/// An index beyond the palette is black, as Windows shows it.
BmpColour of_palette(const Bmp& bmp, std::uint32_t index) {
  return index < bmp.palette.size() ? bmp.palette[index] : BmpColour{};
}

void read_bmp_row(const Bmp& bmp, std::uint32_t row, BmpCanvas& canvas) {
  const BmpBytes line = bmp.pixels.subspan(row * bmp.row_bytes());
  for (std::uint32_t x = 0; x < bmp.width; ++x) {
    BmpColour colour;
    if (bmp.bits <= 8) {
      const std::size_t bit = std::size_t{x} * bmp.bits;
      const std::uint32_t byte = line[bit / 8];
      colour = of_palette(bmp, byte >> (8 - bmp.bits - bit % 8) & ((1u << bmp.bits) - 1));
    } else if (bmp.bits == 24) {
      const std::size_t at = std::size_t{x} * 3;
      colour = {line[at + 2], line[at + 1], line[at], 255};
    } else {
      const std::uint32_t pixel = bmp.bits == 16 ? bmp_16(line, std::size_t{x} * 2) : bmp_32(line, std::size_t{x} * 4);
      const std::uint8_t opacity = bmp.masks[3] ? masked(pixel, bmp.masks[3]) : std::uint8_t{255};
      colour = {masked(pixel, bmp.masks[0]), masked(pixel, bmp.masks[1]), masked(pixel, bmp.masks[2]), opacity};
    }
    canvas.put(row, x, colour);
  }
}

/// RLE8 and RLE4: pairs of a count and what is repeated; a count of 0 goes on to the next row, ends, moves, or has so
/// many pixels behind it as they are. False when the bytes end before the picture does.
bool read_bmp_runs(const Bmp& bmp, BmpCanvas& canvas) {
  const bool nibbles = bmp.packing == BmpPacking::runs4;
  std::uint32_t row = 0, column = 0;
  const auto is_done = [&] { return row >= bmp.height || (row + 1 == bmp.height && column >= bmp.width); };
  BmpBytes rest = bmp.pixels;
  while (rest.size() >= 2 && row < bmp.height) {
    const std::uint32_t count = rest[0], value = rest[1];
    rest = rest.subspan(2);
    if (count > 0) {
      for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t index = nibbles ? (i % 2 == 0 ? value >> 4 : value & 15) : value;
        canvas.put(row, column++, of_palette(bmp, index));
      }
    } else if (value == 0) {
      ++row;
      column = 0;
    } else if (value == 1) {
      return true;
    } else if (value == 2) {
      if (rest.size() < 2) return false;
      column += rest[0];
      row += rest[1];
      rest = rest.subspan(2);
    } else {
      const std::size_t bytes = nibbles ? (value + 1) / 2 : value;
      if (rest.size() < bytes) return false;
      for (std::uint32_t i = 0; i < value; ++i) {
        const std::uint32_t index = nibbles ? (i % 2 == 0 ? rest[i / 2] >> 4 : rest[i / 2] & 15) : rest[i];
        canvas.put(row, column++, of_palette(bmp, index));
      }
      rest = rest.subspan(std::min(rest.size(), bytes + bytes % 2));
    }
  }
  return is_done();
}

/// All but the pixels; or what is wrong.
std::expected<Bmp, Key> read_bmp_header(BmpBytes bytes) {
  constexpr Key kTooShort = "it ends too early";
  const std::size_t header = bmp_32(bytes, kFileHeader);
  if (bytes.size() < kFileHeader + header) return std::unexpected(kTooShort);
  Bmp bmp;
  std::size_t masks_behind = 0, colours = 0;
  if (header == kOs2Header) {
    bmp.width = bmp_16(bytes, 18);
    bmp.height = bmp_16(bytes, 20);
    bmp.bits = bmp_16(bytes, 24);
  } else {
    const auto width = static_cast<std::int32_t>(bmp_32(bytes, 18)),
               height = static_cast<std::int32_t>(bmp_32(bytes, 22));
    if (width < 0) return std::unexpected(Key("its sides are wrong"));
    bmp.width = static_cast<std::uint32_t>(width);
    bmp.from_above = height < 0;
    bmp.height = static_cast<std::uint32_t>(std::abs(std::int64_t{height}));
    bmp.bits = bmp_16(bytes, 28);
    bmp.packing = static_cast<BmpPacking>(bmp_32(bytes, 30));
    colours = bmp_32(bytes, 46);
  }
  if (bmp.width == 0 || bmp.height == 0) return std::unexpected(Key("its sides are wrong"));

  if (bmp.packing == BmpPacking::masks || bmp.packing == BmpPacking::masks_and_opacity) {
    // Behind the oldest header of Windows, else within it: the same place.
    const bool opacity = bmp.packing == BmpPacking::masks_and_opacity || header > 52;
    const std::size_t masks = opacity ? 4 : 3;
    if (header == kWindowsHeader) masks_behind = masks * 4;
    if (bytes.size() < kFileHeader + kWindowsHeader + masks * 4) return std::unexpected(kTooShort);
    for (std::size_t i = 0; i < masks; ++i) bmp.masks[i] = bmp_32(bytes, kFileHeader + kWindowsHeader + 4 * i);
  } else if (bmp.bits == 16) {
    bmp.masks = {0x7C00, 0x03E0, 0x001F, 0};
  } else {
    bmp.masks = {0xFF0000, 0x00FF00, 0x0000FF, 0};
  }

  const std::size_t pixels_at = bmp_32(bytes, 10), palette_at = kFileHeader + header + masks_behind;
  if (pixels_at < palette_at || pixels_at > bytes.size()) return std::unexpected(kTooShort);
  bmp.pixels = bytes.subspan(pixels_at);
  if (bmp.bits <= 8) {
    const std::size_t entry = header == kOs2Header ? 3 : 4, most = std::size_t{1} << bmp.bits;
    if (colours == 0 || colours > most) colours = most;
    colours = std::min(colours, (pixels_at - palette_at) / entry);
    for (std::size_t i = 0; i < colours; ++i) {
      const BmpBytes colour = bytes.subspan(palette_at + i * entry, 3);
      bmp.palette.push_back({colour[2], colour[1], colour[0], 255});
    }
  }
  return bmp;
}

bool can_read_bmp(const Bmp& bmp) {
  const auto one_of = [&](auto... bits) { return ((bmp.bits == static_cast<std::uint32_t>(bits)) || ...); };
  switch (bmp.packing) {
    case BmpPacking::none: return one_of(1, 4, 8, 16, 24, 32);
    case BmpPacking::runs8: return one_of(8);
    case BmpPacking::runs4: return one_of(4);
    case BmpPacking::masks:
    case BmpPacking::masks_and_opacity: return one_of(16, 32);
    default: return false;
  }
}

}  // namespace

bool looks_like_bmp(BmpBytes bytes) {
  if (bytes.size() < kFileHeader + kOs2Header || bytes[0] != 'B' || bytes[1] != 'M') return false;
  const std::size_t header = bmp_32(bytes, kFileHeader);
  return std::find(std::begin(kHeaders), std::end(kHeaders), header) != std::end(kHeaders);
}

std::expected<Picture, Error> decode_bmp(BmpBytes bytes, std::string_view name, std::uint32_t largest_side) {
  if (!looks_like_bmp(bytes)) return fail("{0} is not a BMP.", in_quotes(name));
  const auto refused = [&](Key reason) {
    return fail("{0} is a BMP that cannot be read ({1}): it is damaged or cut off.", in_quotes(name), reason);
  };
  const auto bmp = read_bmp_header(bytes);
  if (!bmp) return refused(bmp.error());
  const bool of_os2 = bmp_32(bytes, kFileHeader) == kOs2LongHeader && bmp->packing > BmpPacking::runs4;
  if (of_os2 || !can_read_bmp(*bmp)) {
    return fail("{0} is a BMP whose pixels are packed in a way that is not read here: save it as PNG.",
                in_quotes(name));
  }
  if (auto fits = check_picture_size(name, bmp->width, bmp->height, largest_side, 4); !fits)
    return std::unexpected(fits.error());
  const bool runs = bmp->packing == BmpPacking::runs8 || bmp->packing == BmpPacking::runs4;
  // The last row may stand without what fills it up to four bytes.
  const std::size_t last_row = (std::size_t{bmp->width} * bmp->bits + 7) / 8;
  if (!runs && bmp->pixels.size() < (bmp->height - 1) * bmp->row_bytes() + last_row)
    return refused("it ends too early");
  BmpCanvas canvas(*bmp);
  if (runs) {
    if (!read_bmp_runs(*bmp, canvas)) return refused("it ends too early");
  } else {
    for (std::uint32_t row = 0; row < bmp->height; ++row) read_bmp_row(*bmp, row, canvas);
  }
  if (bmp->masks[3] != 0) canvas.make_opaque_where_nothing_is();
  return canvas.picture();
}

}  // namespace hourglass
