#include "data/jpeg.h"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

// Needs <cstdio> before it.
#include <jpeglib.h>

// Needs jpeglib.h before it.
#include <jerror.h>

#include "data/text.h"

namespace hourglass {
namespace {

using JpegBytes = std::span<const std::uint8_t>;

/// Progressive pictures have about ten. Thousands, each of some bytes, would take minutes.
constexpr int kMostScans = 100;

// libjpeg does not return from an error: its handler must leave by longjmp, past frames that hold nothing with a
// destructor. So all that is between `without_errors` and libjpeg are plain functions over these plain structs.
struct JpegErrors {
  jpeg_error_mgr manager;  // first: libjpeg's pointer to it is a pointer to all
  std::jmp_buf back;
  int code;
  char reason[JMSG_LENGTH_MAX];
};

struct JpegReading {
  jpeg_decompress_struct jpeg;
  jpeg_progress_mgr progress;
  JpegErrors errors;
  const std::uint8_t* bytes;
  std::size_t size;
  std::uint8_t* row;   // (output_width, 4) at most
  std::uint8_t* grey;  // (output_height, output_width)
};

[[noreturn]] void leave_jpeg(j_common_ptr common) {
  JpegErrors* errors = reinterpret_cast<JpegErrors*>(common->err);
  errors->code = common->err->msg_code;
  common->err->format_message(common, errors->reason);
  std::longjmp(errors->back, 1);
}

/// libjpeg goes on after damage, with grey in its place. Here only that is let pass which leaves every pixel as it is.
void heed_jpeg_warning(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_EXTRANEOUS_DATA:  // some cameras fill up before a marker
    case JWRN_JFIF_MAJOR: return;
    default: leave_jpeg(common);
  }
}

void limit_jpeg_scans(j_common_ptr common) {
  if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number <= kMostScans) return;
  JpegErrors* errors = reinterpret_cast<JpegErrors*>(common->err);
  std::snprintf(errors->reason, sizeof errors->reason, "more than %d scans", kMostScans);
  std::longjmp(errors->back, 1);
}

/// False when `work` was left with an error, whose reason then stands in `reading`.
bool without_errors(JpegReading& reading, void (*work)(JpegReading&)) {
  if (setjmp(reading.errors.back) != 0) return false;
  work(reading);
  return true;
}

void read_jpeg_header(JpegReading& reading) {
  jpeg_create_decompress(&reading.jpeg);
  reading.jpeg.progress = &reading.progress;
  jpeg_mem_src(&reading.jpeg, reading.bytes, static_cast<unsigned long>(reading.size));
  jpeg_read_header(&reading.jpeg, TRUE);
}

void size_jpeg_output(JpegReading& reading) { jpeg_calc_output_dimensions(&reading.jpeg); }

std::uint8_t grey_of_sample(const std::uint8_t* p, J_COLOR_SPACE space) {
  if (space == JCS_GRAYSCALE) return p[0];
  if (space == JCS_RGB) return luma(p[0], p[1], p[2]);
  // Inks, stored inverted (255 is none) as Adobe began it: browsers take every JPEG of four inks so.
  const auto under_black = [&](int ink) { return (p[ink] * p[3] + 127) / 255; };
  return luma(under_black(0), under_black(1), under_black(2));
}

void read_jpeg_rows(JpegReading& reading) {
  jpeg_decompress_struct& jpeg = reading.jpeg;
  jpeg_start_decompress(&jpeg);
  const std::size_t width = jpeg.output_width;
  const auto samples = static_cast<std::size_t>(jpeg.output_components);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* to = reading.grey + jpeg.output_scanline * width;
    JSAMPROW row = reading.row;
    jpeg_read_scanlines(&jpeg, &row, 1);
    for (std::size_t x = 0; x < width; ++x) to[x] = grey_of_sample(row + x * samples, jpeg.out_color_space);
  }
  jpeg_finish_decompress(&jpeg);
}

J_COLOR_SPACE wanted_space(J_COLOR_SPACE stored) {
  switch (stored) {
    case JCS_RGB: return JCS_RGB;
    case JCS_CMYK:
    case JCS_YCCK: return JCS_CMYK;
    default: return JCS_GRAYSCALE;  // the Y of YCbCr is the luma; what has none is refused by libjpeg
  }
}

