#include "model/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "model/file.h"

namespace hourglass {
namespace {

TensorFile small_file() {
  return {.metadata = {{"format", "hourglass 1"}, {"note", "caf\u00e9 \"quoted\""}},
          .tensors = {{"b", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"a", {}, {7}}, {"empty", {0, 4}, {}}}};
}

/// A file with this header and `data` bytes of zeros after it.
std::vector<std::uint8_t> raw_file(std::string_view header, std::size_t data) {
  std::vector<std::uint8_t> bytes(8 + header.size() + data, 0);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  return bytes;
}

std::string why(std::string_view header, std::size_t data) {
  const auto file = read_safetensors(raw_file(header, data));
  return file ? "accepted" : file.error().message.english();
}

TEST(Safetensors, ReadsBackWhatItWrote) {
  const auto bytes = write_safetensors(small_file());
  const auto file = read_safetensors(bytes);
  ASSERT_TRUE(file) << file.error().message.english();
  EXPECT_EQ(file->metadata, small_file().metadata);
  ASSERT_EQ(file->tensors.size(), 3u);
  EXPECT_EQ(file->find("b")->shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(file->find("b")->values, (std::vector<float>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(file->find("a")->values, std::vector<float>{7});
  EXPECT_TRUE(file->find("empty")->values.empty());
  EXPECT_EQ(file->find("c"), nullptr);
}

TEST(Safetensors, BytesAreThoseOfTheFormatsDescription) {
  const auto bytes = write_safetensors({.metadata = {}, .tensors = {{"w", {2}, {1.0f, -2.0f}}}});
  const std::string header = R"({"w":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}})";
  const std::size_t padded = (header.size() + 7) / 8 * 8;
  ASSERT_EQ(bytes.size(), 8 + padded + 8);
  EXPECT_EQ(bytes[0], padded);
  for (std::size_t i = 1; i < 8; ++i) EXPECT_EQ(bytes[i], 0);
  std::string text(bytes.begin() + 8, bytes.begin() + 8 + static_cast<std::ptrdiff_t>(padded));
  EXPECT_EQ(text.substr(0, header.size()), header);
  EXPECT_EQ(text.find_first_not_of(' ', header.size()), std::string::npos);
  const std::vector<std::uint8_t> one_and_minus_two = {0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0};
  EXPECT_EQ(std::vector<std::uint8_t>(bytes.end() - 8, bytes.end()), one_and_minus_two);
}

TEST(Safetensors, RefusesEveryTruncationAndAnyByteTooMany) {
  const auto whole = write_safetensors(small_file());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = read_safetensors(std::span(whole).first(size));
    ASSERT_FALSE(cut) << size << " of " << whole.size() << " bytes";
    EXPECT_FALSE(cut.error().message.english().empty());
  }
  auto longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(read_safetensors(longer));
}

TEST(Safetensors, RefusesHeadersThatLie) {
  EXPECT_EQ(why(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8), "accepted");
  EXPECT_NE(why(R"({"w":{"dtype":"F4","shape":[1],"data_offsets":[0,8]}})", 8).find("F32"), std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8).find("fill"), std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8).find("place"), std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8).find("shape"), std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})", 8).find("cut short"), std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})", 8).find("larger"),
            std::string::npos);
  EXPECT_NE(why(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8).find("gaps"), std::string::npos);
  EXPECT_NE(why(R"({"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
                    "w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                8)
                .find("overlap"),
            std::string::npos);
  EXPECT_NE(why(R"({"w":{"shape":[2]}})", 8).find("lacks"), std::string::npos);
  EXPECT_NE(why(R"({"w":3})", 0).find("lacks"), std::string::npos);
  EXPECT_NE(why(R"({"__metadata__":{"a":3}})", 0).find("metadata"), std::string::npos);
  EXPECT_NE(why("[1,2]", 0).find("JSON"), std::string::npos);
  EXPECT_NE(why("{{{{", 0).find("JSON"), std::string::npos);
  EXPECT_NE(why(std::string(100'000, '['), 0).find("JSON"), std::string::npos);
}

TEST(Safetensors, FloatsOfOtherSizesBecomeThoseOf32BitsAndWholeNumbersArePassedOver) {
  auto bytes = raw_file(R"(  {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
                          "b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},
                          "d":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},
                          "n":{"dtype":"I64","shape":[],"data_offsets":[16,24]}})",
                        24);
  const std::vector<std::uint8_t> numbers = {0x00, 0x3c, 0x01, 0x80, 0x80, 0x3f, 0x49, 0xc0,
                                             0,    0,    0,    0,    0,    0,    0xe0, 0x3f};
  std::copy(numbers.begin(), numbers.end(), bytes.end() - 24);
  const auto file = read_safetensors(bytes);
  ASSERT_TRUE(file) << file.error().message.english();
  EXPECT_EQ(file->find("h")->values, (std::vector<float>{1.0f, -0x1p-24f}));
  EXPECT_EQ(file->find("b")->values, (std::vector<float>{1.0f, -3.140625f}));
  EXPECT_EQ(file->find("d")->values, std::vector<float>{0.5f});
  EXPECT_EQ(file->find("n"), nullptr);
  EXPECT_EQ(file->others, std::vector<std::string>{"n"});
  ASSERT_EQ(file->tensors.size(), 3u);
  EXPECT_EQ(file->tensors[0].name, "h") << "in the order of their numbers";
}

TEST(Safetensors, AHalfIsTheNearestThereIs) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    if ((bits & 0x7C00) == 0x7C00) continue;  // infinities and what is no number
    const auto half = static_cast<std::uint16_t>(bits);
    EXPECT_EQ(to_float16(from_float16(half)), half);
    if ((bits & 0x7FFF) == 0x7BFF) continue;  // the greatest
    const float here = from_float16(half), next = from_float16(static_cast<std::uint16_t>(bits + 1));
    EXPECT_EQ(to_float16(here + 0.25f * (next - here)), half);
    EXPECT_EQ(to_float16(0.5f * (here + next)) & 1, 0) << "between two of them the even one";
  }
  EXPECT_EQ(from_float16(to_float16(1e9f)), 65504.0f);
  EXPECT_EQ(from_float16(to_float16(-1e9f)), -65504.0f);
}

