#include "model/safetensors.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "model/array_names.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "arrays are copied as they lie in memory");

constexpr std::size_t kPrefix = 8;  ///< the header's length, little-endian
constexpr std::uint64_t kMaxHeader = 32u << 20;
constexpr std::size_t kMaxDimensions = 8;

std::optional<std::uint64_t> whole_number(const Json& json) {
  if (!json.is_number_unsigned()) return std::nullopt;
  return json.get<std::uint64_t>();
}

enum class Number { f16, bf16, f32, f64, other };
struct NumberType {
  std::string_view name;
  Number number;
  std::uint64_t bytes;
};
constexpr NumberType kNumberTypes[] = {
    {"F32", Number::f32, 4},   {"F16", Number::f16, 2},    {"BF16", Number::bf16, 2},     {"F64", Number::f64, 8},
    {"I64", Number::other, 8}, {"I32", Number::other, 4},  {"I16", Number::other, 2},     {"I8", Number::other, 1},
    {"U64", Number::other, 8}, {"U32", Number::other, 4},  {"U16", Number::other, 2},     {"U8", Number::other, 1},
    {"C64", Number::other, 8}, {"BOOL", Number::other, 1}, {"F8_E4M3", Number::other, 1}, {"F8_E5M2", Number::other, 1},
};

const NumberType* number_type(const Json& json) {
  if (!json.is_string()) return nullptr;
  const auto& name = json.get_ref<const std::string&>();
  const auto found = std::ranges::find(kNumberTypes, name, &NumberType::name);
  return found == std::end(kNumberTypes) ? nullptr : &*found;
}

struct Place {
  std::uint64_t begin = 0, end = 0;
  Number number = Number::f32;
};

/// `bytes` holds as many numbers as `values` has room for.
void read_numbers(Number number, std::span<const std::uint8_t> bytes, std::span<float> values) {
  const auto each = [&]<class Stored>(Stored stored, auto&& made) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
      values[i] = made(stored);
    }
  };
  if (number == Number::f16) each(std::uint16_t{}, from_float16);
  if (number == Number::bf16) each(std::uint16_t{}, from_bfloat16);
  if (number == Number::f64) each(double{}, [](double x) { return static_cast<float>(x); });
  if (number == Number::f32 && !bytes.empty()) std::memcpy(values.data(), bytes.data(), values.size_bytes());
}

/// `why` has the array's name at {0}.
std::unexpected<Error> refuse(const std::string& name, Pattern<1> why) { return fail(why, array_in_quotes(name)); }

/// Checks all that the header says about one array; `room` is how many bytes follow the header.
std::expected<Place, Error> read_entry(const std::string& name, const Json& entry, std::uint64_t room, Tensor& tensor) {
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
    return refuse(name, "The model file cannot be used: its array {0} lacks its type, shape or place.");
  }
  const NumberType* type = number_type(entry["dtype"]);
  if (type == nullptr)
    return refuse(name, "The model file cannot be used: its array {0} does not hold floats (F16, BF16, F32 or F64).");
  const Json& shape = entry["shape"];
  if (!shape.is_array() || shape.size() > kMaxDimensions)
    return refuse(name, "The model file cannot be used: its array {0} has no proper shape.");
  std::uint64_t count = 1;
  for (const Json& size : shape) {
    const auto extent = whole_number(size);
    if (!extent) return refuse(name, "The model file cannot be used: its array {0} has no proper shape.");
    if (*extent != 0 && count > room / *extent)
      return refuse(name, "The model file cannot be used: its array {0} is larger than the file.");
    count *= *extent;
    tensor.shape.push_back(static_cast<std::int64_t>(*extent));
  }
  const Json& offsets = entry["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2)
    return refuse(name, "The model file cannot be used: its array {0} has no proper place.");
  const auto begin = whole_number(offsets[0]), end = whole_number(offsets[1]);
  if (!begin || !end || *begin > *end)
    return refuse(name, "The model file cannot be used: its array {0} has no proper place.");
  if (*end > room)
    return refuse(name, "The model file cannot be used: its array {0} ends beyond the file, which is cut short.");
  if ((*end - *begin) / type->bytes != count || (*end - *begin) % type->bytes != 0) {
    return refuse(name, "The model file cannot be used: its array {0} does not fill its shape.");
  }
  tensor.name = name;
  return Place{*begin, *end, type->number};
}

}  // namespace

bool looks_like_safetensors(std::span<const std::uint8_t> start) {
  if (start.size() < kPrefix + 2) return false;
  std::uint64_t length = 0;
  std::memcpy(&length, start.data(), kPrefix);
  if (length < 2 || length > kMaxHeader) return false;
  // Python's writers pad the front of a header too.
  const auto text = start.subspan(kPrefix);
  const auto first = std::ranges::find_if(text, [](std::uint8_t c) { return c != ' '; });
  return first != text.end() && *first == '{';
}

float from_bfloat16(std::uint16_t bits) { return std::bit_cast<float>(std::uint32_t{bits} << 16); }

