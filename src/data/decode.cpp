#include "data/decode.h"

#include <array>

#include "data/pair.h"

namespace hourglass {

std::expected<ImageSet, Error> decode(std::span<const std::uint8_t> bytes, std::string_view name,
                                      const DecodeOptions& options) {
  const std::array<NamedBytes, 1> file = {NamedBytes{std::string(name), bytes}};
  return decode_files(file, options);
}

}  // namespace hourglass
