#include "data/webp.h"

#include <webp/decode.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "data/text.h"

namespace hourglass {
namespace {

using WebpBytes = std::span<const std::uint8_t>;

constexpr std::size_t kRiffHeader = 8;  // "RIFF" and the size of what follows, which begins with "WEBP"

bool has_letters(WebpBytes bytes, std::size_t at, std::string_view letters) {
  return bytes.size() >= at + letters.size() &&
         std::equal(letters.begin(), letters.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

// Whether all is there that the header promises: libwebp makes do without the last bytes.
bool webp_reaches_its_end(WebpBytes bytes) {
  const std::size_t promised =
      std::size_t{bytes[4]} | std::size_t{bytes[5]} << 8 | std::size_t{bytes[6]} << 16 | std::size_t{bytes[7]} << 24;
  return promised <= bytes.size() - kRiffHeader;
}

Key webp_reason(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED: return "it ends too early";
    case VP8_STATUS_UNSUPPORTED_FEATURE: return "it is of an unknown kind";
    default: return "its data is wrong";
  }
}

}  // namespace

bool looks_like_webp(WebpBytes bytes) { return has_letters(bytes, 0, "RIFF") && has_letters(bytes, 8, "WEBP"); }

std::expected<Picture, Error> decode_webp(WebpBytes bytes, std::string_view name, std::uint32_t largest_side) {
  if (!looks_like_webp(bytes)) return fail("{0} is not a WebP.", in_quotes(name));
  const auto refused = [&](VP8StatusCode status) {
    if (status == VP8_STATUS_OUT_OF_MEMORY) return fail("There is not enough memory to read {0}.", in_quotes(name));
    return fail("{0} is a WebP that cannot be read ({1}): it is damaged or cut off.", in_quotes(name),
                webp_reason(status));
  };
  if (!webp_reaches_its_end(bytes)) return refused(VP8_STATUS_NOT_ENOUGH_DATA);
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return fail("There is not enough memory to read {0}.", in_quotes(name));
  if (const auto status = WebPGetFeatures(bytes.data(), bytes.size(), &config.input); status != VP8_STATUS_OK)
    return refused(status);
  if (config.input.has_animation) {
    return fail(
        "{0} is an animated WebP, which holds many pictures: save the one that is meant as a picture of its own.",
        in_quotes(name));
  }
  const int width = config.input.width, height = config.input.height;
  if (width <= 0 || height <= 0) return refused(VP8_STATUS_BITSTREAM_ERROR);
  if (auto fits = check_picture_size(name, static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height),
                                     largest_side, 4);
      !fits)
    return std::unexpected(fits.error());
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width) * height * 4);
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {rgba.data(), width * 4, rgba.size()};
  if (const auto status = WebPDecode(bytes.data(), bytes.size(), &config); status != VP8_STATUS_OK)
    return refused(status);
  return grey_of_colours(rgba, width, height);
}

}  // namespace hourglass
