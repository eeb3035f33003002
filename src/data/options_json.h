// DecodeOptions as JSON: as a command carries them, and as a script gives them; so that a new option is no new message.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "data/options.h"
#include "math/error.h"

namespace hourglass {

/// {"images": 5000, "balanced": true, "drop_duplicates": ..., "drop_blank": ..., "invert": ..., "seed": ...,
/// "orientation": "automatic"|"as_stored"|"transposed", "label": "automatic"|"first"|"last", "axis":
/// "automatic"|"first"|"last", "array": "noisy"|"*"}, each key optional; empty text: the defaults. Other keys and other
/// types are an error that names the key.
std::expected<DecodeOptions, Error> parse_decode_options(std::string_view json);
std::string write_decode_options(const DecodeOptions& options);

}  // namespace hourglass