/// Owns what libjpeg allocates.
class JpegReader {
 public:
  explicit JpegReader(JpegBytes bytes) {
    reading_.jpeg.err = jpeg_std_error(&reading_.errors.manager);
    reading_.errors.manager.error_exit = leave_jpeg;
    reading_.errors.manager.emit_message = heed_jpeg_warning;
    reading_.progress.progress_monitor = limit_jpeg_scans;
    reading_.bytes = bytes.data();
    reading_.size = bytes.size();
  }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&reading_.jpeg); }

  bool read_header() { return without_errors(reading_, read_jpeg_header); }
  std::uint32_t width() const { return reading_.jpeg.image_width; }
  std::uint32_t height() const { return reading_.jpeg.image_height; }
  /// What comes out: one pixel of `part` by `part` (1, 2, 4 or 8); its sizes are known after.
  bool choose_output(unsigned part) {
    reading_.jpeg.out_color_space = wanted_space(reading_.jpeg.jpeg_color_space);
    reading_.jpeg.scale_num = 1;
    reading_.jpeg.scale_denom = part;
    return without_errors(reading_, size_jpeg_output);
  }
  std::uint32_t output_width() const { return reading_.jpeg.output_width; }
  std::uint32_t output_height() const { return reading_.jpeg.output_height; }
  /// `row`: room for 4 bytes of each pixel; `grey`: (output_height, output_width).
  bool read_rows(std::span<std::uint8_t> row, std::span<std::uint8_t> grey) {
    reading_.row = row.data();
    reading_.grey = grey.data();
    return without_errors(reading_, read_jpeg_rows);
  }
  std::string_view reason() const { return reading_.errors.reason; }
  bool out_of_memory() const { return reading_.errors.code == JERR_OUT_OF_MEMORY; }

 private:
  JpegReading reading_{};
};

/// Of EXIF's first directory, which is one of TIFF: whichever byte order its first two letters say.
int orientation_of_tiff(JpegBytes tiff) {
  constexpr int kUpright = 1;
  constexpr unsigned kOrientationTag = 0x0112;
  constexpr std::size_t kEntryBytes = 12;
  if (tiff.size() < 8) return kUpright;
  const bool big = tiff[0] == 'M';
  const auto two = [&](std::size_t at) {
    return big ? unsigned{tiff[at]} << 8 | tiff[at + 1] : unsigned{tiff[at + 1]} << 8 | tiff[at];
  };
  const std::size_t directory = big ? two(4) << 16 | two(6) : two(6) << 16 | two(4);
  if (directory > tiff.size() - 2) return kUpright;
  const unsigned entries = two(directory);
  for (unsigned i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntryBytes;
    if (at > tiff.size() || tiff.size() - at < kEntryBytes) return kUpright;
    if (two(at) != kOrientationTag) continue;
    const unsigned value = two(at + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : kUpright;
  }
  return kUpright;
}

}  // namespace

bool looks_like_jpeg(JpegBytes bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}

int orientation_of_jpeg(JpegBytes bytes) {
  using namespace std::string_view_literals;
  constexpr std::string_view kExif = "Exif\0\0"sv;
  constexpr std::uint8_t kApplication1 = 0xE1, kStartOfScan = 0xDA;
  std::size_t at = 2;
  while (at < bytes.size() && bytes.size() - at >= 4 && bytes[at] == 0xFF) {
    const std::uint8_t marker = bytes[at + 1];
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    const std::size_t length = std::size_t{bytes[at + 2]} << 8 | bytes[at + 3];
    if (marker == kStartOfScan || length < 2 || length > bytes.size() - at - 2) return 1;
    const JpegBytes body = bytes.subspan(at + 4, length - 2);
    const bool exif = marker == kApplication1 && body.size() > kExif.size() &&
                      std::equal(kExif.begin(), kExif.end(), body.begin(), [](char letter, std::uint8_t byte) {
                        return static_cast<std::uint8_t>(letter) == byte;
                      });
    if (exif) return orientation_of_tiff(body.subspan(kExif.size()));
    at += 2 + length;
  }
  return 1;
}

std::expected<Picture, Error> decode_jpeg(JpegBytes bytes, std::string_view name, std::uint32_t largest_side) {
  return decode_jpeg_smaller(bytes, name, largest_side, largest_side);
}

std::expected<Picture, Error> decode_jpeg_smaller(JpegBytes bytes, std::string_view name, std::uint32_t largest_side,
                                                  std::uint32_t enough) {
  if (!looks_like_jpeg(bytes)) return fail("{0} is not a JPEG.", in_quotes(name));
  JpegReader reader(bytes);
  const auto refused = [&]() -> std::unexpected<Error> {
    if (reader.out_of_memory()) return fail("There is not enough memory to read {0}.", in_quotes(name));
    return fail("{0} is a JPEG that cannot be read ({1}): it is damaged or cut off.", in_quotes(name), reader.reason());
  };
  if (!reader.read_header()) return refused();
  // libjpeg itself holds all coefficients of a progressive picture, two bytes each.
  if (auto fits = check_picture_size(name, reader.width(), reader.height(), largest_side, 1); !fits)
    return std::unexpected(fits.error());
  const std::uint32_t longer = std::max(reader.width(), reader.height());
  unsigned part = 1;
  while (part < 8 && longer / (2 * part) >= std::max(enough, 1u)) part *= 2;
  if (!reader.choose_output(part)) return refused();
  Picture picture{static_cast<int>(reader.output_width()), static_cast<int>(reader.output_height()), {}};
  picture.pixels.resize(static_cast<std::size_t>(picture.width) * picture.height);
  std::vector<std::uint8_t> row(std::size_t{reader.output_width()} * 4);
  if (!reader.read_rows(row, picture.pixels)) return refused();
  return turned_upright(std::move(picture), orientation_of_jpeg(bytes));
}

}  // namespace hourglass