TEST(Safetensors, HalvesTakeHalfTheBytesAndComeBackToA2048th) {
  TensorFile file;
  file.tensors.push_back({"a", {3, 100}, std::vector<float>(300)});
  for (std::size_t i = 0; i < 300; ++i) file.tensors[0].values[i] = 0.013f * static_cast<float>(i) - 1.7f;
  const auto bytes = write_safetensors(file, FloatFormat::f16);
  EXPECT_EQ(write_safetensors(file).size() - bytes.size(), 600U);
  const auto back = read_safetensors(bytes);
  ASSERT_TRUE(back);
  ASSERT_EQ(back->tensors[0].shape, file.tensors[0].shape);
  for (std::size_t i = 0; i < 300; ++i) {
    const float value = file.tensors[0].values[i];
    EXPECT_NEAR(back->tensors[0].values[i], value, std::abs(value) / 2048);
  }
}

TEST(Safetensors, ADoubleBeyondFloatsIsRefused) {
  auto bytes = raw_file(R"({"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}})", 8);
  bytes.back() = 0x7e;
  const auto file = read_safetensors(bytes);
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.english().find("finite"), std::string::npos);
}

TEST(Safetensors, RefusesAHeaderLengthBeyondReason) {
  for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    auto bytes = write_safetensors(small_file());
    std::memcpy(bytes.data(), &length, 8);
    EXPECT_FALSE(read_safetensors(bytes)) << length;
  }
}

TEST(Safetensors, RefusesValuesThatAreNotFinite) {
  for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    auto file = small_file();
    file.tensors[0].values[4] = bad;
    const auto read = read_safetensors(write_safetensors(file));
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().message.english().find("\"b\""), std::string::npos) << read.error().message.english();
  }
}

TEST(ModelFile, NamesEachStretchOfTheBlockOnce) {
  for (const bool tied : {false, true}) {
    for (const bool shared : {false, true}) {
      const auto layout = make_layout({.encoder = {784, 7, 5, 2}, .tied = tied, .shared_biases = shared});
      std::vector<int> covered(layout.size, 0);
      for (const NamedSlice& slice : named_slices(layout)) {
        for (std::size_t i = 0; i < slice.count; ++i) ++covered[slice.offset + i];
      }
      for (const int times : covered) ASSERT_EQ(times, 1);
    }
  }
}

TEST(ModelFile, ABlockComesBackAndAWrongShapeIsNamed) {
  Random random(1);
  const Network network = make_network({.encoder = {784, 6, 2}, .tied = false, .shared_biases = false}, random);
  TensorFile file;
  add_block(file, network.layout, network.parameters, "");
  EXPECT_EQ(file.find("encoder.0.weight")->shape, (std::vector<std::int64_t>{784, 6}));
  EXPECT_EQ(file.find("decoder.0.weight")->shape, (std::vector<std::int64_t>{2, 6}));
  EXPECT_EQ(file.find("decoder.1.bias")->shape, (std::vector<std::int64_t>{784}));
  EXPECT_EQ(read_block(file, network.layout, "").value(), network.parameters);
  const auto other = make_layout({.encoder = {784, 5, 2}, .tied = false, .shared_biases = false});
  const auto wrong = read_block(file, other, "");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.english().find("encoder.0.weight"), std::string::npos);
  EXPECT_FALSE(read_block(file, network.layout, "optimizer."));
}

TEST(ModelFile, ASpecComesBackAndNonsenseIsRefused) {
  const NetworkSpec spec{.encoder = {784, 300, 7},
                         .hidden = Activation::elu,
                         .code = Activation::tanh,
                         .output = Activation::sigmoid,
                         .tied = false,
                         .shared_biases = false,
                         .initialisation = Initialisation::he_normal,
                         .pixels = {-0.5f, 0.5f}};
  EXPECT_EQ(spec_from_json(spec_to_json(spec)).value(), spec);
  for (const char* bad :
       {"", "[]", "{}", R"({"encoder":[784,2]})", R"({"encoder":"784"})", R"({"encoder":[784,2.5]})"}) {
    EXPECT_FALSE(spec_from_json(bad)) << bad;
  }
  auto text = spec_to_json(spec);
  text.replace(text.find("300"), 3, "9999");
  EXPECT_NE(spec_from_json(text).error().message.english().find("9999"), std::string::npos);
}

}  // namespace
}  // namespace hourglass
