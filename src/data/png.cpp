#include "data/png.h"

#include <spng.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

#include "data/picture_rules.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::uint8_t kSignature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

struct FreeContext {
  void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, FreeContext>;

// Whether all chunks up to IEND are there: the pixels may be whole and the file cut off behind them.
bool reaches_its_end(std::span<const std::uint8_t> bytes) {
  std::size_t at = sizeof kSignature;
  while (bytes.size() - at >= 12) {
    const std::uint8_t* p = bytes.data() + at;
    const std::size_t length = std::size_t{p[0]} << 24 | std::size_t{p[1]} << 16 | std::size_t{p[2]} << 8 | p[3];
    if (length > bytes.size() - at - 12) return false;
    if (std::equal(p + 4, p + 8, "IEND")) return true;
    at += 12 + length;
  }
  return false;
}

std::vector<std::uint8_t> encode(std::span<const std::uint8_t> pixels, int width, int height, spng_color_type colour) {
  const std::size_t channels = colour == SPNG_COLOR_TYPE_GRAYSCALE ? 1 : 3;
  if (width <= 0 || height <= 0 || pixels.size() != static_cast<std::size_t>(width) * height * channels) return {};
  Context context(spng_ctx_new(SPNG_CTX_ENCODER));
  if (!context) return {};
  spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
  spng_ihdr header{};
  header.width = static_cast<std::uint32_t>(width);
  header.height = static_cast<std::uint32_t>(height);
  header.bit_depth = 8;
  header.color_type = static_cast<std::uint8_t>(colour);
  spng_set_ihdr(context.get(), &header);
  if (spng_encode_image(context.get(), pixels.data(), pixels.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE) != 0)
    return {};
  std::size_t size = 0;
  int error = 0;
  std::uint8_t* encoded = static_cast<std::uint8_t*>(spng_get_png_buffer(context.get(), &size, &error));
  if (!encoded) return {};
  std::vector<std::uint8_t> result(encoded, encoded + size);
  std::free(encoded);
  return result;
}

}  // namespace

bool looks_like_png(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= sizeof kSignature && std::equal(std::begin(kSignature), std::end(kSignature), bytes.begin());
}

std::expected<Picture, Error> decode_png(std::span<const std::uint8_t> bytes, std::string_view name,
                                         std::uint32_t largest_side) {
  const auto damaged = [&](int status) {
    return fail("{0} is a PNG that cannot be read ({1}): it is damaged or cut off.", in_quotes(name),
                std::string_view(spng_strerror(status)));
  };
  if (!looks_like_png(bytes)) return fail("{0} is not a PNG.", in_quotes(name));
  if (!reaches_its_end(bytes)) return damaged(SPNG_EOF);
  Context context(spng_ctx_new(0));
  if (!context) return fail("There is not enough memory to read {0}.", in_quotes(name));
  spng_set_chunk_limits(context.get(), 1u << 24, 1u << 25);
  spng_set_png_buffer(context.get(), bytes.data(), bytes.size());
  spng_ihdr header{};
  if (const int status = spng_get_ihdr(context.get(), &header)) return damaged(status);
  // Plain grey is the common case by far, and needs a quarter of the memory.
  spng_trns transparency{};
  const bool plain_grey = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE && header.bit_depth <= 8 &&
                          spng_get_trns(context.get(), &transparency) != 0;
  const std::size_t channels = plain_grey ? 1 : 4;
  if (auto fits = check_picture_size(name, header.width, header.height, largest_side, channels); !fits)
    return std::unexpected(fits.error());
  const spng_format format = plain_grey ? SPNG_FMT_G8 : SPNG_FMT_RGBA8;
  std::size_t size = 0;
  if (const int status = spng_decoded_image_size(context.get(), format, &size)) return damaged(status);
  std::vector<std::uint8_t> pixels(size);
  const int flags = plain_grey ? 0 : SPNG_DECODE_TRNS;
  if (const int status = spng_decode_image(context.get(), pixels.data(), size, format, flags)) return damaged(status);
  const int width = static_cast<int>(header.width), height = static_cast<int>(header.height);
  if (plain_grey) return Picture{width, height, std::move(pixels)};
  return grey_of_colours(pixels, width, height);
}

std::vector<std::uint8_t> encode_png(const Picture& picture) {
  return encode(picture.pixels, picture.width, picture.height, SPNG_COLOR_TYPE_GRAYSCALE);
}

std::vector<std::uint8_t> encode_png_rgb(std::span<const std::uint8_t> rgb, int width, int height) {
  return encode(rgb, width, height, SPNG_COLOR_TYPE_TRUECOLOR);
}

}  // namespace hourglass