float from_float16(std::uint16_t bits) {
  const int exponent = bits >> 10 & 0x1F, mantissa = bits & 0x3FF;
  const float sign = bits & 0x8000 ? -1.0f : 1.0f;
  if (exponent == 0x1F) return mantissa ? std::nanf("") : sign * HUGE_VALF;
  const auto value = static_cast<float>(exponent == 0 ? mantissa : mantissa + 1024);
  return sign * std::ldexp(value, exponent == 0 ? -24 : exponent - 25);
}

std::uint16_t to_float16(float value) {
  if (std::isnan(value)) return 0x7E00;
  const float size = std::min(std::abs(value), 65504.0f);
  // Between two powers of two stand 1,024 halves, and as many below the smallest.
  const int exponent = size < 0x1p-14f ? -14 : std::ilogb(size);
  const long steps = std::lrint(std::ldexp(size, 10 - exponent)) + 1024L * (exponent + 14);
  return static_cast<std::uint16_t>(steps | (std::signbit(value) ? 0x8000 : 0));
}

const Tensor* TensorFile::find(std::string_view name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const Tensor& t) { return t.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

std::vector<std::uint8_t> write_safetensors(const TensorFile& file, FloatFormat floats) {
  const bool halves = floats == FloatFormat::f16;
  const std::size_t bytes_each = halves ? sizeof(std::uint16_t) : sizeof(float);
  Json header = Json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::uint64_t end = 0;
  for (const Tensor& tensor : file.tensors) {
    assert(!header.contains(tensor.name));
    const std::uint64_t begin = end;
    end += tensor.values.size() * bytes_each;
    header[tensor.name] = {{"dtype", halves ? "F16" : "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the arrays are aligned
  const std::uint64_t length = text.size();

  std::vector<std::uint8_t> bytes(kPrefix + length + end);
  std::memcpy(bytes.data(), &length, kPrefix);
  std::memcpy(bytes.data() + kPrefix, text.data(), length);
  std::uint8_t* at = bytes.data() + kPrefix + length;
  for (const Tensor& tensor : file.tensors) {
    std::vector<std::uint16_t> rounded;
    if (halves) std::ranges::transform(tensor.values, std::back_inserter(rounded), to_float16);
    const void* values = halves ? static_cast<const void*>(rounded.data()) : tensor.values.data();
    const std::size_t size = tensor.values.size() * bytes_each;
    if (size > 0) std::memcpy(at, values, size);
    at += size;
  }
  return bytes;
}

std::expected<TensorFile, Error> read_safetensors(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kPrefix) return fail("The model file is cut short: it ends within its first eight bytes.");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kPrefix);
  if (length < 2 || length > kMaxHeader) {
    return fail("This is not a model file: a safetensors file begins with the length of its header.");
  }
  if (length > bytes.size() - kPrefix) return fail("The model file is cut short: it ends within its header.");
  const auto* text = reinterpret_cast<const char*>(bytes.data() + kPrefix);
  const Json header = looks_like_safetensors(bytes) ? Json::parse(text, text + length, nullptr, false) : Json();
  if (!header.is_object()) return fail("The model file cannot be used: its header is not JSON.");
  const std::span<const std::uint8_t> data = bytes.subspan(kPrefix + length);

  TensorFile file;
  std::vector<Place> places;
  std::vector<std::pair<std::uint64_t, std::size_t>> begins;  // of each tensor, and which it is
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) return fail("The model file cannot be used: its metadata is not a list of texts.");
      for (const auto& [key, value] : entry.items()) {
        if (!value.is_string()) return fail("The model file cannot be used: its metadata is not a list of texts.");
        file.metadata.emplace(key, value.get<std::string>());
      }
      continue;
    }
    Tensor tensor;
    const auto place = read_entry(name, entry, data.size(), tensor);
    if (!place) return std::unexpected(place.error());
    places.push_back(*place);
    if (place->number == Number::other) {
      file.others.push_back(name);
      continue;
    }
    std::size_t count = 1;
    for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
    tensor.values.resize(count);
    const auto stored = data.subspan(place->begin, place->end - place->begin);
    read_numbers(place->number, stored, tensor.values);
    if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float x) { return std::isfinite(x); })) {
      return refuse(name, "The model file cannot be used: its array {0} holds a value that is not a finite number.");
    }
    begins.emplace_back(place->begin, file.tensors.size());
    file.tensors.push_back(std::move(tensor));
  }
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.begin != b.begin ? a.begin < b.begin : a.end < b.end; });
  std::uint64_t end = 0;
  for (const Place& place : places) {
    if (place.begin != end) return fail("The model file cannot be used: its arrays overlap or leave gaps.");
    end = place.end;
  }
  if (end != data.size()) {
    return end < data.size() ? fail("The model file cannot be used: more bytes follow its last array.")
                             : fail("The model file is cut short.");
  }
  std::ranges::stable_sort(begins, {}, &std::pair<std::uint64_t, std::size_t>::first);
  std::vector<Tensor> in_order;
  in_order.reserve(begins.size());
  for (const auto& [begin, which] : begins) in_order.push_back(std::move(file.tensors[which]));
  file.tensors = std::move(in_order);
  return file;
}

}  // namespace hourglass
